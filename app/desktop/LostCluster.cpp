// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/LostCluster.h"

namespace muster {

namespace {

constexpr int kShownAttempt = 3;
// Within the first minute a console waits no longer (decision 11).
constexpr milliseconds kShownWait{2000};

} // namespace

LostCluster::LostCluster(const ClusterSnapshot &snapshot, const Clock &clock, QObject *parent)
    : Cluster(parent), m_snapshot(snapshot), m_clock(clock)
{
}

Features LostCluster::features() const
{
    return Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping;
}

Future<ClusterFacts> LostCluster::facts()
{
    return muster::ready(ClusterFacts{});
}

Future<ClusterSnapshot> LostCluster::snapshot()
{
    return muster::ready(m_snapshot);
}

void LostCluster::startUp()
{
    m_link.state = LinkState::Live;
    m_link.lastHeardAt = m_clock.now();
    Q_EMIT linkChanged(m_link);
}

void LostCluster::lose()
{
    m_link.state = LinkState::Reconnecting;
    m_link.cause = Error{.kind = ErrorKind::Timeout,
                         .where = QStringLiteral("following events"),
                         .what = QStringLiteral("nothing came within 5 s"),
                         .code = {},
                         .field = {}};
    m_link.attempt = kShownAttempt;
    m_link.retryAt = m_clock.now() + kShownWait;
    Q_EMIT linkChanged(m_link);
}

} // namespace muster
