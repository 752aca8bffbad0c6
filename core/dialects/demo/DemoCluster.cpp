// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoCluster.h"

#include "core/dialects/demo/DemoAgents.h"
#include "core/dialects/demo/DemoAuditPast.h"
#include "core/dialects/demo/DemoDrains.h"
#include "core/dialects/demo/DemoEntities.h"
#include "core/dialects/demo/DemoJobs.h"
#include "core/dialects/demo/DemoPast.h"

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds kHeardTold = 1s;
constexpr milliseconds kTick = 250ms;      // Finer than people see, coarser than a core feels.
constexpr milliseconds kMoment = 500ms;    // Everything happens at a multiple of this, however often we are called.
constexpr milliseconds kLinkLost = 5s;     // link-drops: when our link goes …
constexpr milliseconds kLinkBack = 17s;    // … and comes back.
constexpr milliseconds kLinkRetry = 4s;
constexpr milliseconds kFarBehind = 1min;  // After a sleep of the machine, not everything is played one by one.

} // namespace

Features DemoCluster::offered()
{
    return Feature::Follow | Feature::Remove | Feature::Ping | Feature::Entities | Feature::Assign | Feature::Jobs
        | Feature::Restart | Feature::Cordon | Feature::Logs | Feature::Audit;
}

DemoCluster::DemoCluster(DemoOptions options, const Clock &clock, QObject *parent)
    : Cluster(parent), m_options(options), m_clock(clock), m_random(options.seed),
      m_board([this](ClusterChange what) { emitEvent(std::move(what)); }),
      m_queue([this](ClusterChange what) { emitEvent(std::move(what)); }, [this](const Job &job) { return m_work.whyWaits(job); },
              options.seed),
      m_work({m_queue, m_board, m_nodes, m_options}), m_logs({m_queue, m_board, m_nodes}), m_kim(verbsOfKim())
{
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &DemoCluster::play);
}

DemoCluster::DemoCluster(Error problem, const Clock &clock, QObject *parent)
    : DemoCluster(DemoOptions{}, clock, parent)
{
    m_problem = std::move(problem);
}

DemoCluster::~DemoCluster() = default;

void DemoCluster::startUp()
{
    if (m_problem) {
        setLink(LinkState::Blocked, *m_problem);
        return;
    }
    if (m_nodes.isEmpty())
        fill();
    m_timer.start();
    setLink(LinkState::Live);
}

void DemoCluster::fill()
{
    m_start = m_clock.now();
    m_startedSteady = m_clock.steadyNow();
    m_nodes = demoFleet(m_options, m_start, &m_random);
    m_board.begin(demoEntities(m_options, m_start, m_nodes), world());
    const QList<DemoJob> jobs = demoJobs(m_options, m_start, m_board.states({}));
    for (const DemoJob &job : jobs)
        m_queue.restore(job);
    if (const QString paused = demoPausedQueue(m_options); !paused.isEmpty())
        (void)m_queue.pause(paused, true);
    demoFirstAgents(&m_nodes, m_board);
    for (DemoNode &one : m_nodes) {
        if (one.node.load.jobsRunning)
            one.node.load.jobsRunning = m_queue.runningOn(one.node.id());
    }
    m_audit.begin([this, entities = m_board.states({})] { return demoAuditPast(m_options, m_start, entities); });
    const QString epoch = u"demo%1"_s.arg(m_options.seed);
    const QList<ClusterEvent> past = demoPast(m_options, epoch, m_start, m_nodes, jobs);
    m_ring.assign(past.cbegin(), past.cend());
    m_position = {epoch, static_cast<quint64>(past.size())};
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
    if (state != LinkState::Live)
        endReaders();
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
    snapshot.entities = m_board.states({});
    snapshot.queues = m_queue.queues();
    snapshot.defaultNode = defaultNode(Entity{}, world());
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

void DemoCluster::play()
{
    if (!isRunning() || m_problem)
        return;
    playLink();
    const milliseconds now = elapsed();
    if (now - m_played > kFarBehind) {
        m_work.skip(now - m_played);
        m_played = now - now % kMoment - kMoment;
    }
    while (m_played + kMoment <= now) {
        m_played += kMoment;
        playMoment(m_played);
    }
    tellReaders();
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

void DemoCluster::playMoment(milliseconds at)
{
    for (DemoNode &one : m_nodes)
        playNode(&one, at);
    if (std::exchange(m_isUnsettled, false))
        settle();
    m_work.step(m_start + at);
    if (m_options.scenario == DemoScenario::Calm && !m_options.isBare)
        m_kim.step(at, m_nodes);
}

void DemoCluster::playNode(DemoNode *one, milliseconds now)
{
    const double share = one->node.load.memoryShare().value_or(0);
    const DemoState state = demoStateOf(one->life, now, share);
    if (now - one->nextBeat > kFarBehind)
        one->nextBeat = now - now % limits::kBeatInterval + one->nextBeat % limits::kBeatInterval;
    while (one->nextBeat <= now) {
        const Timestamp at = m_start + one->nextBeat;
        // A node that falls silent at this moment must not beat for the past.
        if (demoStateOf(one->life, one->nextBeat, share).isBeating) {
            one->node.load = nextLoad(one);
            one->node.load.jobsRunning = m_queue.runningOn(one->node.id());
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
    const bool hasDrainMoved = demoLookAtDrain(one, &m_queue, m_start + now);
    const NodeStatus status = demoStatusOf(state, *one);
    // It shows as alive only with its first beat.
    const bool mustWait = state.isBeating && !one->node.lastBeatAt;
    const bool isSame = status == one->node.status && state.reasons == one->node.reasons;
    if (mustWait || (isSame && !hasDrainMoved))
        return;
    m_isUnsettled |= status != one->node.status;
    one->node.status = status;
    one->node.reasons = state.reasons;
    emitEvent(NodeChanged{one->node, isSame ? NodeChange::Updated : NodeChange::Status});
}

void DemoCluster::settle()
{
    m_board.settle(world());
    const QList<NodeId> changed = demoSettleAgents(&m_nodes, m_board);
    for (const NodeId &node : changed)
        emitEvent(NodeChanged{find(node)->node, NodeChange::Updated});
}

PlacementWorld DemoCluster::world() const
{
    PlacementWorld world;
    for (const DemoNode &one : m_nodes) {
        world.nodes.insert(one.node.id(), &one.node);
        world.jobsRunning.insert(one.node.id(), m_queue.runningOn(one.node.id()));
        if (one.node.who.role == NodeRole::All)
            world.configuredDefault = one.node.id();
    }
    return world;
}

void DemoCluster::emitEvent(ClusterChange what)
{
    if (m_position.epoch.isEmpty())
        return; // What was before the start is told by demoPast().
    ++m_position.number;
    const ClusterEvent event{.position = m_position, .at = m_clock.now(), .what = std::move(what)};
    m_ring.push_back(event);
    if (m_ring.size() > static_cast<size_t>(limits::kEventRing))
        m_ring.pop_front();
    if (m_link.state == LinkState::Live)
        Q_EMIT eventArrived(event);
}

} // namespace muster
