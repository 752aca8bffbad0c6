// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ClusterSession.h"

#include "core/base/Log.h"
#include "core/mirror/ClusterTap.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kJitterSeed = 0x6d757374;
//! A shorter sleep breaks no line, and two readings of two clocks are never exactly together.
constexpr milliseconds kSleepNoticed{2000};
//! Notices of a cluster come and go ("the disk is full"), and no event tells of them.
constexpr milliseconds kFactsAgain{20'000};
//! A machine that wakes up changes its clock and its networks within a moment: that is one reason to connect, not three.
constexpr milliseconds kDoubtsApart{1000};

} // namespace

ClusterSession::ClusterSession(std::unique_ptr<Cluster> cluster, const Clock &clock, QObject *parent)
    : ClusterSession(cluster.get(), clock, parent)
{
    m_owned = std::move(cluster);
}

ClusterSession::ClusterSession(Cluster *cluster, const Clock &clock, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_clock(clock), m_tap(new ClusterTap(cluster)), m_batcher(clock),
      m_missedEvents(*cluster),
      m_backoff({.first = limits::kRetryFirst, .most = limits::kRetryMost, .steady = 0.5}, kJitterSeed),
      m_tickWall(clock.now()), m_tickSteady(clock.steadyNow())
{
    m_retry.setSingleShot(true);
    m_ticker.setInterval(1000);
    m_ticker.setTimerType(Qt::CoarseTimer);
    connect(&m_retry, &QTimer::timeout, this, &ClusterSession::askSnapshot);
    connect(&m_ticker, &QTimer::timeout, this, &ClusterSession::tick);
    connect(&m_batcher, &EventBatcher::released, this, &ClusterSession::release);
    connect(&m_missedEvents, &MissedEvents::read, this, &ClusterSession::fillEvents);
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
    return m_mirror.hasSnapshot() ? m_mirror.clusterTime(sessionTime()) : m_clock.now();
}

ShownContext ClusterSession::shownContext() const
{
    return {.link = evidenceLink(),
            .now = clusterNow(),
            .rules = m_rules,
            .majorityVersion = {},
            .pollInterval = m_link.pollInterval.value_or(milliseconds(0))};
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
    if (!isStreamOpen() || m_report.state == LinkState::Quiet)
        m_tap->retryNow();
    askSnapshot(); // Unless the stream was closed just now; then the next connection asks.
}

void ClusterSession::doubtLink(GapCause cause)
{
    const SteadyTime now = sessionTime();
    if (!isRunning() || (m_doubtedAt && now - *m_doubtedAt < kDoubtsApart))
        return;
    m_doubtedAt = now;
    if (isStreamOpen())
        missFrom(cause);
    m_tap->retryNow();
    askSnapshot(); // Of a cluster without a line to close: one in this process.
}

void ClusterSession::tick()
{
    const Timestamp wall = m_clock.now();
    const SteadyTime steady = m_clock.steadyNow();
    const milliseconds jump = (wall - m_tickWall) - (steady - m_tickSteady);
    const milliseconds slept = m_slept() - m_tickSlept;
    if (wasPaused())
        m_resumedAt = steady;
    const bool areFactsOld = m_tickSteady.time_since_epoch() / kFactsAgain != steady.time_since_epoch() / kFactsAgain;
    m_tickWall = wall;
    m_tickSteady = steady;
    m_tickSlept += slept;
    countRate(steady);
    if (std::chrono::abs(jump) > limits::kWallJump || slept > kSleepNoticed) {
        qCInfo(logLink) << "our clock jumped by" << jump.count() << "ms, we slept for" << slept.count()
                        << "ms; connecting anew";
        doubtLink(GapCause::ClockJumped);
    }
    settleCommands(false);
    if (m_link.isLive())
        m_lastLiveAt = wall;
    if (m_link.isLive() && areFactsOld)
        askFacts();
    Q_EMIT ticked();
}

void ClusterSession::setTicking(bool isOn)
{
    if (isOn && isRunning()) {
        m_tickSteady = m_clock.steadyNow(); // Nobody stopped us: we did not look.
        m_ticker.start();
    } else
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
    m_tickSlept = m_slept();
    m_seenAt = sessionTime();
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
    m_missed.forget();
    m_missedEvents.clear();
    m_doubtedAt.reset();
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
