// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/Membership.h"

#include "core/base/Log.h"
#include "core/domain/AgentNews.h"

namespace muster {

using namespace Qt::StringLiterals;

Membership::Membership(const Parts &parts, BeatPace pace, Publish publish)
    : m_context(parts.context), m_clock(parts.clock), m_liveness(parts.liveness), m_pings(parts.pings), m_pace(pace),
      m_publish(std::move(publish)), m_ledger(parts.context, parts.store, m_nodes), m_startWall(parts.clock.now()),
      m_startSteady(parts.clock.steadyNow())
{
}

Timestamp Membership::steadyWall() const
{
    return m_startWall + (m_clock.steadyNow() - m_startSteady);
}

Future<void> Membership::load()
{
    const Pending<void> pending;
    whenStored(m_context, m_ledger.store().all(), [this, pending](const Result<QList<StoredNode>> &all) {
        if (!all)
            return pending.finish(all.error());
        const SteadyTime now = m_liveness.look();
        for (const StoredNode &stored : *all)
            restore(stored, now);
        qCInfo(logCluster) << all->size() << "nodes read back";
        whenStored(m_context, m_ledger.store().removed(), [this, pending](const Result<QHash<NodeId, Timestamp>> &removed) {
            if (!removed)
                return pending.finish(removed.error());
            m_removed = *removed;
            pending.finish({});
        });
    });
    return pending.future();
}

void Membership::restore(const StoredNode &stored, SteadyTime now)
{
    NodeEntry *entry = m_nodes.add(stored.node);
    entry->instanceHash = stored.instanceHash;
    entry->isStoredOffline = stored.node.status == NodeStatus::Offline;
    entry->evidence.trail = stored.hasLeft ? NodeTrail::Left
        : entry->isStoredOffline           ? NodeTrail::RestoredOffline
                                           : NodeTrail::Restored;
    entry->evidence.heardAt = now;
    entry->hasOwnPace = stored.hasOwnPace;
    entry->isRestored = stored.instanceHash.isEmpty() && !stored.hasOwnPace;
    // Until it hears from us it keeps the pace it was told before.
    const BeatPace least = stored.hasOwnPace ? BeatPace{} : m_pace;
    NodeRegistry::setPace(entry, std::max(stored.node.beatInterval, least.interval),
                          std::max(stored.node.offlineAfter, least.offlineAfter));
    NodeRegistry::setAgents(entry, stored.node.agents);
    NodeRegistry::setDrain(entry, stored.node.drain, false);
    entry->node.reasons.clear();
    m_nodes.judgeAgain(entry, now);
}

Future<Welcome> Membership::announce(Announcement announcement, const Admits &admits)
{
    if (announcement.who.name.isEmpty())
        announcement.who.name = announcement.who.id.text();
    const QByteArray hash = instanceHashOf(announcement.instance.reveal());
    if (const Result<void> admitted = admit(announcement, hash); !admitted)
        return failed<Welcome>(admitted.error());
    if (const Result<void> admitted = admitRate(announcement); !admitted)
        return failed<Welcome>(admitted.error());
    const NodeId id = announcement.who.id;
    const NodeEntry *entry = m_nodes.find(id);
    Node kept = entry ? entry->node : Node{};
    kept.who = announcement.who;
    kept.load = announcement.load;
    kept.agents = announcement.agents;
    kept.status = NodeStatus::Joining;
    const BeatPace pace = paceOf(announcement, m_pace);
    kept.beatInterval = pace.interval;
    kept.offlineAfter = pace.offlineAfter;
    if (!entry)
        kept.registeredAt = m_clock.now();

    m_arriving[id].instanceHash = hash;
    ++m_arriving[id].count;
    const Pending<Welcome> pending;
    const StoredNode stored{kept, hash, false, announcement.beatInterval.has_value()};
    const Arrived arrived{std::move(announcement), hash, kept.registeredAt, entry ? entry->saves : 0};
    whenStored(m_context, m_ledger.store().upsert(stored), [this, pending, arrived, admits](const Result<void> &written) {
        const NodeId &node = arrived.announcement.who.id;
        const std::optional<SteadyTime> twinSeenAt = m_arriving[node].twinSeenAt;
        if (--m_arriving[node].count == 0)
            m_arriving.remove(node);
        if (!written)
            return pending.finish(written.error().within(u"announcing %1"_s.arg(node.text())));
        if (const Result<void> admitted = admits(arrived.announcement); !admitted) {
            undo(arrived);
            return pending.finish(admitted.error());
        }
        pending.finish(welcome(arrived, twinSeenAt));
    });
    return pending.future();
}

//! Takes back what the store has of an announcement that came to nothing. A failure is mended by the next one.
void Membership::undo(const Arrived &arrived)
{
    const NodeId &node = arrived.announcement.who.id;
    if (NodeEntry *entry = m_nodes.find(node))
        (void)m_ledger.save(entry);
    else
        (void)m_ledger.store().remove(node, m_removed.value(node, m_clock.now()));
}

Welcome Membership::welcome(const Arrived &arrived, std::optional<SteadyTime> twinSeenAt)
{
    const SteadyTime now = m_liveness.look();
    const NodeIdentity &who = arrived.announcement.who;
    NodeEntry *entry = m_nodes.find(who.id);
    NodeChange change = NodeChange::Announced;
    if (!entry) {
        change = m_removed.remove(who.id) ? NodeChange::Returned : NodeChange::Joined;
        Node fresh;
        fresh.who.id = who.id;
        fresh.registeredAt = arrived.registeredAt;
        entry = m_nodes.add(std::move(fresh));
    } else if (entry->instanceHash != arrived.hash) {
        entry->node.lastBeatAt.reset(); // Another machine took over; what was seen was seen of the first.
        entry->evidence.twinSeenAt.reset();
        entry->history = {};
    }
    m_nodes.welcome(entry, arrived.announcement, arrived.hash, now);
    if (twinSeenAt)
        entry->evidence.twinSeenAt = twinSeenAt;
    m_knocks.forget(who.id);
    const BeatPace pace = paceOf(arrived.announcement, m_pace);
    NodeRegistry::setPace(entry, pace.interval, pace.offlineAfter);
    entry->hasOwnPace = arrived.announcement.beatInterval.has_value();
    entry->isStoredOffline = false;
    entry->isUnsaved = entry->saves != arrived.savesBefore; // Stored again since; the next flush mends it.
    m_nodes.judgeAgain(entry, now);
    qCInfo(logCluster) << who.id.text() << kindOf(change);
    m_publish(NodeChanged{entry->node, change});
    return {entry->node, pace.interval, pace.offlineAfter};
}

Result<NodeEntry *> Membership::entryFor(const NodeId &node, const Secret &instance)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry || entry->instanceHash.isEmpty())
        return Error{ErrorKind::NotFound, {}, u"this node is not known here and must announce itself"_s,
                     u"announce-first"_s, {}};
    if (!NodeRegistry::knows(entry, instance))
        return refuseTwin(node, u"a second machine beats as %1"_s.arg(node.text()));
    return entry;
}

Future<BeatReply> Membership::beat(const Heartbeat &heartbeat)
{
    const SteadyTime now = m_liveness.look();
    const Result<NodeEntry *> found = entryFor(heartbeat.node, heartbeat.instance);
    if (!found) {
        noteLostBeat(heartbeat.node);
        return failed<BeatReply>(found.error());
    }
    NodeEntry *entry = *found;
    if (!heartbeat.answersPing.isEmpty())
        m_pings.answer(heartbeat.node, heartbeat.answersPing, now);
    const Timestamp wall = m_clock.now();
    if (m_nodes.applyBeat(entry, heartbeat, {now, wall, steadyWall(), m_liveness.isCatchingUp()})) {
        if (!entry->hasOwnPace)
            NodeRegistry::setPace(entry, m_pace.interval, m_pace.offlineAfter);
        const bool hasNewAgents = heartbeat.agents && *heartbeat.agents != entry->node.agents;
        if (hasNewAgents) {
            // What they take is told again after a restart: not worth a write.
            entry->isUnsaved |= newsOf(entry->node.agents, *heartbeat.agents) == AgentNews::Agents;
            NodeRegistry::setAgents(entry, *heartbeat.agents);
        }
        if (m_nodes.judgeAgain(entry, now))
            settle(entry, NodeChange::Status);
        else if (hasNewAgents)
            m_publish(NodeChanged{entry->node, NodeChange::Updated});
        else
            m_publish(NodeBeat{heartbeat.node, wall, entry->node.load, entry->node.clockSkew});
    }
    const BeatPace pace = entry->hasOwnPace ? BeatPace{entry->node.beatInterval, entry->node.offlineAfter} : m_pace;
    return ready(BeatReply{pace.interval, pace.offlineAfter, m_pings.handOut(heartbeat.node, now)});
}

Future<void> Membership::leave(const Departure &departure)
{
    const Result<NodeEntry *> found = entryFor(departure.node, departure.instance);
    if (!found)
        return failed<void>(found.error());
    NodeEntry *entry = *found;
    entry->evidence.trail = NodeTrail::Left;
    if (m_nodes.judgeAgain(entry, m_liveness.look())) {
        qCInfo(logCluster) << departure.node.text() << "said goodbye";
        m_publish(NodeChanged{entry->node, NodeChange::Left});
    }
    m_pings.fail(departure.node, Error{ErrorKind::Unreachable, {}, u"%1 stopped"_s.arg(entry->node.who.name), {}, {}});
    return m_ledger.save(entry);
}

Future<void> Membership::remove(const NodeId &node)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry)
        return failed<void>(notFound(u"there is no node %1"_s.arg(node.text())));
    entry->isBeingRemoved = true;
    const Pending<void> pending;
    const Timestamp at = m_clock.now();
    whenStored(m_context, m_ledger.store().remove(node, at), [this, pending, node, at](const Result<void> &stored) {
        if (stored)
            forget(node, at);
        else if (NodeEntry *kept = m_nodes.find(node))
            kept->isBeingRemoved = false;
        pending.finish(stored ? stored : stored.error().within(u"removing %1"_s.arg(node.text())));
    });
    return pending.future();
}

void Membership::forget(const NodeId &node, Timestamp at)
{
    if (m_removed.size() >= limits::kRemovedNodes)
        m_removed.erase(m_removed.begin());
    m_removed.insert(node, at);
    NodeEntry *entry = m_nodes.find(node);
    if (!entry)
        return; // Asked twice.
    const QString name = entry->node.who.name;
    m_nodes.remove(entry);
    m_pings.fail(node, notFound(u"%1 was removed"_s.arg(name)));
    qCInfo(logCluster) << node.text() << "was removed";
    m_publish(NodeRemoved{node, name});
}

void Membership::settle(NodeEntry *entry, NodeChange change)
{
    const bool isOffline = entry->node.status == NodeStatus::Offline;
    if (isOffline != entry->isStoredOffline)
        (void)m_ledger.save(entry); // A failure is logged there, and mended by the next flush.
    qCInfo(logCluster) << entry->node.id().text() << "is" << wordOf(entry->node.status);
    m_publish(NodeChanged{entry->node, change});
}

SteadyTime Membership::sweep()
{
    const SteadyTime now = m_liveness.look();
    m_pings.expire(now);
    return m_nodes.sweep(now, [this](NodeEntry *entry) { settle(entry, NodeChange::Status); });
}

} // namespace muster
