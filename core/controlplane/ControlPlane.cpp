// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/ControlPlane.h"

#include "core/domain/NodeReasons.h"

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

QString offlineText(const Node &node, Timestamp now)
{
    if (!node.lastBeatAt)
        return u"%1 is offline and never beat"_s.arg(node.who.name);
    const milliseconds age = std::max(milliseconds(0), now - *node.lastBeatAt);
    return u"%1 is offline, last beat %2 ago"_s.arg(node.who.name, spanText(age));
}

} // namespace

ControlPlane::ControlPlane(Stores &stores, const Clock &clock, ControlPlaneOptions options, QObject *parent)
    : Cluster(parent), m_clock(clock), m_options(std::move(options)), m_pace(paceOf(m_options)), m_liveness(clock),
      m_members({this, stores.nodes(), clock, m_liveness, m_pings}, m_pace,
                [this](ClusterChange what) { publish(std::move(what)); })
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
    return m_members.load();
}

void ControlPlane::setDialer(Dialer dialer)
{
    m_dialer = std::move(dialer);
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
    (void)flush(); // The stores finish it before they close.
    Q_EMIT linkChanged(link());
}

void ControlPlane::sweep()
{
    m_nextSweep = SteadyTime::max();
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
    return m_members.flush();
}

void ControlPlane::publish(ClusterChange what)
{
    Q_EMIT eventArrived(m_events.add(std::move(what), m_clock.now()));
}

Features ControlPlane::features() const
{
    return Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping;
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
        return ready(ClusterFacts{m_options.version, m_options.nodeName, m_events.position().epoch, m_pace.interval,
                                  m_pace.offlineAfter});
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
        return ready(std::move(snapshot));
    });
}

Future<QList<ClusterEvent>> ControlPlane::eventsAfter(EventPosition position)
{
    return onThreadOf<QList<ClusterEvent>>(
        this, [this, position] { return QtFuture::makeReadyFuture(m_events.after(position)); });
}

Future<Welcome> ControlPlane::announce(Announcement announcement)
{
    return onThreadOf<Welcome>(this, [this, announcement = std::move(announcement)] {
        Future<Welcome> welcome = m_members.announce(announcement);
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

Future<void> ControlPlane::remove(NodeId node)
{
    return onThreadOf<void>(this, [this, node = std::move(node)] { return m_members.remove(node); });
}

Future<PingReport> ControlPlane::ping(NodeId node)
{
    return onThreadOf<PingReport>(this, [this, node = std::move(node)] { return pingHere(node); });
}

Future<PingReport> ControlPlane::pingHere(const NodeId &id)
{
    const NodeEntry *entry = m_members.nodes().find(id);
    if (!entry)
        return failed<PingReport>(notFound(u"there is no node %1"_s.arg(id.text())));
    const Node &node = entry->node;
    if (node.status == NodeStatus::Offline)
        return failed<PingReport>(
            Error{ErrorKind::Unreachable, u"pinging %1"_s.arg(id.text()), offlineText(node, m_clock.now()), {}, {}});
    if (node.who.role == NodeRole::Worker || node.who.address.isEmpty() || !m_dialer)
        return m_pings.ask(id, m_liveness.look() + node.beatInterval + limits::kPingGrace);
    const Pending<PingReport> pending;
    whenDone(this, m_dialer(node.who.address), [pending, id](const Result<double> &dialled) {
        if (dialled)
            pending.finish(PingReport{*dialled, u"dial"_s});
        else
            pending.finish(dialled.error().within(u"pinging %1"_s.arg(id.text())));
    });
    return pending.future();
}

} // namespace muster
