// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which worker may write into which log: what was delivered to it, and nothing else (T-16, Q-5).

#include "core/base/Clock.h"
#include "core/domain/ClusterEvent.h"
#include "core/handlers/Handler.h"

#include <QHash>

#include <functional>

namespace muster {

//! Whether lines are taken.
enum class LogRight {
    Yes,
    No,
    Unknown, //!< Of what was given before this process began: ask the queue, or the log itself.
};

//! One thread. Not a rule of placement: it remembers what was told.
class LogGate
{
public:
    //! The run of a job that was delivered last.
    struct OpenRun {
        int attempt = 0;
        NodeId node;
        EntityRef entity;
        bool hasSpoken = false;            //!< Lines of it were taken.
        bool isOver = false;               //!< What became of the attempt is known.
        std::optional<SteadyTime> overAt = std::nullopt; //!< Forgotten some time later: its last words may be on their way.
    };

    //! \a run was given to \a node; what older attempts of its job say is refused from now on.
    void delivered(const NodeId &node, const RunId &run, const EntityRef &entity);
    //! The worker has forgotten it: nothing more comes.
    void settled(const RunId &run);
    //! It was asked to keep \a residents, and may go on writing as those that it kept before.
    void told(const NodeId &node, const QList<EntityRef> &residents);
    void removed(const EntityRef &entity) { m_keepers.remove(entity); }

    //! Of a run.
    LogRight ofRun(const NodeId &node, const OutputSource &source) const;
    //! Of a resident; Unknown while nobody was told to keep it.
    LogRight ofResident(const NodeId &node, const EntityRef &entity) const;
    //! The answer to LogRight::Unknown: \a job as the queue has it.
    LogRight learn(const NodeId &node, const OutputSource &source, const Job &job, Timestamp now);

    //! The run of \a job that was delivered last; null when there is none.
    OpenRun *find(const JobId &job);
    //! Forgets runs that were over some time ago.
    void sweep(SteadyTime now);
    qsizetype size() const { return m_runs.size(); }

private:
    QHash<JobId, OpenRun> m_runs;
    QHash<EntityRef, QList<NodeId>> m_keepers; // Nodes that were told to keep a resident, newest first.
};

} // namespace muster
