// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our connection to one cluster. Never called "status": that word belongs to nodes.

#include "core/base/Timestamp.h"

#include <optional>

namespace muster {

//! Source: ux.md 3.3, with Polled of decisions.md 11.
enum class LinkState {
    Idle,         //!< Not started, or stopped.
    Connecting,   //!< First attempt under way.
    Live,         //!< Stream open, and heard within twice its keep-alive.
    Quiet,        //!< Stream open, nothing heard for longer than that.
    Reconnecting, //!< Broken; trying again by itself.
    Resyncing,    //!< Connected, reading the snapshot.
    Blocked,      //!< Needs a person: sign-in, certificate, not a control plane.
    Polled,       //!< Alive by asking, every `retryIn`.
};

//! The link now, with what a person must know about it.
struct LinkReport {
    LinkState state = LinkState::Idle;
    Error cause;                               //!< Why it is not live; kind Internal with empty text when it is.
    int attempt = 0;                           //!< Of the current row of retries.
    std::optional<Timestamp> retryAt;          //!< When the next attempt comes, by our wall clock.
    std::optional<Timestamp> lastHeardAt;      //!< When the last byte came, by our wall clock.
    std::optional<milliseconds> pollInterval = std::nullopt; //!< Of a Polled link.

    bool operator==(const LinkReport &) const = default;

    //! Whether what we show is what is (rule e of ux.md 3.3: verbs are offered only then).
    bool isLive() const { return state == LinkState::Live || state == LinkState::Polled; }
};

} // namespace muster
