// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/JobWait.h"

#include <algorithm>

namespace muster {

namespace {

constexpr milliseconds kFirstPause{5};
constexpr milliseconds kLongestPause{250};
constexpr milliseconds kFollowedPause{2000}; // While events tell of the job; a busy queue's are left out.

} // namespace

JobWait::JobWait(Cluster &cluster, std::optional<milliseconds> most, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_most(most)
{
    m_pause.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &JobWait::ask);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(m_job); });
}

Future<Job> JobWait::run(const Job &job)
{
    m_job = job;
    if (isOver(job.state))
        return ready(job);
    if (m_most)
        m_deadline.start(*m_most);
    askLater();
    return m_outcome.future();
}

void JobWait::ask()
{
    if (m_isDone)
        return;
    if (m_isAsking) {
        m_mustAskAgain = true;
        return;
    }
    m_isAsking = true;
    whenDone(this, m_cluster.job(m_job.id), [this](const Result<Job> &job) { take(job); });
}

void JobWait::take(const Result<Job> &job)
{
    m_isAsking = false;
    if (m_isDone)
        return;
    if (!job && !mayRetry(job.error().kind))
        return finish(job);
    if (!job && !std::exchange(m_isLost, true))
        Q_EMIT lost(job.error());
    if (job) {
        m_isLost = false;
        m_job = *job;
        if (isOver(m_job.state))
            return finish(m_job);
    }
    if (std::exchange(m_mustAskAgain, false))
        return ask();
    askLater();
}

void JobWait::askLater()
{
    const bool isTold = m_isFollowing && m_cluster.link().state == LinkState::Live;
    const milliseconds longer = m_pauseNow.count() > 0 ? m_pauseNow * 3 / 2 : kFirstPause;
    m_pauseNow = std::min(longer, isTold ? kFollowedPause : kLongestPause);
    if (m_pauseNow >= kLongestPause && !m_isFollowing)
        follow(); // Most jobs are over before it pays.
    m_pause.start(m_pauseNow);
}

void JobWait::follow()
{
    if (!m_cluster.features().testFlag(Feature::Follow))
        return;
    m_isFollowing = true;
    connect(&m_cluster, &Cluster::eventArrived, this, qOverload<const ClusterEvent &>(&JobWait::take));
    connect(&m_cluster, &Cluster::resyncNeeded, this, &JobWait::ask);
    // What happened before the stream was there is in no event of it.
    connect(&m_cluster, &Cluster::linkChanged, this, [this](const LinkReport &link) {
        if (link.state == LinkState::Live)
            ask();
    });
    if (m_cluster.link().state == LinkState::Idle)
        m_cluster.start();
}

void JobWait::take(const ClusterEvent &event)
{
    const auto *changed = std::get_if<JobChanged>(&event.what);
    if (changed && changed->job == m_job.id && isOver(changed->state))
        ask();
}

void JobWait::finish(const Result<Job> &outcome)
{
    m_isDone = true;
    m_pause.stop();
    m_deadline.stop();
    m_outcome.finish(outcome);
}

} // namespace muster
