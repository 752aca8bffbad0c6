// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings jobs to workers: claims from the queue what a connected worker may run, delivers it, and writes down what came back.
// Source: issue 4, Dispatch; reliability.md; decisions.md 12 and 13.

#include "core/controlplane/EntityCatalog.h"
#include "core/controlplane/PlacementBoard.h"
#include "core/mesh/MeshLeader.h"
#include "core/queue/QueueProvider.h"

#include <QSet>
#include <QTimer>

#include <map>

namespace muster {

//! One thread. Which entity may start where is PlacementBoard's; which job comes first is the queue's.
class JobDesk final : public QObject
{
    Q_OBJECT
public:
    //! All must outlive it.
    struct Parts {
        QueueProvider &queue;
        MeshLeader &leader;
        const EntityCatalog &catalog;
        const PlacementBoard &board;
        const Clock &clock;
    };
    explicit JobDesk(Parts parts, QObject *parent = nullptr);
    ~JobDesk() override;
    Q_DISABLE_COPY_MOVE(JobDesk)

    //! Places changed: what waited may start.
    void placesChanged();
    //! Takes back all that runs on \a node, as an attempt that does not count as a failure: a drain's deadline.
    void requeueAll(const NodeId &node, const JobError &why);
    //! Attempts that are under way there.
    int runningOn(const NodeId &node) const { return int(m_parts.queue.heldBy(node).size()); }
    //! A claim for it is under way: it may get more, wherever its entities are placed by now.
    bool isClaimingFor(const NodeId &node) const { return m_claiming.contains(node); }
    //! \a job with why it waits, where the queue alone cannot know it.
    Job explained(Job job) const;
    //! Looks at lost workers and renews locks now; by itself each limits::kJobSweep. Tests call it after moving their clock.
    void tick();

private:
    //! The end of an attempt on its way to the store.
    struct Ending {
        NodeId node;
        RunId run;
        RunOutcome outcome;
        std::optional<AttemptEnd> ours = std::nullopt; //!< We gave it up; nullopt: the worker said so.
    };

    void markReady(const QString &lane);
    void scheduleDispatch();
    void dispatch();
    void dispatchTo(const NodeId &node);
    void takeClaims(const NodeId &node, const QStringList &lanes, int asked, const Result<QList<Claim>> &claims);
    void deliver(const NodeId &node, const Claim &claim);
    void takeConnected(const NodeId &node, const MeshHello &hello);
    void takeDisconnected(const NodeId &node);
    void takeEnded(const NodeId &node, const RunId &run, const RunOutcome &outcome);
    void giveBack(const NodeId &node, const RunId &run, const JobError &error, AttemptEnd end);
    bool isResident(const EntityRef &entity) const;
    void write(const Ending &end);
    void takeWritten(const Ending &end, const Result<void> &written);
    void keepUnwritten(const Ending &end, const Error &why);
    void writeAgain();
    void renewAll();

    Parts m_parts;
    QSet<QString> m_ready;                 // Lanes with something to claim, as far as we know.
    QSet<NodeId> m_claiming;               // A claim for them is under way.
    QHash<NodeId, QSet<QString>> m_asked;  // Lanes of that claim that became ready again meanwhile.
    QSet<NodeId> m_stopping;               // They gave back what they ran, and take nothing until they say hello anew.
    std::map<NodeId, SteadyTime> m_lost;   // Disconnected, and when its attempts are lost.
    QSet<JobId> m_ending;                  // Their end is being written.
    QHash<RunId, Ending> m_unwritten;      // The store could not take them; tried again.
    qsizetype m_unwrittenBytes = 0;
    SteadyTime m_triedAt;
    SteadyTime m_renewedAt;
    QTimer m_timer;
    bool m_isScheduled = false;
};

} // namespace muster
