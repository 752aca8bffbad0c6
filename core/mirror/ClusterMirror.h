// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the console knows of one cluster. Models and summaries read it; only a ClusterSession writes it.

#include "core/base/Clock.h"
#include "core/mirror/EventEntry.h"
#include "core/mirror/NodeSlots.h"
#include "core/mirror/PreparedSnapshot.h"

#include <deque>
#include <vector>

namespace muster {

class ChangeFrame;
struct EventBatch;

//! Not thread-safe: lives with its session.
class ClusterMirror
{
public:
    //! Makes the mirror equal to \a snapshot, touching only what differs. A node without a history there keeps ours, with
    //! what was missed while the link was down marked as such. \a wall and \a steady are our clocks when it arrived,
    //! \a took is how long before it was asked for: what lies within that is no skew.
    ChangeSet apply(const ClusterSnapshot &snapshot, Timestamp wall, SteadyTime steady, milliseconds took = milliseconds(0));
    //! The same of a snapshot that was compared elsewhere: at no cost, if the mirror is still as it was then. What is left
    //! of it holds what is shown no longer, and takes a while to destroy.
    ChangeSet apply(PreparedSnapshot &prepared, Timestamp wall, SteadyTime steady, milliseconds took = milliseconds(0));
    //! What a snapshot is prepared against. Whoever keeps it makes the next change of the mirror dear.
    HeldState held() const { return {m_nodes, m_entities}; }
    //! Applies events that follow the position, in order.
    ChangeSet apply(const EventBatch &batch);
    //! How often a polled cluster is asked, see NodeSlots; 0 when it reports itself.
    void setPollInterval(milliseconds interval) { m_pollInterval = interval; }
    milliseconds pollInterval() const { return m_pollInterval; }
    //! Puts a line of our own at the front of events().
    ChangeSet note(EventEntry entry);
    //! Where fill() put entries into events().
    struct Filled {
        int at = 0;
        int count = 0;
    };
    //! Puts \a entries (oldest first) of what was missed up to \a end behind the newer ones; none twice, and none of an epoch
    //! that is over.
    Filled fill(QList<EventEntry> entries, const EventPosition &end);

    //! See NodeSlots.
    int count() const { return m_nodes->count(); }
    int slotCount() const { return m_nodes->slotCount(); }
    bool isUsed(int slot) const { return m_nodes->isUsed(slot); }
    int slotOf(const NodeId &id) const { return m_nodes->slotOf(id); }
    const Node &node(int slot) const { return m_nodes->node(slot); }
    const HistoryRing &history(int slot) const { return m_nodes->history(slot); }
    int nameRank(int slot) const { return m_nodes->nameRank(slot); }
    const QString &majorityVersion() const { return m_nodes->majorityVersion(); }
    //! Entities with pin and place; by slot, see EntitySlots.
    const EntitySlots &entities() const { return *m_entities; }
    //! The entity, or null; valid until the next apply().
    const EntityState *find(const EntityRef &ref) const;
    //! What takes what is pinned nowhere, as of the last snapshot; empty: none can, or the cluster does not say.
    const NodeId &defaultNode() const { return m_defaultNode; }
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
    //! A time of the control plane as entries of events() have it: of our clock where they differ.
    Timestamp shownTime(Timestamp theirs) const;
    //! The control plane's clock when ours is \a steady: ages are this minus its times, whatever our wall clock does.
    Timestamp clusterTime(SteadyTime steady) const;

private:
    void applyEvent(const ClusterEvent &event, ChangeFrame *frame);
    bool applyEntityEvent(const ClusterEvent &event, ChangeFrame *frame);
    void applyEntries(const std::vector<EventEntry> &entries, ChangeFrame *frame);
    void readTime(const EventPosition &position, Timestamp takenAt, Timestamp wall, SteadyTime steady, milliseconds took);
    void addEvent(EventEntry entry, ChangeFrame *frame);

    QSharedDataPointer<NodeSlots> m_nodes{new NodeSlots}; // Shared while a snapshot is prepared; nothing changes it then.
    QSharedDataPointer<EntitySlots> m_entities{new EntitySlots}; // The same.
    NodeId m_defaultNode;
    std::deque<EventEntry> m_events;
    EventPosition m_position;
    bool m_hasSnapshot = false;
    milliseconds m_skew{0};
    milliseconds m_pollInterval{0};
    Timestamp m_takenAt;
    SteadyTime m_takenSteady;
};

} // namespace muster
