// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/ControlPlane.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

BeatPace paceOf(const ControlPlaneOptions &options)
{
    const milliseconds interval =
        std::clamp(options.beatInterval, limits::kBeatIntervalLeast, limits::kBeatIntervalMost);
    const milliseconds threshold =
        options.offlineAfter.count() > 0 ? options.offlineAfter : interval * limits::kBeatsUntilOffline;
    // Below two intervals one lost beat would be an outage (interface.md refuses it as an option).
    return {interval, std::max(threshold, interval * 2)};
}

} // namespace

ControlPlane::ControlPlane(Stores &stores, const Clock &clock, ControlPlaneOptions options, QObject *parent)
    : Cluster(parent), m_clock(clock), m_stores(stores), m_options(std::move(options)), m_pace(paceOf(m_options)), m_liveness(clock),
      m_members({this, stores.nodes(), clock, m_liveness, m_pings}, m_pace,
                [this](ClusterChange what) { publish(std::move(what)); }),
      m_tokens({this, stores.tokens(), clock}, m_options.pin, [this](const TokenId &token) { Q_EMIT tokenEnded(token); }),
      m_audit({this, stores.audit(), clock})
{
    m_sweepTimer.setSingleShot(true);
    m_sweepTimer.setTimerType(Qt::PreciseTimer);
    m_flushTimer.setInterval(limits::kLastSeenFlush);
    connect(&m_sweepTimer, &QTimer::timeout, this, &ControlPlane::sweep);
    connect(&m_flushTimer, &QTimer::timeout, this, [this] { (void)flush(); }); // Failures are logged by the ledger.
}

ControlPlane::~ControlPlane() = default;

Future<void> ControlPlane::load()
{
    const Pending<void> pending;
    whenDone(this, m_audit.load(), [this, pending](const Result<void> &audit) {
        if (!audit)
            return pending.finish(audit);
        whenDone(this, loadRest(), [pending](const Result<void> &rest) { pending.finish(rest); });
    });
    return pending.future();
}

Future<void> ControlPlane::loadRest()
{
    const Pending<void> pending;
    whenDone(this, m_members.load(), [this, pending](const Result<void> &nodes) {
        if (!nodes)
            return pending.finish(nodes.error());
        whenDone(this, m_tokens.load(), [this, pending](const Result<void> &tokens) {
            for (const auto &[node, at] : m_tokens.shutOutNodes().asKeyValueRange())
                m_members.shutOutSince(node, at);
            if (!tokens || !m_work)
                return pending.finish(tokens);
            whenDone(this, m_work->load(), [this, pending](const Result<void> &work) {
                if (work)
                    m_drains->resume();
                pending.finish(work);
            });
        });
    });
    return pending.future();
}

Result<TokenFacts> ControlPlane::callerOf(const QByteArray &shownKey)
{
    return m_tokens.holderOf(shownKey);
}

void ControlPlane::noteRefusal(const AccessRefused &refusal, const QByteArray &shownKey)
{
    if (const std::optional<NodeId> node = refusal.who.isEmpty() ? m_tokens.shutOutBy(shownKey) : std::nullopt)
        m_members.noteKnock(*node, refusal.source);
    m_audit.noteRefusal(refusal);
    if (std::optional<AccessRefused> told = m_refusals.note(refusal, m_clock.steadyNow()))
        publish(*std::move(told));
}

void ControlPlane::startUp()
{
    m_flushTimer.start();
    m_isLive = true;
    sweep();
    Q_EMIT linkChanged(link());
}

void ControlPlane::shutDown()
{
    m_sweepTimer.stop();
    m_flushTimer.stop();
    m_isLive = false;
    if (m_work)
        m_work->leader().release();
    (void)flush(); // The stores finish it before they close.
    Q_EMIT linkChanged(link());
}

void ControlPlane::sweep()
{
    m_nextSweep = SteadyTime::max();
    m_tokens.sweep();
    for (ClusterChange &counted : m_refusals.takeDue(m_clock.steadyNow()))
        publish(std::move(counted));
    scheduleSweep(m_members.sweep());
}

void ControlPlane::scheduleSweep(SteadyTime at)
{
    if (!isRunning() || at >= m_nextSweep)
        return;
    m_nextSweep = at;
    m_sweepTimer.start(std::clamp(at - m_liveness.look(), limits::kSweepLeast, limits::kSweepInterval));
}

Future<void> ControlPlane::flush()
{
    const Pending<void> pending;
    whenDone(this, m_tokens.flush(), [this, pending](const Result<void> &tokens) {
        whenDone(this, m_members.flush(), [pending, tokens](const Result<void> &nodes) {
            pending.finish(nodes ? tokens : nodes);
        });
    });
    return pending.future();
}

void ControlPlane::publish(ClusterChange what)
{
    const bool isOfNode = std::holds_alternative<NodeChanged>(what) || std::holds_alternative<NodeRemoved>(what);
    if (m_work && isOfNode)
        m_work->nodesChanged();
    Q_EMIT eventArrived(m_events.add(std::move(what), m_clock.now()));
}

Features ControlPlane::features() const
{
    Features features = Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping | Feature::Tokens | Feature::Audit;
    features.setFlag(Feature::Restart, m_restarter || m_work);
    features.setFlag(Feature::Reach, bool(m_reacher));
    if (m_work)
        features |= Feature::Entities | Feature::Assign | Feature::Jobs | Feature::Logs | Feature::Cordon;
    return features;
}

LinkReport ControlPlane::link() const
{
    return {.state = m_isLive ? LinkState::Live : LinkState::Idle,
            .cause = {},
            .attempt = 0,
            .retryAt = std::nullopt,
            .lastHeardAt = std::nullopt};
}

Future<ClusterFacts> ControlPlane::facts()
{
    return onThreadOf<ClusterFacts>(this, [this] {
        const QList<ClusterNotice> now = m_disk ? m_disk->notices() : QList<ClusterNotice>();
        return ready(ClusterFacts{m_options.version, m_options.nodeName, m_events.position().epoch, m_pace.interval,
                                  m_pace.offlineAfter, m_options.notices + now});
    });
}

Future<ClusterSnapshot> ControlPlane::snapshot()
{
    return onThreadOf<ClusterSnapshot>(this, [this] {
        ClusterSnapshot snapshot{m_events.position(), m_clock.now(), {}, {}};
        const auto &entries = m_members.nodes().entries();
        snapshot.nodes.reserve(static_cast<qsizetype>(entries.size()));
        snapshot.histories.reserve(static_cast<qsizetype>(entries.size()));
        for (const std::unique_ptr<NodeEntry> &entry : entries) {
            snapshot.nodes.append(entry->node);
            if (entry->history != NodeHistory{})
                snapshot.histories.insert(entry->node.id(), entry->history);
        }
        if (m_work) {
            snapshot.entities = m_work->entities({});
            snapshot.queues = m_work->queues();
            snapshot.defaultNode = m_work->defaultNode();
        }
        return ready(std::move(snapshot));
    });
}

Future<QList<ClusterEvent>> ControlPlane::eventsAfter(EventPosition position)
{
    return onThreadOf<QList<ClusterEvent>>(
        this, [this, position] { return finished(m_events.after(position)); });
}

Future<Welcome> ControlPlane::announce(Announcement announcement)
{
    return onThreadOf<Welcome>(this, [this, announcement = std::move(announcement)] {
        if (const Result<void> admitted = m_tokens.admits(announcement); !admitted)
            return failed<Welcome>(admitted.error());
        Future<Welcome> welcome = m_members.announce(announcement, [this](const Announcement &one) { return m_tokens.admits(one); });
        scheduleSweep(m_liveness.look() + m_pace.offlineAfter);
        return welcome;
    });
}

Future<BeatReply> ControlPlane::beat(Heartbeat heartbeat)
{
    // The most frequent call by far: on our thread without a detour.
    if (QThread::currentThread() == thread())
        return m_members.beat(heartbeat);
    return onThreadOf<BeatReply>(this, [this, heartbeat = std::move(heartbeat)] { return m_members.beat(heartbeat); });
}

Future<void> ControlPlane::leave(Departure departure)
{
    return onThreadOf<void>(this, [this, departure = std::move(departure)] { return m_members.leave(departure); });
}

Future<void> ControlPlane::removeHere(const NodeId &node)
{
    if (!m_members.nodes().find(node))
        return m_members.remove(node); // Says that there is none.
    if (node == m_options.ownNode)
        return failed<void>(conflict(u"%1 is this control plane's own node; it can be drained, not removed"_s.arg(m_options.nodeName), u"own-node"_s));
    const Pending<void> pending;
    // First the door, then the name: in between it can do nothing (decisions.md 18).
    whenDone(this, m_tokens.revokeOf(node), [this, node, pending](const Result<void> &revoked) {
        if (!revoked)
            return pending.finish(revoked.error());
        if (m_work)
            m_work->disconnectWorker(node, u"the node was removed"_s);
        whenDone(this, m_members.remove(node), [pending](const Result<void> &removed) { pending.finish(removed); });
    });
    return pending.future();
}

Future<QList<TokenFacts>> ControlPlane::tokens()
{
    return onThreadOf<QList<TokenFacts>>(this, [this] { return ready(m_tokens.all()); });
}

Future<JoinGrant> ControlPlane::join(JoinRequest request)
{
    return onThreadOf<JoinGrant>(this, [this, request = std::move(request)] { return joinHere(request); });
}

Future<JoinGrant> ControlPlane::joinHere(const JoinRequest &request)
{
    // Whoever shows a token that lets this node in may hear whether its id is free; nobody else.
    if (const Result<void> mayJoin = m_tokens.mayJoin(request); !mayJoin)
        return failed<JoinGrant>(mayJoin.error());
    if (const Result<void> admitted = m_members.admitJoin(request); !admitted)
        return failed<JoinGrant>(admitted.error());
    // An absent machine keeps its place, unless a person made a token to replace it.
    if (m_tokens.isTakeover(request))
        return failed<JoinGrant>(m_members.refuseTakeover(request));
    return m_tokens.join(request);
}

Future<JoinGrant> ControlPlane::renewCredential(TokenId shown)
{
    return onThreadOf<JoinGrant>(this, [this, shown = std::move(shown)] { return m_tokens.renew(shown); });
}

Future<QByteArray> ControlPlane::backup()
{
    return onThreadOf<QByteArray>(this, [this] { return m_stores.backup(); });
}

} // namespace muster
