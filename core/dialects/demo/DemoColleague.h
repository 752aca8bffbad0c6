// SPDX-License-Identifier: Apache-2.0
#pragma once
// Kim, who works in the same cluster while somebody looks at the demo: moves a pin now and then, and drains a node again.

#include "core/dialects/demo/DemoFleet.h"
#include "core/domain/Actor.h"
#include "core/domain/Assignment.h"

#include <functional>

namespace muster {

//! Plays in the scenario calm alone, and leaves nodes alone that somebody else drained or cordoned.
class DemoColleague
{
public:
    //! The verbs that Kim uses; as everybody's they may fail.
    struct Verbs {
        std::function<void(const AssignmentRequest &, const Actor &)> assign;
        std::function<void(const NodeId &, const DrainRequest &, const Actor &)> drain;
        std::function<void(const NodeId &, const Actor &)> uncordon;
    };
    explicit DemoColleague(Verbs verbs) : m_verbs(std::move(verbs)) {}

    //! What is due at \a at since the start; called at each moment of the demo.
    void step(milliseconds at, const QList<DemoNode> &nodes);

private:
    void emptyAgain(milliseconds at, const DemoNode &node);

    Verbs m_verbs;
    std::optional<milliseconds> m_drainedSince;
    std::optional<milliseconds> m_openSince;
};

} // namespace muster
