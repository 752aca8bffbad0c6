// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeStanding.h"

#include "core/mirror/DrainWork.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/ProgressBar.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kJobs = 5; // More would leave no room for the tab below.
constexpr int kNamed = 4;

//! "attempt 2 of 3, 4 m left": what ends it, but for itself.
QString attemptText(const Job &job, Timestamp now)
{
    QString text = NodeStanding::tr("attempt %1 of %2").arg(job.attemptsMade).arg(job.attempts);
    if (job.attemptTimeout.count() > 0 && job.startedAt)
        text += u", "_s + NodeStanding::tr("%1 at most").arg(shortAge(std::max(milliseconds(0), *job.startedAt + job.attemptTimeout - now)));
    return text;
}

QString waitingText(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    const QString first = names.mid(0, kNamed).join(u", "_s);
    return names.size() > kNamed ? NodeStanding::tr("Waits for it: %1 and %2 more").arg(first).arg(names.size() - kNamed)
                                 : NodeStanding::tr("Waits for it: %1").arg(first);
}

QString leftText(const Drain &drain)
{
    if (drain.jobsAtStart <= 0)
        return drain.jobsLeft == 1 ? NodeStanding::tr("1 job left") : NodeStanding::tr("%1 jobs left").arg(drain.jobsLeft);
    return NodeStanding::tr("%1 of %2 jobs left").arg(drain.jobsLeft).arg(drain.jobsAtStart);
}

} // namespace

NodeStanding::NodeStanding(QWidget *parent)
    : QWidget(parent), m_text(new PlainLabel(Type::SmallStrong, &Tokens::text, this)),
      m_deadline(new PlainLabel(Type::Small, &Tokens::text2, this)), m_bar(new ProgressBar(tr("Jobs that are over"), this)),
      m_jobs(new QWidget(this)), m_jobRows(new QVBoxLayout(m_jobs)),
      m_oldest(new PlainLabel(Type::Small, &Tokens::text2, this)), m_stop(new Button(tr("Stop drain…"), ButtonKind::Secondary, this)),
      m_change(new Button(tr("Change deadline…"), ButtonKind::Quiet, this)),
      m_open(new Button(tr("Uncordon"), ButtonKind::Secondary, this))
{
    setAccessibleName(tr("Takes no new work"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(10), scaled(16), scaled(11));
    layout->setSpacing(scaled(6));
    auto *first = new QHBoxLayout;
    first->addWidget(m_text, 1);
    first->addWidget(m_deadline);
    layout->addLayout(first);
    layout->addWidget(m_bar);
    m_jobRows->setContentsMargins(0, 0, 0, 0);
    m_jobRows->setSpacing(scaled(2));
    m_jobs->setAccessibleName(tr("Jobs that still run"));
    layout->addWidget(m_jobs);
    layout->addWidget(m_oldest);
    m_oldest->setWraps(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    for (Button *button : {m_stop, m_change, m_open}) {
        button->setPadding(9);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    layout->addLayout(buttons);
    m_bar->setFill(&Tokens::accent);
    connect(m_stop, &QPushButton::clicked, this, &NodeStanding::stopWanted);
    connect(m_change, &QPushButton::clicked, this, &NodeStanding::changeWanted);
    connect(m_open, &QPushButton::clicked, this, &NodeStanding::uncordonWanted);
    hide();
}

void NodeStanding::show(const Node &node, const ShownStatus &shown, const DrainWork &work, const QStringList &waiting, Timestamp now)
{
    const bool isDraining = node.drain && node.status != NodeStatus::Drained;
    const bool isDrained = node.status == NodeStatus::Drained;
    setVisible(isDraining || isDrained || node.cordoned);
    const bool hasJobs = isDraining && node.drain->jobsAtStart > 0;
    m_bar->setVisible(hasJobs);
    m_stop->setVisible(isDraining);
    m_change->setVisible(isDraining);
    m_open->setVisible(!isDraining);
    m_deadline->setVisible(isDraining);
    const bool knowsJobs = isDraining && work.isKnown() && !shown.isAsOf;
    m_jobs->setVisible(knowsJobs && !work.running().isEmpty());
    if (isDraining) {
        const QString left = leftText(*node.drain);
        m_text->setText(shown.isAsOf ? tr("%1, last known").arg(left) : left);
        m_deadline->setText(node.drain->deadline ? tr("deadline in %1").arg(countdown(*node.drain->deadline - now)) : tr("no deadline"));
        if (hasJobs)
            m_bar->setShare(1.0 - double(node.drain->jobsLeft) / node.drain->jobsAtStart);
        if (knowsJobs)
            showJobs(work, now);
        const bool isTold = knowsJobs || node.drain->waitsFor.isEmpty();
        m_oldest->setText(isTold ? waitingText(waiting) : tr("Oldest: %1").arg(node.drain->waitsFor));
    } else {
        m_text->setText(isDrained ? tr("Drained: nothing runs here") : tr("Cordoned"));
        const QString what = isDrained ? tr("It can be switched off. Strict work waits until it takes work again.")
                                       : tr("It gets nothing new that is not pinned to it; what runs goes on.");
        m_oldest->setText(waiting.isEmpty() ? what : what + u'\n' + waitingText(waiting));
    }
    m_oldest->setVisible(!m_oldest->text().isEmpty());
}

//! One line each, the oldest first; they are kept and only said anew, for an age moves every second.
void NodeStanding::showJobs(const DrainWork &work, Timestamp now)
{
    const QList<Job> &jobs = work.running();
    const auto shown = std::min<qsizetype>(jobs.size(), kJobs);
    const bool isMore = jobs.size() > shown || work.hasMore();
    const auto wanted = shown + (isMore ? 1 : 0);
    while (m_jobRows->count() > wanted) {
        const std::unique_ptr<QLayoutItem> item(m_jobRows->takeAt(m_jobRows->count() - 1));
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    while (m_jobRows->count() < wanted) {
        auto *row = new QWidget(m_jobs);
        auto *parts = new QHBoxLayout(row);
        parts->setContentsMargins(0, 0, 0, 0);
        parts->setSpacing(scaled(8));
        parts->addWidget(new PlainLabel(Type::SmallMedium, &Tokens::text, row));
        parts->addWidget(new PlainLabel(Type::Small, &Tokens::text2, row), 1);
        parts->addWidget(new PlainLabel(Type::Small, &Tokens::text2, row));
        m_jobRows->addWidget(row);
    }
    const auto say = [this](qsizetype at, const QString &name, const QString &what, const QString &age) {
        const QList<PlainLabel *> parts = m_jobRows->itemAt(static_cast<int>(at))->widget()->findChildren<PlainLabel *>();
        parts.at(0)->setText(name);
        parts.at(1)->setText(what);
        parts.at(2)->setText(age);
    };
    for (qsizetype at = 0; at < shown; ++at) {
        const milliseconds age = now - jobs[at].startedAt.value_or(now);
        say(at, jobs[at].entity.id.text(), attemptText(jobs[at], now), shortAge(std::max(milliseconds(0), age)));
    }
    if (isMore)
        say(shown, tr("and %1 more").arg(countText(jobs.size() - shown) + (work.hasMore() ? u"+"_s : QString())), {}, {});
}

void NodeStanding::setRefusal(const QString &reason)
{
    for (Button *button : {m_stop, m_change, m_open})
        button->setRefusal(reason);
}

void NodeStanding::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().sunken);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens().border);
}

} // namespace muster
