// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes of the cluster behind our routes as last told, so that no heartbeat and no frame needs a snapshot.

#include "core/cluster/Cluster.h"

#include <QHash>

namespace muster {

//! Follows \a cluster, which may live on another thread and must outlive it. One thread, the server's.
class AgenticmailRoster final : public QObject
{
    Q_OBJECT

public:
    //! What a change looks like to AgenticMail's readers.
    enum class Tale {
        Registered, //!< New, back, or announced again.
        Beat,       //!< Lives; anything about it may differ.
        Offline,    //!< Fell silent, or stopped.
        Removed,    //!< The node as it was, called offline.
    };

    explicit AgenticmailRoster(Cluster &cluster, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AgenticmailRoster)

    //! Done when the nodes are known; at once when they are. Errors are those of Cluster::snapshot().
    Future<void> known();
    //! Null when there is none; until the next change.
    const Node *find(const NodeId &id) const;
    //! Whether \a node came through AgenticMail's routes (decision 0017).
    static bool isWorker(const Node &node);
    //! The label that says so, and its value.
    static constexpr QLatin1StringView kLabel{"via"};
    static constexpr QLatin1StringView kLabelValue{"agenticmail"};
    //! How many of the nodes came so.
    int workerCount() const { return m_workers; }
    //! In the order of first registration; until the next change.
    QList<const Node *> inOrder() const;

Q_SIGNALS:
    //! \a node changed; the roster has it already.
    void told(const muster::Node &node, muster::AgenticmailRoster::Tale tale);
    //! Changes were missed: what readers know may be wrong.
    void lost();

private:
    void ask();
    void take(const Result<ClusterSnapshot> &snapshot);
    void hear(const ClusterEvent &event);
    void apply(const ClusterChange &change);
    void put(const Node &node);

    Cluster &m_cluster;
    QHash<NodeId, Node> m_nodes;
    int m_workers = 0; // Among them.
    QList<ClusterEvent> m_held;      // While the snapshot is under way.
    QList<Pending<void>> m_waiting;  // For it.
    bool m_isKnown = false;
    bool m_isAsking = false;
};

} // namespace muster
