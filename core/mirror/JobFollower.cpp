// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobFollower.h"

#include "core/mirror/JobRows.h"

#include <utility>

namespace muster {

using namespace std::chrono_literals;

namespace {

constexpr milliseconds kAgain = 150ms; // A job that ends changes twice or thrice within a moment.

} // namespace

JobFollower::JobFollower(QObject *parent) : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kAgain);
    connect(&m_again, &QTimer::timeout, this, &JobFollower::read);
}

JobFollower::~JobFollower() = default;

void JobFollower::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->cluster(), nullptr, this, nullptr);
    }
    m_session = session;
    if (session) {
        connect(&session->cluster(), &Cluster::eventArrived, this, &JobFollower::readEvent);
        connect(session, &ClusterSession::synced, this, &JobFollower::read);
    }
    follow({});
}

void JobFollower::follow(const JobId &id)
{
    if (id == m_id && (m_job || m_isAsking))
        return;
    m_id = id;
    m_job.reset();
    m_error.reset();
    m_isGone = m_isAsking = m_wantsAgain = false;
    ++m_round;
    m_again.stop();
    read();
    Q_EMIT changed();
}

void JobFollower::refresh()
{
    if (!m_id.isEmpty() && !m_again.isActive())
        m_again.start();
}

void JobFollower::readEvent(const ClusterEvent &event)
{
    if (m_id.isEmpty())
        return;
    if (const auto *queue = std::get_if<QueueChanged>(&event.what)) {
        // Of many jobs not all are told singly; it may be one of them, or may wait for the queue itself.
        if (m_job && queue->queue.name == m_job->queue && !isOver(m_job->state))
            refresh();
        return;
    }
    const auto *told = std::get_if<JobChanged>(&event.what);
    if (!told || told->job != m_id)
        return;
    refresh();
    if (!m_job)
        return;
    takeChange(&*m_job, *told, event.at);
    Q_EMIT changed();
}

void JobFollower::read()
{
    if (m_id.isEmpty() || !m_session || !m_session->isLive())
        return;
    if (m_isAsking) {
        m_wantsAgain = true;
        return;
    }
    m_isAsking = true;
    whenDone(this, m_session->cluster().job(m_id), [this, round = m_round](const Result<Job> &job) { take(round, job); });
}

void JobFollower::take(quint64 round, const Result<Job> &job)
{
    if (round != m_round)
        return;
    m_isAsking = false;
    if (std::exchange(m_wantsAgain, false))
        refresh();
    m_isGone = !job && job.error().kind == ErrorKind::NotFound;
    m_error = job || m_isGone ? std::nullopt : std::optional(job.error());
    if (job)
        m_job = *job;
    Q_EMIT changed();
}

} // namespace muster
