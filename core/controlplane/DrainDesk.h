// SPDX-License-Identifier: Apache-2.0
#pragma once
// Closes nodes for new work, and empties them: watches what still runs, keeps the deadline, says when nothing is left.
// The verbs are those of Cluster. Used by ControlPlane where there is work.

#include "core/controlplane/Membership.h"
#include "core/controlplane/WorkDesk.h"
#include "core/domain/DrainRule.h"

#include <map>

namespace muster {

//! One thread. What may start where is the placement's matter, which knows cordoned and draining nodes; this only watches.
class DrainDesk final : public QObject
{
    Q_OBJECT
public:
    //! All must outlive it.
    struct Parts {
        Membership &members;
        WorkDesk &work;
        const Clock &clock;
    };
    explicit DrainDesk(Parts parts, QObject *parent = nullptr);
    ~DrainDesk() override;
    Q_DISABLE_COPY_MOVE(DrainDesk)

    //! Goes on with the drains that were under way when this process ended; once, after nodes and queue were read back.
    void resume();

    //! Opening a node for work again ends its drain, too.
    Future<Node> cordon(const NodeId &node, bool isCordoned);
    //! Invalid for a deadline that is not between 0 and limits::kDrainDeadlineMost.
    Future<Node> drain(const NodeId &node, const DrainRequest &request);
    Future<Node> stopDrain(const NodeId &node);
    //! Looks at all drains now; by itself each limits::kJobSweep while there is one. Tests call it after moving their clock.
    void tick();

private:
    //! A drain under way.
    struct Watch {
        std::optional<SteadyTime> deadline; //!< By the steady clock: a jump of the wall clock moves it by nothing.
        std::optional<Job> oldest = {};     //!< Of what runs there.
        int askedFor = 0;                   //!< Running when that was asked for.
        SteadyTime askedAt = {};
        bool isAsking = false;
    };

    void watch(const NodeId &node, std::optional<SteadyTime> deadline);
    void look(const NodeId &node);
    void askForOldest(const NodeId &node, int running);
    //! Reads the deadline back from what the node says.
    void watchAgain(const NodeId &node);

    Parts m_parts;
    std::map<NodeId, Watch> m_watches;
    QTimer m_timer;
};

} // namespace muster
