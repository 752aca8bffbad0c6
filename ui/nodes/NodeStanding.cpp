// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeStanding.h"

#include "ui/kit/Button.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/ProgressBar.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

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
      m_oldest(new PlainLabel(Type::Small, &Tokens::text2, this)), m_stop(new Button(tr("Stop drain"), ButtonKind::Secondary, this)),
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

void NodeStanding::show(const Node &node, const ShownStatus &shown, Timestamp now)
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
    if (isDraining) {
        const QString left = leftText(*node.drain);
        m_text->setText(shown.isAsOf ? tr("%1, last known").arg(left) : left);
        m_deadline->setText(node.drain->deadline ? tr("deadline in %1").arg(countdown(*node.drain->deadline - now)) : tr("no deadline"));
        if (hasJobs)
            m_bar->setShare(1.0 - double(node.drain->jobsLeft) / node.drain->jobsAtStart);
        m_oldest->setText(node.drain->waitsFor.isEmpty() ? QString() : tr("Oldest: %1").arg(node.drain->waitsFor));
    } else {
        m_text->setText(isDrained ? tr("Drained: nothing runs here") : tr("Cordoned"));
        m_oldest->setText(isDrained ? tr("It can be switched off. Strict work waits until it takes work again.")
                                    : tr("It gets nothing new that is not pinned to it; what runs goes on."));
    }
    m_oldest->setVisible(!m_oldest->text().isEmpty());
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
