// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/AddWorkerDialog.h"

#include "ui/clusters/ReachPanel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/SegmentedControl.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kWidth = 720; // A pin of 71 letters must stand on one line of a command.

} // namespace

JoinNews joinNews(const QSet<NodeId> &before, const QList<Node> &nodes, Timestamp now)
{
    const Node *newest = nullptr;
    for (const Node &node : nodes) {
        if (!before.contains(node.id()) && (!newest || node.registeredAt > newest->registeredAt))
            newest = &node;
    }
    if (!newest)
        return {JoinStage::Waiting, AddWorkerDialog::tr("Waiting for a new node…")};
    const QString name = newest->who.name.isEmpty() ? newest->id().text() : newest->who.name;
    if (!newest->lastBeatAt)
        return {JoinStage::Announced, AddWorkerDialog::tr("%1 announced itself; waiting for its first beat.").arg(name)};
    const milliseconds age = std::max(milliseconds(0), now - *newest->lastBeatAt);
    return {JoinStage::Joined, AddWorkerDialog::tr("%1 joined, last beat %2 ago.").arg(name, shortAge(age))};
}

//! The shape of what was seen: joining while waiting, online once a beat came.
class AddWorkerDialog::WaitShape : public QWidget
{
public:
    explicit WaitShape(QWidget *parent) : QWidget(parent) { setFixedSize(scaled(16), scaled(16)); }
    void setStage(JoinStage stage)
    {
        m_stage = stage;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const NodeStatus shape = m_stage == JoinStage::Joined ? NodeStatus::Online : NodeStatus::Joining;
        paintStatusShape(&painter, shape, QPointF(0, 0), width());
    }

private:
    JoinStage m_stage = JoinStage::Waiting;
};

AddWorkerDialog::AddWorkerDialog(const JoinFacts &facts, const QList<Node> &nodes, QWidget *parent, const JoinDoors &doors)
    : Sheet(doors.features.testFlag(Feature::Announce) ? tr("Add a worker") : tr("Test connection"), kWidth, parent)
{
    for (const Node &node : nodes)
        m_before.insert(node.id());
    const bool takesNodes = doors.features.testFlag(Feature::Announce);
    const bool canReach = doors.features.testFlag(Feature::Reach);
    if (takesNodes && canReach)
        buildChoice();
    if (takesNodes || !canReach) {
        m_join = new JoinPanel(facts, doors.features.testFlag(Feature::Tokens) ? doors.cluster : nullptr, this);
        connect(m_join, &JoinPanel::said, this, &Sheet::setFooterText);
        body()->addWidget(m_join);
    }
    if (canReach) {
        m_reach = new ReachPanel(doors.cluster, this);
        body()->addWidget(m_reach);
    }
    if (m_join)
        buildWaiting();
    m_close = addButton(tr("Close"), ButtonKind::Secondary);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    showWay(m_join ? Way::New : Way::Running);
    if (m_join)
        m_join->focusFirst();
    look(nodes, {});
}

void AddWorkerDialog::buildChoice()
{
    m_ways = new SegmentedControl(tr("How"), this);
    m_ways->addPart("plus"_L1, tr("New machine"));
    m_ways->addPart("ping"_L1, tr("Already running"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_ways);
    row->addStretch(1);
    body()->addLayout(row);
    connect(m_ways, &SegmentedControl::currentChanged, this, [this](int way) { showWay(static_cast<Way>(way)); });
}

void AddWorkerDialog::showWay(Way way)
{
    if (m_ways)
        m_ways->setCurrent(static_cast<int>(way));
    if (m_join)
        m_join->setVisible(way == Way::New);
    if (m_reach)
        m_reach->setVisible(way == Way::Running);
    setFooterText({});
    adjustSize();
}

void AddWorkerDialog::buildWaiting()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    m_shape = new WaitShape(this);
    m_waiting = new PlainLabel(Type::BodyMedium, &Tokens::text, this);
    row->addWidget(m_shape);
    row->addWidget(m_waiting, 1);
    body()->addLayout(row);
}

void AddWorkerDialog::look(const QList<Node> &nodes, Timestamp now)
{
    m_news = joinNews(m_before, nodes, now);
    if (!m_waiting)
        return;
    m_shape->setStage(m_news.stage);
    m_waiting->setText(m_news.words);
    m_waiting->setAccessibleName(m_news.words);
    m_close->setText(m_news.stage == JoinStage::Joined ? tr("Done") : tr("Close"));
}

} // namespace muster
