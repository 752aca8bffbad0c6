// SPDX-License-Identifier: Apache-2.0
#pragma once
// How this process stands with its control plane. It never says "registered" when it is not (reliability.md M-7).

#include "core/base/Result.h"
#include "core/base/Timestamp.h"

#include <QString>

#include <optional>

namespace muster {

enum class LocalNodeState {
    Stopped,       //!< Not started, or left.
    Announcing,    //!< First contact under way.
    Beating,       //!< The last beat was accepted. The only state in which this node is registered.
    Unreachable,   //!< No connection or no answer; trying again.
    NotLetIn,      //!< 401 or 403: the token is not accepted. A person must act; asked again now and then.
    DuplicateId,   //!< 409: a living node of another machine has our id. As NotLetIn.
    NotTrusted,    //!< The server is not the one that we were told of, or nobody vouches for it (T-13). As NotLetIn.
    AnnounceFirst, //!< 404 "announce-first": forgotten there; announcing again.
    Busy,          //!< 429 or 503: a limit was met there; trying again.
    ServerBroken,  //!< 5xx, nonsense, or not a control plane at all; trying again.
};

//! The state now, and what is done about it.
struct LocalNodeReport {
    LocalNodeState state = LocalNodeState::Stopped;
    Error cause;                         //!< Why not Beating; empty text while Stopped, Announcing and Beating.
    int attempt = 0;                     //!< Failures in a row.
    std::optional<milliseconds> retryIn; //!< When the next attempt comes.

    bool operator==(const LocalNodeReport &) const = default;
};

//! "beating", "not-let-in" …: for logs.
QString wordOf(LocalNodeState state);
//! Whether only a person can change it: a program that meets it at first contact gives up instead of asking for ever.
bool needsPerson(LocalNodeState state);
//! The state that a failed announce() or beat() leads to.
LocalNodeState localNodeStateAfter(const Error &error);

} // namespace muster
