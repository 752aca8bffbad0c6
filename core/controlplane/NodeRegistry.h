// SPDX-License-Identifier: Apache-2.0
#pragma once
// The nodes in memory. Beats touch nothing else.

#include "core/base/Limits.h"
#include "core/domain/Heartbeat.h"
#include "core/domain/NodeHealth.h"
#include "core/domain/NodeHistory.h"
#include "core/domain/VersionMajority.h"

#include <QHash>

#include <algorithm>
#include <memory>
#include <vector>

namespace muster {

//! Whether a node is shut out because what let it in is gone.
enum class ShutOut {
    No,
    Yes,      //!< Its credential was revoked, and nothing is heard of it.
    Knocking, //!< The same, and it still asks to be let in.
    Restored, //!< It came back from a backup, which has no credentials; whether it asks cannot be known, as no key names it.
};

//! One node and what is known of it beyond what others are shown.
struct NodeEntry {
    Node node;
    NodeEvidence evidence;
    NodeHistory history;
    Findings findings;         //!< As last judged; node.reasons are their words.
    SteadyTime nextLook;       //!< When the sweep must look at it again.
    QByteArray instanceHash;   //!< SHA-256 of the instance key.
    Secret instance;           //!< The key itself, once shown, so that beats need no hashing.
    quint64 sequence = 0;      //!< Of the newest beat.
    quint64 olderSequence = 0; //!< Of the last beat that was ignored for being older; 0 when the newest beat came after.
    int missedBeats = 0;       //!< Marked in the history since the last beat.
    SteadyTime announcedFrom;  //!< When the minute began in which announcements are counted.
    int announcements = 0;     //!< In that minute.
    int saves = 0;             //!< Times it was given to the store.
    bool isCounted = false;    //!< Its version counts for the majority.
    bool isTouched = false;    //!< Has beaten since the last flush.
    bool isUnsaved = false;    //!< The store has an older idea of it than last-seen alone would mend.
    bool isStoredOffline = false;
    bool isBeingRemoved = false;
    bool hasOwnPace = false; //!< Cannot be told ours: a foreign worker.
    bool isShutOut = false;  //!< Its credential was revoked, and it was not let in since.
    bool isRestored = false; //!< From a backup, and not heard since. Never of a foreign worker: it needs no credential.
    std::optional<SteadyTime> knockedAt = {}; //!< When it last asked to be let in since then.
    ShutOut toldShutOut = ShutOut::No;        //!< As last judged; the first of node.reasons says it.
    size_t place = 0; //!< In NodeRegistry::entries().
};

//! When a beat arrived, on the three clocks that matter.
struct Arrival {
    SteadyTime liveness; //!< Of LivenessClock.
    Timestamp wall;
    Timestamp steadyWall; //!< Wall time that never jumps: of our start, plus steady time since.
    bool mayHaveWaited = false; //!< We stood still until a moment ago (M-4): when it was sent proves nothing.
};

//! One thread. Pointers to entries hold until the entry is removed.
class NodeRegistry
{
public:
    NodeEntry *find(const NodeId &node) const { return m_byId.value(node, nullptr); }
    const std::vector<std::unique_ptr<NodeEntry>> &entries() const { return m_entries; }
    //! Adds a node that is not there yet.
    NodeEntry *add(Node node);
    void remove(NodeEntry *entry);

    //! Takes an announcement in: who it is, its key, load and agents. The node is Joining until it beats, unless it is
    //! the same machine and was alive: a process that restarts between two beats was never away.
    void welcome(NodeEntry *entry, const Announcement &announcement, const QByteArray &hash, SteadyTime now);
    //! Sets what the node was told to keep.
    static void setPace(NodeEntry *entry, milliseconds beatInterval, milliseconds offlineAfter);
    //! Whether \a instance is the key of this node; remembers the key when its hash is right.
    static bool knows(NodeEntry *entry, const Secret &instance);
    //! Takes a beat in; false when it is older than one that came before and was left out.
    bool applyBeat(NodeEntry *entry, const Heartbeat &heartbeat, const Arrival &arrival);
    //! Replaces the agents and counts those in trouble.
    static void setAgents(NodeEntry *entry, const QList<Agent> &agents);
    //! Sets its drain, and whether nothing is left there.
    static void setDrain(NodeEntry *entry, const std::optional<Drain> &drain, bool isDrained);
    //! Judges the node anew; a foreign worker whose first beat is overdue by 5 s is judged by its announcement as by a beat,
    //! and no longer Joining (decisions.md 8). True when its status or reasons became others.
    bool judgeAgain(NodeEntry *entry, SteadyTime now);
    //! Judges all nodes that are due, and calls \a changed for those whose status or reasons became others. Gives when
    //! to look again: limits::kSweepInterval later at most. Cheap when nothing is due.
    template <typename Changed>
    SteadyTime sweep(SteadyTime now, Changed changed)
    {
        SteadyTime next = now + limits::kSweepInterval;
        const bool all = m_sweptChanges != m_majorityChanges;
        m_sweptChanges = m_majorityChanges;
        for (const std::unique_ptr<NodeEntry> &entry : m_entries) {
            if (all || now >= entry->nextLook) {
                if (judgeAgain(entry.get(), now))
                    changed(entry.get());
            }
            next = std::min(next, entry->nextLook);
        }
        return next;
    }

private:
    //! A word of it was taken: whatever was revoked, it has another way in.
    static void letIn(NodeEntry *entry);
    void countVersion(NodeEntry *entry, bool isAlive);

    std::vector<std::unique_ptr<NodeEntry>> m_entries;
    QHash<NodeId, NodeEntry *> m_byId;
    VersionMajority m_majority;
    int m_majorityChanges = 0; // Counts up when another version became the majority: all must be judged again.
    int m_sweptChanges = 0;    // The same, at the last sweep.
};

} // namespace muster
