// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random orders and mishaps for a work desk, and the rule of pins in a few lines, against which every start of a job is held.

#include "tests/controlplane/WorkStage.h"

#include <random>

namespace muster {

class PinWalk
{
public:
    explicit PinWalk(quint32 seed) : m_random(seed)
    {
        for (const QString &id : m_nodes) {
            m_stage.add(id);
            m_stage.connectWorker(id);
        }
        for (int i = 0; i < 4; ++i)
            (void)m_stage.save(QStringLiteral("e%1").arg(i));
    }

    //! One order or mishap, and all that follows from it.
    void step()
    {
        const QString node = m_nodes[below(3)];
        const QString entity = QStringLiteral("e%1").arg(below(4));
        const int what = below(12);
        if (what < 2)
            (void)m_stage.pin(entity, below(4) == 0 ? QString() : node, below(3) == 0 ? AssignmentMode::Preferred : AssignmentMode::Strict);
        else if (what < 4)
            m_stage.setStatus(node, below(2) == 0 ? NodeStatus::Online : NodeStatus::Offline);
        else if (what < 5)
            drainOrNot(node);
        else if (what < 6)
            below(8) == 0 ? restart() : void();
        else if (what < 9)
            endOne(node);
        else
            submitted += m_stage.submit(entity).isEmpty() ? 0 : 1;
        look();
    }
    //! All nodes take work.
    void healAll()
    {
        for (const QString &id : m_nodes) {
            nodeOf(id).drain.reset();
            nodeOf(id).cordoned = false;
            m_stage.setStatus(id, NodeStatus::Online);
        }
    }
    //! Ends one job a node; how many are completed by then.
    int completed()
    {
        look();
        for (const QString &id : m_nodes)
            endOne(id);
        const QList<QueueFacts> queues = m_stage.desk->queues();
        return queues.isEmpty() ? 0 : int(queues[0].completed);
    }

    int submitted = 0;
    QString broken; //!< The first start against the rule; empty: none.

private:
    int below(int most) { return int(m_random() % quint32(most)); }
    Node &nodeOf(const QString &id) { return m_stage.nodes.find(NodeId(id))->node; }
    bool takesWork(const QString &id) { return nodeOf(id).status == NodeStatus::Online && !nodeOf(id).drain; }
    bool mayStart(const EntityRef &entity, const QString &on)
    {
        const std::optional<Assignment> pin = m_stage.desk->find(entity)->assignment;
        if (pin && (pin->mode == AssignmentMode::Strict || takesWork(pin->node.text())))
            return pin->node.text() == on && takesWork(on);
        return takesWork(on) && !nodeOf(on).cordoned;
    }
    void drainOrNot(const QString &node)
    {
        nodeOf(node).drain = below(2) == 0 ? std::nullopt : std::optional(Drain{});
        nodeOf(node).cordoned = nodeOf(node).drain || below(2) == 0;
        m_stage.desk->nodesChanged();
    }
    void restart()
    {
        m_stage.restart();
        for (const QString &id : m_nodes)
            m_stage.connectWorker(id);
    }
    void endOne(const QString &node)
    {
        if (!m_open[node].isEmpty())
            m_stage.workers[node]->handler.end(m_open[node].takeFirst(), "1");
    }
    //! Waits until nothing is under way, and judges what has started.
    void look()
    {
        for (int i = 0; i < 4; ++i) // The store answers in order.
            (void)outcomeOf(m_stage.desk->pauseQueue(QStringLiteral("browser"), false));
        for (const QString &id : m_nodes) {
            const QList<Run> &started = m_stage.workers[id]->handler.started;
            for (qsizetype &at = m_seen[id]; at < started.size(); ++at) {
                const EntityRef &entity = started[at].entity.ref;
                if (!mayStart(entity, id) && broken.isEmpty())
                    broken = QStringLiteral("%1 started on %2").arg(entity.text(), id);
                m_open[id].append(started[at].id);
            }
        }
    }

    const QStringList m_nodes{QStringLiteral("w0"), QStringLiteral("w1"), QStringLiteral("w2")};
    std::mt19937 m_random;
    WorkStage m_stage;
    QMap<QString, qsizetype> m_seen;      // Starts that were judged.
    QMap<QString, QList<RunId>> m_open; // Of those, what has not ended.
};

} // namespace muster
