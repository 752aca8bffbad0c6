// SPDX-License-Identifier: Apache-2.0
#pragma once
// The control plane's end of the mesh: which workers are connected, what was delivered to each and is not settled.
// Source: issue 4, Dispatch (DeliveryLedger); reliability.md W-1, W-3, Q-5.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/mesh/DeliveryLedger.h"
#include "core/mesh/MeshLine.h"

#include <QHash>
#include <QTimer>

#include <unordered_map>

namespace muster {

//! One thread; the clock must outlive it. Decides nothing about jobs: it delivers, and tells what came back.
class MeshLeader final : public QObject
{
    Q_OBJECT
public:
    explicit MeshLeader(const Clock &clock, QObject *parent = nullptr);
    ~MeshLeader() override;
    Q_DISABLE_COPY_MOVE(MeshLeader)

    //! Serves the worker \a node over \a line, which its credential proved to be its own; an older line of it is closed. A hello
    //! that names another node, or another version, closes the line.
    void connectWorker(const NodeId &node, std::unique_ptr<MeshLine> line);
    //! Closes the line of a node that was removed or whose credential was revoked (W-7).
    void disconnectWorker(const NodeId &node, const QString &why) { drop(node, why); }

    //! Those that have said hello.
    QList<NodeId> workers() const;
    bool isConnected(const NodeId &node) const { return helloOf(node) != nullptr; }
    //! What the worker said of itself; null while it is not connected.
    const MeshHello *helloOf(const NodeId &node) const;
    //! How many more attempts it takes now.
    int freeOf(const NodeId &node) const;
    //! Whether \a run was delivered to it, or it said that it runs it, and that is not settled.
    bool holds(const NodeId &node, const RunId &run) const;

    //! Delivers an attempt. False when the worker is not connected; its window is the caller's matter.
    bool run(const NodeId &node, const Run &run);
    //! Tells the worker to stop an attempt, if it is connected.
    void cancel(const NodeId &node, const RunId &run);
    //! The end of an attempt is durable, or was late.
    void settle(const NodeId &node, const RunId &run, bool wasLate);
    //! Which residents the worker keeps from now on; those of \a residents and no others.
    void keep(const NodeId &node, const QList<MeshResident> &residents);
    //! How many residents were started anew. Unreachable when it is not connected, Timeout after limits::kCallDeadline, Refused
    //! with what the worker says.
    Future<int> restart(const NodeId &node, const std::optional<EntityRef> &entity);

    //! How far the output of a worker's log came.
    struct Came {
        NodeId node;
        QString log;
        quint64 number = 0;
    };
    //! Before anybody connects: \a came is kept, by whoever was here before.
    void remember(const Came &came);
    //! What came since the last call, by node. Its workers keep it, too, until kept() says that they need not.
    QList<Came> takeCame();
    void kept(const Came &came);
    //! Tells all workers what came of their output, and takes nothing any more: whoever comes after us knows nothing of it.
    void release();

    //! Looks at deadlines now; by itself each second. Tests call it after moving their clock.
    void tick();

Q_SIGNALS:
    //! A worker said hello: deliver to it, and say which residents it keeps. Attempts of \a hello that are not its own any more
    //! must be cancelled and settled.
    void connected(const muster::NodeId &node, const muster::MeshHello &hello);
    //! Its line is gone. What it runs goes on; after limits::kJobResetGrace its attempts are lost.
    void disconnected(const muster::NodeId &node, const QString &why);
    //! An attempt ended; settle() it once that is durable. May come more than once.
    void ended(const muster::NodeId &node, const muster::RunId &run, const muster::RunOutcome &outcome);
    //! An attempt was not taken: with the reason, or because nothing was heard until limits::kDeliveryDeadline.
    void notTaken(const muster::NodeId &node, const muster::RunId &run, const muster::JobError &error);
    void lines(const muster::NodeId &node, const muster::OutputSource &source, const QList<muster::OutputLine> &lines);
    //! An attempt of \a entity goes to \a node now.
    void delivered(const muster::NodeId &node, const muster::RunId &run, const muster::EntityRef &entity);
    //! An attempt was settled, whether its worker is connected or not.
    void settled(const muster::NodeId &node, const muster::RunId &run);

private:
    struct Worker;
    //! Of a worker's output, over all its lines.
    struct Heard {
        QString log;
        quint64 number = 0; // The last that came,
        quint64 before = 0; // over lines before this one,
        quint64 kept = 0;   // and the last that outlives us.
    };

    void take(Worker *worker, const MeshMessage &message);
    static void sendResidents(Worker *worker);
    void takeLines(Worker *worker, const MeshLines &output);
    void takeHello(Worker *worker, const MeshHello &hello);
    void drop(const NodeId &node, const QString &why);
    void refuse(Worker *worker, const QString &why);
    Worker *find(const NodeId &node) const;

    const Clock &m_clock;
    std::unordered_map<NodeId, std::unique_ptr<Worker>, size_t (*)(const NodeId &)> m_workers;
    QHash<NodeId, Heard> m_heard; // Also while they are not connected.
    QSet<NodeId> m_fresh;         // Those of which something came since takeCame().
    bool m_hasForgotten = false;  // Some of m_heard.
    quint64 m_lastOrder = 0;
    QTimer m_timer;
};

} // namespace muster
