// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoCluster.h"

#include "core/dialects/demo/DemoPast.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kHeardTold = 1s;
constexpr milliseconds kTick = 250ms;      // Finer than people see, coarser than a core feels.
constexpr milliseconds kLinkLost = 5s;     // link-drops: when our link goes …
constexpr milliseconds kLinkBack = 17s;    // … and comes back.
constexpr milliseconds kLinkRetry = 4s;
constexpr milliseconds kFarBehind = 1min;  // After a sleep of the machine, beats are not played one by one.

} // namespace

DemoCluster::DemoCluster(DemoOptions options, const Clock &clock, QObject *parent)
    : Cluster(parent), m_options(options), m_clock(clock), m_random(options.seed)
{
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &DemoCluster::play);
}

DemoCluster::DemoCluster(Error problem, const Clock &clock, QObject *parent)
    : Cluster(parent), m_problem(std::move(problem)), m_clock(clock), m_random(0)
{
}

DemoCluster::~DemoCluster() = default;

void DemoCluster::startUp()
{
    if (m_problem) {
        setLink(LinkState::Blocked, *m_problem);
        return;
    }
    if (m_nodes.isEmpty()) {
        m_start = m_clock.now();
        m_startedSteady = m_clock.steadyNow();
        m_nodes = demoFleet(m_options, m_start, &m_random);
        const QString epoch = u"demo%1"_s.arg(m_options.seed);
        const QList<ClusterEvent> past = demoPast(m_options, epoch, m_start, m_nodes);
        m_ring.assign(past.cbegin(), past.cend());
        m_position = {epoch, static_cast<quint64>(past.size())};
    }
    m_timer.start();
    setLink(LinkState::Live);
}

void DemoCluster::shutDown()
{
    m_timer.stop();
    setLink(LinkState::Idle);
}

void DemoCluster::setLink(LinkState state, const Error &cause)
{
    LinkReport link;
    link.state = state;
    link.cause = cause;
    if (state == LinkState::Reconnecting) {
        link.attempt = static_cast<int>((elapsed() - kLinkLost) / kLinkRetry) + 1;
        link.retryAt = m_start + kLinkLost + kLinkRetry * link.attempt;
        link.lastHeardAt = m_start + kLinkLost;
    } else if (state == LinkState::Live) {
        link.lastHeardAt = m_clock.now();
    }
    if (link == m_link)
        return;
    m_link = link;
    Q_EMIT linkChanged(m_link);
}

Future<ClusterFacts> DemoCluster::facts()
{
    return onThreadOf<ClusterFacts>(this, [this] {
        return ready(ClusterFacts{.version = u"0.5.324"_s,
                                  .node = m_nodes.size() > 100 ? m_nodes.first().node.who.name : u"mac-mini-office"_s,
                                  .epoch = m_position.epoch,
                                  .beatInterval = limits::kBeatInterval,
                                  .offlineAfter = limits::kBeatInterval * limits::kBeatsUntilOffline});
    });
}

Future<ClusterSnapshot> DemoCluster::snapshot()
{
    return onThreadOf<ClusterSnapshot>(this, [this] { return takeSnapshot(); });
}

Future<ClusterSnapshot> DemoCluster::takeSnapshot()
{
    if (m_link.state != LinkState::Live)
        return failed<ClusterSnapshot>({.kind = ErrorKind::Unreachable,
                                        .where = {},
                                        .what = u"the demo's link is down"_s,
                                        .code = {},
                                        .field = {}});
    ClusterSnapshot snapshot{.position = m_position, .takenAt = m_clock.now(), .nodes = {}, .histories = {}};
    for (const DemoNode &one : std::as_const(m_nodes)) {
        snapshot.nodes.append(one.node);
        snapshot.histories.insert(one.node.id(), one.history);
    }
    return ready(snapshot);
}

Future<QList<ClusterEvent>> DemoCluster::eventsAfter(EventPosition position)
{
    return onThreadOf<QList<ClusterEvent>>(this, [this, position] {
        const quint64 oldest = m_ring.empty() ? m_position.number : m_ring.front().position.number - 1;
        if (position.epoch != m_position.epoch || position.number > m_position.number || position.number < oldest)
            return failed<QList<ClusterEvent>>(conflict(u"these events are gone; read a snapshot"_s, u"resync"_s));
        QList<ClusterEvent> events;
        for (const ClusterEvent &event : m_ring) {
            if (event.position.number > position.number)
                events.append(event);
        }
        return ready(events);
    });
}

DemoNode *DemoCluster::find(const NodeId &node)
{
    const auto at = std::ranges::find_if(m_nodes, [&](const DemoNode &one) { return one.node.id() == node; });
    return at == m_nodes.end() ? nullptr : &*at;
}

Future<void> DemoCluster::remove(NodeId node, Actor)
{
    return onThreadOf<void>(this, [this, node] { return removeHere(node); });
}

Future<void> DemoCluster::removeHere(const NodeId &node)
{
    const DemoNode *one = find(node);
    if (!one)
        return failed<void>(notFound(u"there is no node %1"_s.arg(node.text())));
    const QString name = one->node.who.name;
    m_nodes.removeIf([&](const DemoNode &other) { return other.node.id() == node; });
    emitEvent(NodeRemoved{node, name});
    return ready();
}

Future<PingReport> DemoCluster::ping(NodeId node)
{
    return onThreadOf<PingReport>(this, [this, node] { return pingHere(node); });
}

Future<PingReport> DemoCluster::pingHere(const NodeId &node)
{
    const DemoNode *one = find(node);
    if (!one)
        return failed<PingReport>(notFound(u"there is no node %1"_s.arg(node.text())));
    if (!demoStateOf(one->life, elapsed(), m_start, 0).isBeating) {
        return failed<PingReport>({.kind = ErrorKind::Unreachable,
                                   .where = {},
                                   .what = u"%1 does not answer"_s.arg(one->node.who.name),
                                   .code = {},
                                   .field = {}});
    }
    const int tenths = m_random.between(8, 420);
    const Pending<PingReport> answer;
    QTimer::singleShot(tenths / 10, this, [answer, tenths] { answer.finish(PingReport{tenths / 10.0, u"dial"_s}); });
    return answer.future();
}

void DemoCluster::play()
{
    if (!isRunning() || m_problem)
        return;
    playLink();
    for (DemoNode &one : m_nodes)
        playNode(&one);
    // Heard at each step, told each second: ages are shown in seconds.
    if (m_link.state == LinkState::Live && m_clock.now() - m_link.lastHeardAt.value_or(Timestamp{}) >= kHeardTold)
        setLink(LinkState::Live);
}

void DemoCluster::playLink()
{
    if (m_options.scenario != DemoScenario::LinkDrops)
        return;
    if (elapsed() >= kLinkLost && elapsed() < kLinkBack) {
        setLink(LinkState::Reconnecting, {.kind = ErrorKind::Timeout,
                                          .where = {},
                                          .what = u"control.prod-eu.example did not answer (timeout 5 s)"_s,
                                          .code = {},
                                          .field = {}});
    } else if (m_link.state == LinkState::Reconnecting) {
        Q_EMIT resyncNeeded();
        setLink(LinkState::Live);
    }
}

void DemoCluster::playNode(DemoNode *one)
{
    const double share = one->node.load.memoryShare().value_or(0);
    const DemoState state = demoStateOf(one->life, elapsed(), m_start, share);
    if (elapsed() - one->nextBeat > kFarBehind)
        one->nextBeat = elapsed() - elapsed() % limits::kBeatInterval + one->nextBeat % limits::kBeatInterval;
    while (one->nextBeat <= elapsed()) {
        const Timestamp at = m_start + one->nextBeat;
        // A node that falls silent at this moment must not beat for the past.
        if (demoStateOf(one->life, one->nextBeat, m_start, share).isBeating) {
            one->node.load = nextLoad(one);
            one->node.lastBeatAt = at;
            one->history.addLoad(one->node.load);
            one->history.addBeat(BeatMark::OnTime);
            emitEvent(NodeBeat{one->node.id(), at, one->node.load, one->node.clockSkew});
        } else if (one->node.lastBeatAt) {
            one->history.addGap();
            one->history.addBeat(BeatMark::Missed);
        }
        one->nextBeat += limits::kBeatInterval;
    }
    const bool isSame = state.status == one->node.status && state.reasons == one->node.reasons
        && state.isCordoned == one->node.cordoned && state.drain == one->node.drain;
    // It shows as alive only with its first beat.
    const bool mustWait = state.isBeating && !one->node.lastBeatAt;
    if (isSame || mustWait)
        return;
    one->node.status = state.status;
    one->node.reasons = state.reasons;
    one->node.cordoned = state.isCordoned;
    one->node.drain = state.drain;
    emitEvent(NodeChanged{one->node, NodeChange::Status});
}

void DemoCluster::emitEvent(ClusterChange what)
{
    ++m_position.number;
    const ClusterEvent event{.position = m_position, .at = m_clock.now(), .what = std::move(what)};
    m_ring.push_back(event);
    if (m_ring.size() > static_cast<size_t>(limits::kEventRing))
        m_ring.pop_front();
    if (m_link.state == LinkState::Live)
        Q_EMIT eventArrived(event);
}

} // namespace muster
