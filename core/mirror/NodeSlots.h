// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes of a ClusterMirror, each in its slot, with what is kept beside them: history, place by name, majority version.

#include "core/domain/ClusterSnapshot.h"
#include "core/domain/VersionMajority.h"
#include "core/mirror/ChangeSet.h"
#include "core/mirror/HistoryRing.h"
#include "core/mirror/NameOrder.h"
#include "core/mirror/TextPool.h"

#include <QHash>
#include <QSharedData>

#include <vector>

namespace muster {

//! A slot does not move while its node is known; a freed one is used again. About 1 KB a node. A value: a copy shares the
//! texts, and can be brought up to date on another thread while the one that is drawn is only read.
class NodeSlots : public QSharedData
{
public:
    //! Nodes known.
    int count() const { return m_count; }
    //! Slots are 0 to slotCount() - 1; isUsed() tells which hold a node.
    int slotCount() const { return static_cast<int>(m_nodes.size()); }
    bool isUsed(int slot) const { return !node(slot).who.id.isEmpty(); }
    //! -1 when the node is not known.
    int slotOf(const NodeId &id) const { return m_byId.value(id, -1); }
    const Node &node(int slot) const { return m_nodes[static_cast<size_t>(slot)]; }
    const HistoryRing &history(int slot) const { return m_histories[static_cast<size_t>(slot)]; }
    //! Place of its name among all; see NameOrder. Valid after orderNames().
    int nameRank(int slot) const { return m_names.rank(slot); }
    //! What more than half of the nodes run, or empty.
    const QString &majorityVersion() const { return m_versions.version(); }

    //! Makes the nodes those of \a snapshot, touching only what differs, and orders the names. A node without a history
    //! there keeps ours; beats that are missing since ours were not seen for our link.
    ChangeSet become(const ClusterSnapshot &snapshot, milliseconds pollInterval);
    //! The slot of a node that was not known; -1 when it is left out, for it has no id or there are too many.
    int insert(const Node &node);
    //! What differs now; \a missing marks the beats that should have come since the last known one. \a pollInterval is how
    //! often a polled cluster is asked: beats that fell between two looks are no missed ones. 0 = it reports itself.
    Aspects update(int slot, const Node &node, BeatMark missing, milliseconds pollInterval);
    Aspects beat(int slot, const NodeBeat &beat, milliseconds pollInterval);
    void remove(int slot);
    //! Brings nameRank() up to date after the others.
    void orderNames();

private:
    Aspects readHistory(int slot, const ClusterSnapshot &snapshot);
    void addBeatMarks(int slot, Timestamp at, BeatMark missing, milliseconds pollInterval);

    std::vector<Node> m_nodes;
    std::vector<HistoryRing> m_histories;
    std::vector<int> m_free;
    QHash<NodeId, int> m_byId;
    int m_count = 0;
    TextPool m_texts;
    NameOrder m_names;
    VersionMajority m_versions;
};

} // namespace muster
