// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the console knows of one cluster. Models and summaries read it; only a ClusterSession writes it.

#include "core/base/Clock.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/mirror/ChangeSet.h"
#include "core/mirror/EventEntry.h"
#include "core/mirror/HistoryRing.h"
#include "core/mirror/PreparedSnapshot.h"
#include "core/mirror/TextPool.h"

#include <QHash>

#include <deque>
#include <vector>

namespace muster {

class ChangeFrame;
struct EventBatch;

//! Nodes live in slots that do not move while the node is known; a freed slot is used again. About 1 KB a node.
//! Not thread-safe: lives with its session.
class ClusterMirror
{
public:
    //! Makes the mirror equal to \a snapshot, touching only what differs. A node without a history there keeps ours, with
    //! what was missed while the link was down marked as such. \a wall and \a steady are our clocks when it arrived,
    //! \a took is how long before it was asked for: what lies within that is no skew.
    ChangeSet apply(ClusterSnapshot snapshot, Timestamp wall, SteadyTime steady, milliseconds took = milliseconds(0));
    //! The same of a snapshot that was prepared elsewhere, by moving; what is left of it holds nothing of the mirror, but
    //! takes a while to destroy.
    ChangeSet apply(PreparedSnapshot &prepared, Timestamp wall, SteadyTime steady, milliseconds took = milliseconds(0));
    ChangeSet apply(PreparedSnapshot &&prepared, Timestamp wall, SteadyTime steady) { return apply(prepared, wall, steady); }
    //! Applies events that follow the position, in order.
    ChangeSet apply(const EventBatch &batch);
    //! How often a polled cluster is asked; beats that fell between two looks are no missed ones. 0 when it reports itself.
    void setPollInterval(milliseconds interval) { m_pollInterval = interval; }
    //! Puts a line of our own at the front of events().
    ChangeSet note(EventEntry entry);

    //! Nodes known.
    int count() const { return m_count; }
    //! Slots are 0 to slotCount() - 1; isUsed() tells which hold a node.
    int slotCount() const { return static_cast<int>(m_nodes.size()); }
    bool isUsed(int slot) const { return !m_nodes[static_cast<size_t>(slot)].who.id.isEmpty(); }
    //! -1 when the node is not known.
    int slotOf(const NodeId &id) const { return m_slots.value(id, -1); }
    const Node &node(int slot) const { return m_nodes[static_cast<size_t>(slot)]; }
    const HistoryRing &history(int slot) const { return m_histories[static_cast<size_t>(slot)]; }
    //! The node, or null; valid until the next apply().
    const Node *find(const NodeId &id) const;
    //! All nodes, in slot order.
    QList<Node> nodes() const;

    //! Newest first, at most limits::kEventsKept; no beats.
    const std::deque<EventEntry> &events() const { return m_events; }
    //! The newest \a most entries about \a node, newest first.
    QList<EventEntry> eventsOf(const NodeId &node, int most) const;

    //! Where the state stands.
    const EventPosition &position() const { return m_position; }
    //! Whether a snapshot was ever applied.
    bool hasSnapshot() const { return m_hasSnapshot; }
    //! Our wall clock minus the control plane's, at the last snapshot. Above 2 s it should be shown (ux.md 3.3 c).
    milliseconds skew() const { return m_skew; }
    //! The control plane's clock when ours is \a steady: ages are this minus its times, whatever our wall clock does.
    Timestamp clusterTime(SteadyTime steady) const;

private:
    void applyEvent(const ClusterEvent &event, ChangeFrame *frame);
    void applyEntries(const std::vector<EventEntry> &entries, ChangeFrame *frame);
    ChangeSet applyAll(ClusterSnapshot *snapshot, Timestamp wall, SteadyTime steady, milliseconds took);
    void readTime(const ClusterSnapshot &snapshot, Timestamp wall, SteadyTime steady, milliseconds took);
    Aspects readHistory(int slot, const ClusterSnapshot &snapshot, const NodeId &id);
    enum class Texts { Own, Pooled };
    int insert(Node &&node, Texts texts);
    Aspects update(int slot, Node *node, BeatMark missing);
    Aspects beat(int slot, const NodeBeat &beat);
    void addBeatMarks(int slot, const std::optional<Timestamp> &before, Timestamp at, BeatMark missing);
    void remove(int slot);
    void addEvent(EventEntry entry, ChangeFrame *frame);

    std::vector<Node> m_nodes;
    std::vector<HistoryRing> m_histories;
    std::vector<int> m_free;
    QHash<NodeId, int> m_slots;
    int m_count = 0;
    TextPool m_texts;
    std::deque<EventEntry> m_events;
    EventPosition m_position;
    bool m_hasSnapshot = false;
    milliseconds m_skew{0};
    milliseconds m_pollInterval{0};
    Timestamp m_takenAt;
    SteadyTime m_takenSteady;
};

} // namespace muster
