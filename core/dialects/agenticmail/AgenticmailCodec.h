// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an AgenticMail server says of its nodes, as values; pure. It enforces no types, so nothing here is taken at its word.
// Source: @agenticmail/enterprise 0.5.559, src/engine/cluster.ts and routes.ts.

#include "core/domain/Node.h"

#include <QByteArray>
#include <QJsonObject>

namespace muster {

//! One frame of the stream.
struct AgenticmailFrame {
    enum class Kind {
        KeepAlive, //!< {"type":"heartbeat"}: of the connection, not of a node.
        Snapshot,  //!< A node as it was when the stream opened; nothing says which is the last.
        Register,
        Heartbeat,
        Offline, //!< Fell silent, or was removed: the frame does not tell which.
        Other,   //!< Of a kind that we do not know.
    };
    Kind kind = Kind::Other;
    Node node; //!< Of all but KeepAlive and Other.
};

//! Reads nodes and frames. Nodes come as the server has them: its word for the status, lastBeatAt as it stands there.
struct AgenticmailCodec {
    //! A node. Fields of a wrong type are unknown, but for what can be meant: "3101" is a port, "abc" one agent, 123 an id.
    //! Protocol only without an id that we can use.
    static Result<Node> readNode(const QJsonObject &json);
    //! The answer to GET /nodes; nodes that cannot be read are left out and counted in \a unread. Protocol for another
    //! shape or more than limits::kNodes. Its stats are not looked at: they can be "10ten" or null.
    static Result<QList<Node>> readNodes(const QByteArray &body, int *unread);
    //! One frame's data. Protocol when it is no JSON object or a node frame without a usable id.
    static Result<AgenticmailFrame> readFrame(const QByteArray &data);

    //! \a told as it may be shown at \a now (the server's clock): Joining while its only heartbeat is its registration and
    //! that is younger than 35 s (decisions.md 8), as the server calls nodes online that were never heard.
    static Node shownAt(const Node &told, Timestamp now);
};

} // namespace muster
