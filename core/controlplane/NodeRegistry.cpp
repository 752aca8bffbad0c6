// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/NodeRegistry.h"

#include "core/domain/NodeReasons.h"
#include "core/store/NodeStore.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! AgenticMail's workers beat 30 s after they registered, and are Joining for 35 s (decisions.md 8).
constexpr milliseconds kFirstBeatLate{5000};

//! When a node of its own pace that only announced itself is no longer Joining; max() for all others.
SteadyTime settlesAt(const NodeEntry &entry)
{
    if (!entry.hasOwnPace || entry.evidence.trail != NodeTrail::Announced)
        return SteadyTime::max();
    return entry.evidence.heardAt + entry.evidence.beatInterval + kFirstBeatLate;
}

//! Whether this beat is older than one that came before. Two older ones in a row that grow are a new run of beats: the
//! node restarted, and a beat of its former life overtook the announcement.
bool isOlder(NodeEntry *entry, quint64 sequence)
{
    if (sequence == 0)
        return false; // A node that does not number its beats.
    const bool isNewRun = entry->olderSequence != 0 && sequence > entry->olderSequence;
    if (sequence <= entry->sequence && !isNewRun) {
        entry->olderSequence = sequence;
        return true;
    }
    entry->sequence = sequence;
    entry->olderSequence = 0;
    return false;
}

//! Marks beats that are more than a whole interval overdue in the history, once each.
void markMissed(NodeEntry *entry, SteadyTime now)
{
    if (entry->evidence.trail != NodeTrail::Beating)
        return;
    const auto overdue = static_cast<int>(
        std::min<qint64>((now - entry->evidence.heardAt) / entry->evidence.beatInterval - 1, limits::kHistorySamples));
    for (; entry->missedBeats < overdue; ++entry->missedBeats) {
        entry->history.addGap();
        entry->history.addBeat(BeatMark::Missed);
    }
}

SteadyTime nextMissed(const NodeEntry &entry)
{
    if (entry.evidence.trail != NodeTrail::Beating || entry.missedBeats >= limits::kHistorySamples)
        return SteadyTime::max();
    return entry.evidence.heardAt + entry.evidence.beatInterval * (entry.missedBeats + 2);
}

BeatMark markOf(const NodeEntry &entry, SteadyTime now)
{
    if (entry.evidence.trail != NodeTrail::Beating)
        return BeatMark::OnTime;
    const milliseconds interval = entry.evidence.beatInterval;
    const milliseconds wait = now - entry.evidence.heardAt - interval * entry.missedBeats;
    return wait > interval + interval / 2 ? BeatMark::Late : BeatMark::OnTime;
}

//! Counts beats in a row with a high \a share. One without a figure, such as the one that answers a ping and comes too soon
//! after another to know its CPU, says nothing for or against.
void countHigh(int *beats, const std::optional<double> &share)
{
    if (share)
        *beats = *share >= limits::kHighLoadShare ? *beats + 1 : 0;
}

//! What is known of the load after \a heartbeat: one that answers a ping may come too soon after another to know its CPU,
//! and then the figure of a moment ago still stands.
Load loadAfter(const NodeEntry &entry, const Heartbeat &heartbeat)
{
    Load load = heartbeat.load;
    if (!load.cpu && !heartbeat.answersPing.isEmpty())
        load.cpu = entry.node.load.cpu;
    return load;
}

//! A refused node asks again each limits::kNodeRefusedRetry at the latest: three of these without a word, and it has stopped.
constexpr milliseconds kKnockHolds = 3 * limits::kNodeRefusedRetry;

ShutOut shutOutOf(const NodeEntry &entry, SteadyTime now)
{
    if (!entry.isShutOut)
        return entry.isRestored ? ShutOut::Restored : ShutOut::No;
    return entry.knockedAt && now - *entry.knockedAt < kKnockHolds ? ShutOut::Knocking : ShutOut::Yes;
}

//! One more of the codes in core/domain/NodeStatus.h, of ours alone.
constexpr QLatin1StringView kRestored{"restored-from-backup"};

StatusReason reasonOf(ShutOut shutOut)
{
    if (shutOut == ShutOut::Restored)
        return {kRestored, u"Restored from a backup, which has no credentials: on another machine it needs a new join token"_s};
    const QString revoked = u"Its credential was revoked"_s;
    return {reason::kCredentialRevoked, shutOut == ShutOut::Knocking ? revoked + u", and it still asks to be let in"_s : revoked};
}

void setSkew(NodeEntry *entry, const std::optional<Timestamp> &sentAt, const Arrival &arrival)
{
    entry->node.clockSkew.reset();
    entry->evidence.isSkewed = false;
    if (!sentAt || arrival.mayHaveWaited)
        return;
    // Only blamed when it is off by both of our clocks: when ours jumped, the node is not at fault (M-3).
    const milliseconds skew = *sentAt - arrival.wall;
    const milliseconds steadySkew = *sentAt - arrival.steadyWall;
    entry->node.clockSkew = skew;
    entry->evidence.isSkewed = std::min(std::abs(skew.count()), std::abs(steadySkew.count()))
        > limits::kClockSkewDegrades.count();
}

} // namespace

NodeEntry *NodeRegistry::add(Node node)
{
    auto entry = std::make_unique<NodeEntry>();
    entry->node = std::move(node);
    entry->place = m_entries.size();
    NodeEntry *added = entry.get();
    m_byId.insert(added->node.id(), added);
    m_entries.push_back(std::move(entry));
    return added;
}

void NodeRegistry::remove(NodeEntry *entry)
{
    countVersion(entry, false);
    m_byId.remove(entry->node.id());
    const size_t place = entry->place;
    std::swap(m_entries[place], m_entries.back());
    m_entries[place]->place = place;
    m_entries.pop_back();
}

void NodeRegistry::welcome(NodeEntry *entry, const Announcement &announcement, const QByteArray &hash, SteadyTime now)
{
    const bool wasAlive = entry->instanceHash == hash && entry->evidence.trail == NodeTrail::Beating
        && entry->node.status != NodeStatus::Offline;
    if (!wasAlive)
        entry->evidence.trail = NodeTrail::Announced;
    countVersion(entry, false);
    entry->node.who = announcement.who;
    countVersion(entry, true);
    entry->node.load = announcement.load;
    setAgents(entry, announcement.agents);
    entry->instance = announcement.instance;
    entry->instanceHash = hash;
    letIn(entry);
    entry->sequence = 0;
    entry->olderSequence = 0;
    entry->missedBeats = 0;
    entry->evidence.heardAt = now;
    entry->evidence.memoryHighBeats = 0;
    entry->evidence.cpuHighBeats = 0;
}

void NodeRegistry::setPace(NodeEntry *entry, milliseconds beatInterval, milliseconds offlineAfter)
{
    entry->node.beatInterval = beatInterval;
    entry->node.offlineAfter = offlineAfter;
    entry->evidence.beatInterval = beatInterval;
    entry->evidence.offlineAfter = offlineAfter;
}

bool NodeRegistry::knows(NodeEntry *entry, const Secret &instance)
{
    if (!entry->instance.isEmpty())
        return entry->instance.matches(instance.reveal());
    if (instanceHashOf(instance.reveal()) != entry->instanceHash)
        return false;
    entry->instance = instance;
    return true;
}

bool NodeRegistry::applyBeat(NodeEntry *entry, const Heartbeat &heartbeat, const Arrival &arrival)
{
    if (isOlder(entry, heartbeat.sequence))
        return false;
    markMissed(entry, arrival.liveness);
    entry->history.addBeat(markOf(*entry, arrival.liveness));
    const Load load = loadAfter(*entry, heartbeat);
    entry->history.addLoad(load);
    entry->missedBeats = 0;
    entry->evidence.trail = NodeTrail::Beating;
    entry->evidence.heardAt = arrival.liveness;
    letIn(entry);
    countHigh(&entry->evidence.memoryHighBeats, heartbeat.load.memoryShare());
    countHigh(&entry->evidence.cpuHighBeats, heartbeat.load.cpu);
    setSkew(entry, heartbeat.sentAt, arrival);
    entry->node.lastBeatAt = arrival.wall;
    entry->node.load = load;
    entry->isTouched = true;
    return true;
}

void NodeRegistry::letIn(NodeEntry *entry)
{
    entry->isShutOut = false;
    entry->isRestored = false;
    entry->knockedAt.reset();
}

void NodeRegistry::setAgents(NodeEntry *entry, const QList<Agent> &agents)
{
    entry->node.agents = agents;
    const auto count = [&agents](QLatin1StringView state) {
        return static_cast<int>(std::ranges::count_if(agents, [state](const Agent &one) { return one.state == state; }));
    };
    entry->evidence.agentsCrashed = count("crashed"_L1);
    entry->evidence.agentsStuck = count("stuck"_L1);
    // Their names are in the reasons, so these are said anew.
    entry->findings &= ~(Finding::AgentCrashed | Finding::AgentStuck);
}

void NodeRegistry::setDrain(NodeEntry *entry, const std::optional<Drain> &drain, bool isDrained)
{
    entry->node.drain = drain;
    entry->evidence.isDraining = drain && !isDrained;
    entry->evidence.isDrained = drain && isDrained;
}

bool NodeRegistry::judgeAgain(NodeEntry *entry, SteadyTime now)
{
    markMissed(entry, now);
    const QString majority = m_majority.version();
    const QString &version = entry->node.who.version;
    entry->evidence.isOddVersion = !majority.isEmpty() && !version.isEmpty() && version != majority;
    NodeEvidence evidence = entry->evidence;
    const SteadyTime settles = settlesAt(*entry);
    if (now >= settles)
        evidence.trail = NodeTrail::Beating;
    const NodeHealth health = judge(evidence, now);
    entry->nextLook = std::min(health.until, nextMissed(*entry));
    if (now < settles)
        entry->nextLook = std::min(entry->nextLook, settles);
    countVersion(entry, health.status != NodeStatus::Offline);
    const ShutOut shutOut = shutOutOf(*entry, now);
    if (shutOut == ShutOut::Knocking)
        entry->nextLook = std::min(entry->nextLook, *entry->knockedAt + kKnockHolds);
    // Its last beat may be a moment old; it is not well all the same.
    const bool isCutOff = shutOut != ShutOut::No && health.status == NodeStatus::Online;
    const NodeStatus status = isCutOff ? NodeStatus::Degraded : health.status;
    if (status == entry->node.status && health.findings == entry->findings && shutOut == entry->toldShutOut)
        return false;
    entry->node.status = status;
    entry->findings = health.findings;
    entry->toldShutOut = shutOut;
    entry->node.reasons = reasonsFor(health.findings, entry->evidence, entry->node, majority);
    if (shutOut != ShutOut::No)
        entry->node.reasons.prepend(reasonOf(shutOut));
    return true;
}

void NodeRegistry::countVersion(NodeEntry *entry, bool isAlive)
{
    if (entry->isCounted == isAlive)
        return;
    entry->isCounted = isAlive;
    const QString before = m_majority.version();
    if (isAlive)
        m_majority.add(entry->node.who.version);
    else
        m_majority.remove(entry->node.who.version);
    if (m_majority.version() != before)
        ++m_majorityChanges;
}

} // namespace muster
