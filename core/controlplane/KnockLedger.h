// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes that were shut out, removed or with a revoked credential, and still ask to be let in (decisions.md 18): when people
// are told. Used by Membership.

#include "core/base/Clock.h"
#include "core/domain/Node.h"

#include <QHash>

namespace muster {

//! Bounded, whoever knocks. One thread.
class KnockLedger
{
public:
    //! Which knock is the first that is told. A node that was only removed may come back by itself with its next word; one
    //! whose key was taken away cannot.
    enum class Tell { AtOnce, FromTheSecond };

    //! Notes that \a node knocked at \a now. True when it is to be told: then, and again each kPause while it goes on.
    bool note(const NodeId &node, Tell tell, SteadyTime now);
    //! It was let in.
    void forget(const NodeId &node) { m_knocks.remove(node); }

    static constexpr milliseconds kPause = std::chrono::minutes(10); //!< Between two that are told of one node.

private:
    struct Knocks {
        int count = 0;
        SteadyTime last;
        std::optional<SteadyTime> toldAt;
    };

    bool makeRoom(SteadyTime now);

    QHash<NodeId, Knocks> m_knocks;
};

} // namespace muster
