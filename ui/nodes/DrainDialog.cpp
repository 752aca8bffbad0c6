// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/DrainDialog.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Field.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/DrainWaiting.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QRegularExpression>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kNamed = 8; // More would hide the buttons.

QString listed(const QStringList &names)
{
    QString text = names.mid(0, kNamed).join(u", "_s);
    if (names.size() > kNamed)
        text += DrainDialog::tr(" and %1 more").arg(names.size() - kNamed);
    return text;
}

} // namespace

std::optional<milliseconds> readDeadline(const QString &text)
{
    static const QRegularExpression clock(u"^\\s*(\\d{1,3}):([0-5]\\d)\\s*$"_s);
    static const QRegularExpression span(u"^\\s*(\\d{1,5})\\s*([mhd])\\s*$"_s);
    milliseconds read{0};
    if (const QRegularExpressionMatch at = clock.match(text); at.hasMatch()) {
        read = std::chrono::hours(at.captured(1).toInt()) + std::chrono::minutes(at.captured(2).toInt());
    } else if (const QRegularExpressionMatch in = span.match(text); in.hasMatch()) {
        const int many = in.captured(1).toInt();
        const QChar unit = in.captured(2).at(0);
        read = unit == u'm' ? milliseconds(std::chrono::minutes(many))
                            : milliseconds(std::chrono::hours(unit == u'h' ? many : 24 * many));
    }
    return read > 0ms && read <= limits::kDrainDeadlineMost ? std::optional(read) : std::nullopt;
}

QString writeDeadline(milliseconds span)
{
    const auto minutes = std::max<qint64>(1, std::chrono::ceil<std::chrono::minutes>(span).count());
    return u"%1:%2"_s.arg(minutes / 60).arg(minutes % 60, 2, 10, QChar(u'0'));
}

QString DrainDialog::nameOf(const NodeId &node) const
{
    const Node *known = m_session.mirror().find(node);
    return known && !known->who.name.isEmpty() ? known->who.name : node.text();
}

//! How much runs there and since when; until that is told the nodes' own numbers stand.
void DrainDialog::showJobs()
{
    if (m_work.isKnown()) {
        m_running->setText(countText(m_work.running().size()) + (m_work.hasMore() ? u"+"_s : QString()));
        const std::optional<Timestamp> oldest = m_work.oldestStart();
        m_oldest->setText(oldest ? shortAge(std::max(0ms, m_session.clusterNow() - *oldest)) : unknownText());
        return;
    }
    int reported = 0;
    bool isReported = false;
    for (const NodeId &node : m_nodes) {
        const Node *known = m_session.mirror().find(node);
        isReported |= known && known->load.jobsRunning;
        reported += known ? known->load.jobsRunning.value_or(0) : 0;
    }
    m_running->setText(isReported ? countText(reported) : unknownText());
    m_oldest->setText(unknownText());
}

//! Works out who waits and who moves, and says it when it is another answer than before.
void DrainDialog::look()
{
    m_waiting.clear();
    m_moving.clear();
    int strict = 0;
    int preferred = 0;
    for (const NodeId &node : m_nodes) {
        const DrainOutlook outlook = drainOutlook(m_session.mirror(), node);
        m_waiting += outlook.waiting;
        m_moving += outlook.moving;
        strict += outlook.strict;
        preferred += outlook.preferred;
    }
    const bool knowsPins = m_session.features().testAnyFlags(Feature::Entities | Feature::Assign);
    m_strict->setText(knowsPins ? countText(strict) : unknownText());
    m_preferred->setText(knowsPins ? countText(preferred) : unknownText());
    m_work.look(m_nodes, DrainWaiting::namedOf(m_waiting));
    m_who->show(m_waiting, m_work);
    showMoves();
}

void DrainDialog::showMoves()
{
    QStringList moves;
    for (const DrainEffect &effect : std::as_const(m_moving)) {
        if (effect.after.node.isEmpty() || m_nodes.contains(effect.after.node))
            continue;
        moves += u"%1 → %2"_s.arg(effect.state.entity.name(), nameOf(effect.after.node));
    }
    m_moves->setVisible(!moves.isEmpty());
    m_moves->setText(moves.size() == 1 ? tr("Moves: %1.").arg(moves.first()) : tr("%1 move: %2.").arg(moves.size()).arg(listed(moves)));
}

void DrainDialog::showChoices()
{
    const bool isOwn = m_deadline->checkedId() == DrainChoices::Own;
    const bool isBad = isOwn && !m_immediate->isChecked() && !readDeadline(m_own->text());
    m_own->setEnabled(isOwn);
    m_own->setInvalid(isBad && !m_own->text().isEmpty() ? tr("A time like 1:30, 45 m or 2 h, at most 7 days.") : QString());
    for (QAbstractButton *button : m_deadline->buttons())
        button->setEnabled(!m_immediate->isChecked());
    m_own->setEnabled(isOwn && !m_immediate->isChecked());
    m_atDeadline->setText(m_immediate->isChecked()                          ? tr("Everything is queued again at once; it costs no attempt")
                              : m_deadline->checkedId() == DrainChoices::None ? tr("What runs may finish, however long it takes")
                                                                              : tr("Requeue what still runs; it costs no attempt"));
    m_drain->setRefusal(isBad ? tr("The deadline is not a time.") : QString());
    m_command->setText(command());
}

DrainRequest DrainDialog::request() const
{
    DrainRequest request;
    request.isImmediate = m_immediate->isChecked();
    request.note = m_note->text().trimmed();
    if (request.isImmediate)
        return request;
    switch (m_deadline->checkedId()) {
    case DrainChoices::Short:
        request.deadline = 15min;
        break;
    case DrainChoices::Long:
        request.deadline = 1h;
        break;
    case DrainChoices::Own:
        request.deadline = readDeadline(m_own->text());
        break;
    default:
        break;
    }
    return request;
}

DrainChoices DrainDialog::choices() const
{
    return {.deadline = m_deadline->checkedId(), .own = m_own->text(), .isImmediate = m_immediate->isChecked(),
            .isRemembered = m_remember->isChecked()};
}

QList<Assignment> DrainDialog::pinsToLoosen() const
{
    return m_who->pinsToLoosen();
}

QString DrainDialog::command() const
{
    const DrainRequest request = this->request();
    QString options;
    if (request.isImmediate)
        options = u" --now"_s;
    else if (request.deadline)
        options = u" --deadline %1m"_s.arg(std::chrono::duration_cast<std::chrono::minutes>(*request.deadline).count());
    QStringList lines;
    for (const NodeId &node : m_nodes)
        lines += u"musterctl nodes drain "_s + node.text() + options;
    return lines.join(u'\n');
}

} // namespace muster
