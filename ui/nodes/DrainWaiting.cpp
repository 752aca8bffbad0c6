// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/DrainWaiting.h"

#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/KindIcon.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QGridLayout>
#include <QPainter>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kColumns = 2;

bool isStrictHere(const DrainEffect &effect)
{
    return effect.isPinned() && effect.state.assignment->mode == AssignmentMode::Strict;
}

//! "2 jobs queued, 1 running"; empty while that is not known, or nothing is.
QString workText(const EntityRef &entity, const DrainWork &work)
{
    QStringList parts;
    if (const auto queued = work.queuedOf(entity); queued && queued->count > 0) {
        const QString count = countText(queued->count) + (queued->hasMore ? u"+"_s : QString());
        parts += queued->count == 1 ? DrainWaiting::tr("1 job queued") : DrainWaiting::tr("%1 jobs queued").arg(count);
    }
    if (const int running = work.runningOf(entity); running > 0)
        parts += DrainWaiting::tr("%1 running").arg(countText(running));
    return parts.join(u", "_s);
}

QString detailsOf(const DrainEffect &effect, const DrainWork &work)
{
    if (!isStrictHere(effect))
        return DrainWaiting::tr("no other node fits");
    return workText(effect.state.entity.ref, work);
}

QString headingOf(const QList<DrainEffect> &waiting)
{
    const bool isOne = waiting.size() == 1;
    if (std::ranges::all_of(waiting, isStrictHere)) {
        return isOne ? DrainWaiting::tr("1 strict entity will wait until the node returns")
                     : DrainWaiting::tr("%1 strict entities will wait until the node returns").arg(countText(waiting.size()));
    }
    return isOne ? DrainWaiting::tr("1 entity will wait") : DrainWaiting::tr("%1 entities will wait").arg(countText(waiting.size()));
}

} // namespace

DrainWaiting::DrainWaiting(QWidget *parent)
    : QWidget(parent), m_heading(new PlainLabel(Type::SmallStrong, &Tokens::text, this)), m_ground(new QWidget(this)),
      m_names(new QGridLayout(m_ground)), m_more(new PlainLabel(Type::Small, &Tokens::text2, this)), m_answers(new QWidget(this)),
      m_answer(new SegmentedControl(tr("What becomes of strict pins"), m_answers))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(12 + 16 + 8), scaled(8), scaled(12), scaled(10));
    layout->setSpacing(scaled(6));
    m_heading->setMinimumHeight(scaled(18));
    layout->addWidget(m_heading);
    m_names->setContentsMargins(0, 0, 0, 0);
    m_names->setHorizontalSpacing(scaled(16));
    m_names->setVerticalSpacing(scaled(4));
    for (int column = 0; column < kColumns; ++column)
        m_names->setColumnStretch(column, 1);
    layout->addWidget(m_ground);
    m_more->setWraps(true);
    layout->addWidget(m_more);
    auto *answers = new QHBoxLayout(m_answers);
    answers->setContentsMargins(0, scaled(4), 0, 0);
    answers->setSpacing(scaled(8));
    m_answer->addPart({}, tr("Let them wait"));
    m_answer->addPart({}, tr("Make them preferred"));
    answers->addWidget(m_answer);
    auto *move = new Button(tr("Move them…"), ButtonKind::Secondary, m_answers);
    move->setAutoDefault(false);
    move->setToolTip(tr("Closes this and opens these pins among the assignments"));
    answers->addWidget(move);
    answers->addStretch(1);
    layout->addWidget(m_answers);
    connect(move, &QPushButton::clicked, this, &DrainWaiting::moveWanted);
    hide();
}

QList<EntityRef> DrainWaiting::namedOf(const QList<DrainEffect> &waiting)
{
    QList<EntityRef> named;
    for (const DrainEffect &effect : waiting.mid(0, DrainWork::kEntities))
        named += effect.state.entity.ref;
    return named;
}

void DrainWaiting::show(const QList<DrainEffect> &waiting, const DrainWork &work)
{
    m_waiting = waiting;
    m_details.clear();
    for (const DrainEffect &effect : waiting.mid(0, DrainWork::kEntities))
        m_details += detailsOf(effect, work);
    setVisible(!waiting.isEmpty());
    m_heading->setText(headingOf(waiting));
    const auto left = waiting.size() - m_details.size();
    m_more->setText(left > 0 ? tr("and %1 more").arg(countText(left)) : QString());
    m_more->setVisible(left > 0);
    m_answers->setVisible(std::ranges::any_of(waiting, isStrictHere));
    showNames();
}

void DrainWaiting::showNames()
{
    QStringList shown;
    for (qsizetype at = 0; at < m_details.size(); ++at)
        shown += m_waiting[at].state.entity.name() + u'\n' + m_details[at];
    if (shown == m_shown)
        return;
    m_shown = shown;
    while (const auto item = std::unique_ptr<QLayoutItem>(m_names->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    for (qsizetype at = 0; at < m_details.size(); ++at)
        m_names->addWidget(makeName(m_waiting[at], m_details[at]), static_cast<int>(at) / kColumns, static_cast<int>(at) % kColumns);
    setAccessibleName(m_heading->text());
    setAccessibleDescription(QString(shown.join(u"; "_s)).replace(u'\n', u' '));
}

QWidget *DrainWaiting::makeName(const DrainEffect &effect, const QString &details)
{
    auto *made = new QWidget(m_ground);
    auto *row = new QHBoxLayout(made);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(6));
    row->addWidget(new IconLabel(kindIcon(effect.state.entity.ref.kind), 16, &Tokens::text2, made));
    auto *name = new PlainLabel(effect.state.entity.name(), Type::SmallMedium, &Tokens::text, made);
    row->addWidget(name, details.isEmpty() ? 1 : 0);
    if (!details.isEmpty())
        row->addWidget(new PlainLabel(details, Type::Small, &Tokens::text2, made), 1);
    made->setMinimumWidth(0);
    return made;
}

QList<Assignment> DrainWaiting::pinsToLoosen() const
{
    QList<Assignment> pins;
    if (m_answer->current() != 1)
        return pins;
    for (const DrainEffect &effect : m_waiting) {
        if (isStrictHere(effect))
            pins += *effect.state.assignment;
    }
    return pins;
}

void DrainWaiting::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(6), statusColor(NodeStatus::Degraded).tint, {});
    const int icon = scaled(16);
    const int x = layoutDirection() == Qt::LeftToRight ? scaled(12) : width() - scaled(12) - icon;
    paintStatusShape(&painter, NodeStatus::Degraded, QPointF(x, m_heading->y() + (m_heading->height() - icon) / 2), icon);
}

} // namespace muster
