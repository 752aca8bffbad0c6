// SPDX-License-Identifier: Apache-2.0
#pragma once
// What lists and frames have told so far, put together; pure. Says of each new word what it changes.

#include "core/dialects/agenticmail/AgenticmailCodec.h"
#include "core/domain/ClusterEvent.h"

#include <QHash>

namespace muster {

//! Frames may overtake lists and the other way round, as they come on two connections: of two words about one node the one
//! with the later heartbeat counts. All \a now are the server's clock.
class AgenticmailPicture
{
public:
    //! A frame but Offline, which proves nothing by itself (a removal looks the same); nullopt when it changes nothing.
    std::optional<ClusterChange> take(const AgenticmailFrame &frame, Timestamp now);
    //! One node as GET /nodes/:id told it.
    std::optional<ClusterChange> takeOne(const Node &told, Timestamp now);
    //! A node that the server does not have any more.
    std::optional<ClusterChange> takeGone(const NodeId &id);
    //! The whole list, asked for when mark() was \a asked: nodes that it lacks and of which no frame came since are gone.
    QList<ClusterChange> takeList(const QList<Node> &list, quint64 asked, Timestamp now);
    //! Nodes that have been Joining for too long are what the server calls them.
    QList<ClusterChange> settle(Timestamp now);

    //! Counts up with every frame.
    quint64 mark() const { return m_mark; }
    bool has(const NodeId &id) const { return m_known.contains(id); }
    bool hasJoining() const;
    //! As they may be shown, by id.
    QList<Node> nodes() const;
    const Node *find(const NodeId &id) const;

private:
    struct Known {
        Node told;  // By the server.
        Node shown; // As last said.
        quint64 mark = 0;
    };

    std::optional<ClusterChange> put(const Node &told, Timestamp now, std::optional<NodeChange> as = std::nullopt);

    QHash<NodeId, Known> m_known;
    quint64 m_mark = 0;
};

} // namespace muster
