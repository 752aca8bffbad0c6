// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a node and its control plane say to each other: announce, beat, leave.

#include "core/base/Secret.h"
#include "core/domain/AccessToken.h"

namespace muster {

//! First contact, and again after every restart on either side.
struct Announcement {
    NodeIdentity who;
    Secret instance; //!< Random key kept in the node's data folder; tells two machines with one id apart (M-8).
    Load load;
    QList<Agent> agents;
    //! The pace of a foreign worker that cannot be told ours; nullopt: it keeps what Welcome hands out.
    std::optional<milliseconds> beatInterval = std::nullopt;
    std::optional<milliseconds> offlineAfter = std::nullopt; //!< Set with beatInterval.
    //! The id of the token or credential that was shown; empty: none that can be revoked. Set by routes from their caller.
    TokenId shown = {};
};

//! What the control plane hands out in return.
struct Welcome {
    Node node;
    milliseconds beatInterval{0}; //!< Keep this until told otherwise.
    milliseconds offlineAfter{0};
};

//! A node's periodic statement of life and load.
struct Heartbeat {
    NodeId node;
    Secret instance;
    quint64 sequence = 0; //!< Grows with every beat of one process; an older one that arrives late is ignored.
    std::optional<Timestamp> sentAt; //!< The node's clock, to show its skew.
    Load load;
    std::optional<QList<Agent>> agents; //!< Only when they changed; nullopt = as before.
    QString answersPing;                //!< The ping that this beat answers, or empty.
};

//! The control plane's answer to a beat.
struct BeatReply {
    milliseconds beatInterval{0};
    milliseconds offlineAfter{0};
    QString ping; //!< Not empty: beat again at once with answersPing set to this.
};

//! A clean goodbye.
struct Departure {
    NodeId node;
    Secret instance;
};

//! The outcome of pinging a node.
struct PingReport {
    double latencyMs = 0;
    QString via; //!< "dial": we connected to it; "beat": it answered through its next beat. Source: interface.md.

    bool operator==(const PingReport &) const = default;
};

} // namespace muster
