// SPDX-License-Identifier: Apache-2.0
// The half of Membership that says who may have an id, and who is out.
#include "core/base/Log.h"
#include "core/controlplane/Membership.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kMinute = std::chrono::minutes(1);
//! Of one node. Each is written to disk and tells all of the node to everybody who looks. A node announces itself once a start
//! of either side; when that fails it waits twice as long each time, up to limits::kNodeRetryMost.
constexpr int kAnnouncementsPerMinute = 30;
//! Of a node whose processes each announce it when they start: AgenticMail's has one process an agent.
constexpr int kSharedAnnouncementsPerMinute = 2 * limits::kNodeAgents;

QString machineOf(const NodeIdentity &who)
{
    QStringList known{who.hostname, who.address};
    known.removeAll(QString());
    return known.isEmpty() ? u"a second machine"_s : u"a second machine (%1)"_s.arg(known.join(u", "_s));
}

} // namespace

Result<void> Membership::admit(const Announcement &announcement, const QByteArray &hash)
{
    const NodeId &id = announcement.who.id;
    MUSTER_TRY(checked, NodeId::parse(id.text(), u"id"_s));
    if (announcement.instance.isEmpty())
        return invalid(u"instance"_s, u"instance: is missing"_s);
    const auto arriving = m_arriving.constFind(checked);
    const bool isTaken = arriving != m_arriving.cend() && arriving->instanceHash != hash;
    NodeEntry *entry = m_nodes.find(id);
    if (entry && m_nodes.judgeAgain(entry, m_liveness.look()))
        settle(entry, NodeChange::Status);
    const bool isAlive = entry && entry->node.status != NodeStatus::Offline;
    // A node that came back from a backup has no hash: it is whoever announces itself first.
    if (isTaken || (isAlive && !entry->instanceHash.isEmpty() && entry->instanceHash != hash))
        return refuseTwin(id, u"%1 announced itself as %2"_s.arg(machineOf(announcement.who), id.text()));
    const qsizetype known = static_cast<qsizetype>(m_nodes.entries().size()) + m_arriving.size();
    if (!entry && known >= limits::kNodes)
        return Error{ErrorKind::Busy, u"announcing %1"_s.arg(id.text()),
                     u"%1 nodes are known already, no more can join"_s.arg(limits::kNodes), {}, {}};
    return {};
}

Result<void> Membership::admitRate(const Announcement &announcement)
{
    const NodeId &id = announcement.who.id;
    int count = m_arriving.value(id).count; // One that is not there yet has only these.
    if (NodeEntry *entry = m_nodes.find(id)) {
        const SteadyTime now = m_liveness.look();
        if (now - entry->announcedFrom >= kMinute) {
            entry->announcedFrom = now;
            entry->announcements = 0;
        }
        count = entry->announcements++;
    }
    if (count < (announcement.beatInterval ? kSharedAnnouncementsPerMinute : kAnnouncementsPerMinute))
        return {};
    return Error{ErrorKind::Busy, {}, u"%1 announces itself too often; try again in a minute"_s.arg(id.text()), {}, {}};
}

Result<void> Membership::admitJoin(const JoinRequest &request)
{
    Announcement wish;
    wish.who = request.who;
    wish.instance = request.instance;
    return admit(wish, instanceHashOf(request.instance.reveal()));
}

Error Membership::refuseTakeover(const JoinRequest &request)
{
    const NodeId &id = request.who.id;
    (void)refuseTwin(id, u"%1 wanted to join as %2"_s.arg(machineOf(request.who), id.text()));
    return conflict(u"the id %1 belongs to another machine, which has a credential; a join token made for that name alone lets "
                    "this one take its place"_s.arg(id.text()),
                    u"duplicate-id"_s);
}

void Membership::shutOut(const NodeId &node)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry)
        return;
    entry->isShutOut = true;
    if (m_nodes.judgeAgain(entry, m_liveness.look()))
        settle(entry, NodeChange::Status);
}

void Membership::shutOutSince(const NodeId &node, Timestamp at)
{
    NodeEntry *entry = m_nodes.find(node);
    if (!entry || (entry->node.lastBeatAt && *entry->node.lastBeatAt > at))
        return;
    entry->isShutOut = true;
    m_nodes.judgeAgain(entry, m_liveness.look()); // Read back so: nobody is told.
}

void Membership::noteKnock(const NodeId &node, const QString &source)
{
    const SteadyTime now = m_liveness.look();
    NodeEntry *entry = m_nodes.find(node);
    if (entry) {
        entry->isShutOut = true;
        entry->knockedAt = now;
        if (m_nodes.judgeAgain(entry, now))
            settle(entry, NodeChange::Status);
    }
    if (!m_knocks.note(node, KnockLedger::Tell::AtOnce, now))
        return;
    const QString deed = entry ? u"its credential was revoked"_s : u"it was removed and its credential revoked"_s;
    m_publish(AccessRefused{u"node "_s + node.text(), {}, source,
                            deed + u", but it still asks to be let in: stop it on its machine, or start it with a new join token "
                                   "to let it return; until then it stays out"_s});
}

//! A node that was removed still beats. One of Muster's own announces itself in return; foreign workers go on for ever.
void Membership::noteLostBeat(const NodeId &node)
{
    if (!m_removed.contains(node) || !m_knocks.note(node, KnockLedger::Tell::FromTheSecond, m_liveness.look()))
        return;
    m_publish(AccessRefused{u"node "_s + node.text(), {}, {},
                            u"it was removed, but its beats still come and are not taken: stop it on its machine, or restart it there "
                            "to let it return; to keep it out for good, take back what lets it in"_s});
}

Error Membership::refuseTwin(const NodeId &node, const QString &deed)
{
    const SteadyTime now = m_liveness.look();
    NodeEntry *entry = m_nodes.find(node);
    const auto arriving = m_arriving.find(node); // Of two at the same moment: the first is no node before it is stored.
    const auto isRecent = [this, now](const std::optional<SteadyTime> &seen) { return seen && now - *seen < m_pace.interval; };
    // A machine that tries all the time is told each time, but the people only once a beat.
    const bool isNews = !(entry && isRecent(entry->evidence.twinSeenAt))
        && !(arriving != m_arriving.end() && isRecent(arriving->twinSeenAt));
    if (isNews) {
        qCWarning(logCluster) << deed << "and was refused";
        m_publish(NodeConflict{node, deed + u" and was refused"_s});
    }
    if (arriving != m_arriving.end() && isNews)
        arriving->twinSeenAt = now;
    if (entry && isNews) {
        entry->evidence.twinSeenAt = now;
        if (m_nodes.judgeAgain(entry, now))
            settle(entry, NodeChange::Status);
    }
    return conflict(u"the id %1 belongs to another machine that is alive"_s.arg(node.text()), u"duplicate-id"_s);
}

} // namespace muster
