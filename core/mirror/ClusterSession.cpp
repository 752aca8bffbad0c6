// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ClusterSession.h"

#include "core/base/Log.h"
#include "core/mirror/ClusterTap.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kJitterSeed = 0x6d757374;

} // namespace

ClusterSession::ClusterSession(std::unique_ptr<Cluster> cluster, const Clock &clock, QObject *parent)
    : ClusterSession(cluster.get(), clock, parent)
{
    m_owned = std::move(cluster);
}

ClusterSession::ClusterSession(Cluster *cluster, const Clock &clock, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_clock(clock), m_tap(new ClusterTap(cluster)), m_batcher(clock),
      m_backoff({.first = limits::kRetryFirst, .most = limits::kRetryMost, .steady = 0.5}, kJitterSeed),
      m_tickWall(clock.now()), m_tickSteady(clock.steadyNow())
{
    m_retry.setSingleShot(true);
    m_ticker.setInterval(1000);
    m_ticker.setTimerType(Qt::CoarseTimer);
    connect(&m_retry, &QTimer::timeout, this, &ClusterSession::askSnapshot);
    connect(&m_ticker, &QTimer::timeout, this, &ClusterSession::tick);
    connect(&m_batcher, &EventBatcher::released, this, &ClusterSession::release);
}

ClusterSession::~ClusterSession()
{
    stop();
    m_tap->deleteLater();
}

LinkState ClusterSession::evidenceLink() const
{
    const bool isShortGap = m_gapSince && isStreamOpen() && m_clock.steadyNow() - *m_gapSince < limits::kResyncGrace;
    return m_link.state == LinkState::Resyncing && isShortGap ? LinkState::Live : m_link.state;
}

Timestamp ClusterSession::clusterNow() const
{
    return m_mirror.hasSnapshot() ? m_mirror.clusterTime(m_clock.steadyNow()) : m_clock.now();
}

ShownContext ClusterSession::shownContext() const
{
    return {.link = evidenceLink(), .now = clusterNow(), .rules = m_rules, .majorityVersion = {}};
}

double ClusterSession::eventRate() const
{
    if (m_rate.size() < 2)
        return 0;
    const auto &[firstAt, firstCount] = m_rate.constFirst();
    const auto &[lastAt, lastCount] = m_rate.constLast();
    const auto span = static_cast<double>((lastAt - firstAt).count());
    return span > 0 ? static_cast<double>(lastCount - firstCount) * 1000.0 / span : 0;
}

void ClusterSession::retryNow()
{
    if (!isStreamOpen())
        m_tap->retryNow();
    else
        askSnapshot();
}

Command *ClusterSession::remove(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Remove, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->remove(node),
                 [this, command](const Result<void> &outcome) { command->finish(m_clock.now(), outcome); });
    }
    return command;
}

Command *ClusterSession::ping(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Ping, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->ping(node),
                 [this, command](const Result<PingReport> &outcome) { command->finish(m_clock.now(), outcome); });
    }
    return command;
}

Command *ClusterSession::restartAgents(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Restart, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->restartAgents(node),
                 [this, command](const Result<void> &outcome) { command->finish(m_clock.now(), outcome); });
    }
    return command;
}

Command *ClusterSession::startCommand(CommandVerb verb, const NodeId &node)
{
    const Node *known = m_mirror.find(node);
    Command *command = m_commands.add(verb, node, known ? known->who.name : node.text(), m_clock.now());
    if (!isLive()) {
        const Error off{ErrorKind::Unreachable, {}, u"not connected: changes are off"_s, u"not-connected"_s, {}};
        command->finish(m_clock.now(), Result<void>(off));
    }
    return command;
}

void ClusterSession::tick()
{
    const Timestamp wall = m_clock.now();
    const SteadyTime steady = m_clock.steadyNow();
    const milliseconds jump = (wall - m_tickWall) - (steady - m_tickSteady);
    m_tickWall = wall;
    m_tickSteady = steady;
    countRate(steady);
    if (std::chrono::abs(jump) > limits::kWallJump && m_sync == Sync::Synced) {
        qCInfo(logLink) << "our clock jumped by" << jump.count() << "ms; reading everything again";
        askSnapshot();
    }
    if (m_link.isLive())
        m_lastLiveAt = wall;
    Q_EMIT ticked();
}

void ClusterSession::setTicking(bool isOn)
{
    if (isOn && isRunning())
        m_ticker.start();
    else
        m_ticker.stop();
}

void ClusterSession::countRate(SteadyTime now)
{
    m_rate.append({now, m_eventCount});
    while (m_rate.size() > 2 && now - m_rate.constFirst().first > limits::kRateSpan)
        m_rate.removeFirst();
}

void ClusterSession::startUp()
{
    m_tickWall = m_clock.now();
    m_tickSteady = m_clock.steadyNow();
    m_ticker.start();
    connectCluster();
    if (m_owned)
        m_owned->start();
    m_tap->ask();
}

void ClusterSession::shutDown()
{
    m_ticker.stop();
    m_retry.stop();
    m_batcher.flush();
    disconnect(m_cluster, nullptr, this, nullptr);
    disconnect(m_tap, nullptr, this, nullptr);
    ++m_round;
    m_held.clear();
    m_sync = Sync::None;
    m_gapSince.reset();
    m_report = {};
    if (m_owned)
        m_owned->stop();
    publishLink();
}

void ClusterSession::connectCluster()
{
    // Before anything is asked: no event may fall between a snapshot and the following.
    connect(m_tap, &ClusterTap::read, this, &ClusterSession::readTap);
    connect(m_cluster, &Cluster::linkChanged, this, &ClusterSession::readReport);
    connect(m_cluster, &Cluster::eventArrived, this, &ClusterSession::readEvent);
    connect(m_cluster, &Cluster::resyncNeeded, this, &ClusterSession::readGap);
}

void ClusterSession::readTap(const LinkReport &report, Features features)
{
    if (features != m_features) {
        m_features = features;
        Q_EMIT featuresChanged();
    }
    readReport(report);
}

} // namespace muster
