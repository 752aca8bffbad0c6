// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our nodes in AgenticMail's words, for our server: field names and types as in its contract. Pure.
// Source: @agenticmail/enterprise 0.5.559, src/engine/cluster.ts and routes.ts.

#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Reach.h"

#include <QJsonObject>

namespace muster {

//! Writes nodes, lists and frames. Unknown becomes its word for it: 0, "" or "unknown".
struct AgenticmailReplies {
    //! "online", "degraded" or "offline". Joining is online there, until proven otherwise; draining is degraded, so that
    //! nothing new is sent there; a node that was not heard since our restart is offline, as there.
    static QString statusOf(const Node &node);
    //! A node. One that is offline has no agents, as there; \a agents keeps them, for one that was removed.
    enum class Agents { OfTheLiving, Kept };
    static QJsonObject writeNode(const Node &node, Agents agents = Agents::OfTheLiving);
    //! {"nodes", "stats"}; \a nodes in the order to be told.
    static QByteArray writeNodes(const QList<const Node *> &nodes);
    //! The bytes of one frame of the stream: \a event is "snapshot", "register", "heartbeat" or "offline".
    static QByteArray encodedFrame(const QString &event, const Node &node, Agents agents = Agents::OfTheLiving);
    //! {"type":"heartbeat"}: the keep-alive of a stream.
    static QByteArray encodedKeepAlive();
    //! {"success", "latencyMs", …}.
    static QJsonObject write(const ReachReport &report, const ReachTarget &target);
    //! One entry of agent-status for \a agent of \a node; what only its worker knows is null.
    static QJsonObject writeAgent(const Agent &agent, const Node &node);

    //! Host and port of a node's address, as in its node object: "10.0.0.5" and 3101; port 0 when there is none.
    static ReachTarget targetOf(const Node &node);
};

} // namespace muster
