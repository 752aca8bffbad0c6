// SPDX-License-Identifier: Apache-2.0
#pragma once
// The contract of a durable queue: jobs stand in lanes, holders claim them, attempts end. Used by core/controlplane;
// implemented in embedded/ over the store. Knows nothing of nodes but their ids.

#include "core/base/Clock.h"
#include "core/base/Future.h"
#include "core/domain/ClusterEvent.h"
#include "core/domain/JobRetry.h"

#include <QObject>

namespace muster {

//! The lane of an entity's jobs: its text. Whoever decides where an entity runs decides who claims from its lane.
QString laneOf(const EntityRef &entity);

//! One attempt of one job: the fence. What is said with the number of an older attempt is refused.
struct AttemptToken {
    JobId job;
    int number = 0; //!< Grows with every claim of the job, also after a person retried it.

    bool operator==(const AttemptToken &) const = default;
};

//! A job to be queued; it was checked by whoever made the request.
struct NewJob {
    JobRequest request;
    QString createdBy; //!< Name of the token, or empty.
};

//! What became of a NewJob.
struct QueuedJob {
    JobId job;
    bool isNew = true; //!< False: its dedupe key gave a job that was there (Q-9).

    bool operator==(const QueuedJob &) const = default;
};

//! What a holder got: the attempt is durable before it is given away, so that a restart knows of it.
struct Claim {
    AttemptToken attempt;
    EntityRef entity;
    QByteArray payload;
    int attemptsMade = 1; //!< With this one.
    int attempts = 3;
    milliseconds attemptTimeout{0}; //!< For whoever runs it; the queue does not watch it.
    SteadyTime lockUntil;           //!< Unless it is renewed before.
};

//! Verbs are called on the object's thread and finish there, after what they did is synced to disk. Signals come on it,
//! before the Future of the verb that made them. Every verb can fail with Storage (code "disk-full" when there is no
//! room) and, before open() is done, with Busy (code "queue-opening"). Nothing of a failed verb is kept.
//! An attempt verb for anything but the running attempt of a job: Conflict, code "late-attempt".
class QueueProvider : public QObject
{
    Q_OBJECT

public:
    explicit QueueProvider(QObject *parent = nullptr);
    ~QueueProvider() override;
    Q_DISABLE_COPY_MOVE(QueueProvider)

    //! Reads what is there; once, before all else. Running attempts keep running: their holders have a lock's time to renew.
    virtual Future<void> open() = 0;

    //! Queues jobs, all or none, in their order. Invalid for a payload beyond limits::kJobPayloadBytes; Busy beyond
    //! limits::kJobsWaiting; Storage, code "disk-full", also while completions still find room.
    virtual Future<QList<QueuedJob>> add(QList<NewJob> jobs) = 0;
    //! Gives \a holder up to \a most (1 … limits::kJobClaim) jobs of \a lanes: higher priority first, then older. Nothing of paused
    //! queues. Fewer than asked for means that the lanes had no more when it was asked; laneReady() tells of later ones.
    virtual Future<QList<Claim>> claim(QStringList lanes, int most, NodeId holder) = 0;
    //! Extends locks by limits::kJobLock: those that are no longer the caller's. Costs no disk.
    virtual Future<QList<AttemptToken>> renew(QList<AttemptToken> attempts) = 0;

    //! The attempt succeeded. Invalid for a result beyond limits::kJobResultBytes.
    virtual Future<void> complete(AttemptToken attempt, QByteArray result) = 0;
    //! The attempt ended otherwise: the job waits for its next one, or is a dead letter; see retryAfter(). With
    //! AttemptEnd::Requeued it is given back, without a failure.
    virtual Future<void> fail(AttemptToken attempt, JobError error, AttemptEnd end) = 0;
    //! Ends all that \a holder runs as AttemptEnd::NodeLost: how many. The caller has waited for limits::kJobResetGrace.
    virtual Future<int> holderLost(NodeId holder) = 0;

    //! Ends a job that is not over; a running attempt is fenced off, stopping it is the caller's. NotFound; Conflict, code "job-over".
    virtual Future<void> cancel(JobId job) = 0;
    //! Queues a job that is over again, with all its attempts. NotFound; Conflict, code "job-not-over".
    virtual Future<void> retry(JobId job) = 0;
    //! Forgets a job that is over. NotFound; Conflict, code "job-not-over".
    virtual Future<void> discard(JobId job) = 0;
    //! Cancels everything of a lane that is not over, its entity being gone: how many. Running attempts are fenced off.
    virtual Future<int> cancelLane(QString lane) = 0;
    //! While paused, nothing of \a queue is claimed; what runs goes on. A queue is made by its first job or pause.
    virtual Future<void> pauseQueue(QString queue, bool isPaused) = 0;

    //! All of one job, with its history. NotFound.
    virtual Future<Job> job(JobId job) = 0;
    //! Newest first. `waitingFor` is set as far as a queue knows: its delay, its backoff, its pause.
    virtual Future<JobPage> jobs(JobQuery query) = 0;

    //! Counts of all queues, by name; from memory. `oldestWaiting` looks at the job of each lane that is next. With \a tenants, of
    //! their jobs alone, in queues that they use or that are paused.
    virtual QList<QueueFacts> queues(const QList<TenantId> &tenants = {}) const = 0;
    //! Jobs of a lane that could be claimed now, were its queue not paused; from memory.
    virtual qint64 waitingIn(const QString &lane) const = 0;
    //! Attempts that run on \a holder; from memory.
    virtual QList<AttemptToken> heldBy(const NodeId &holder) const = 0;
    //! Whether add() is refused for want of disk.
    virtual bool isFull() const = 0;
    //! What must be done by time: delays that end, locks that expire, old jobs that go. Called by the queue itself; tests
    //! with a clock of their own call it, and wait for it.
    virtual Future<void> sweep() = 0;

Q_SIGNALS:
    //! Something of \a lane can be claimed that could not before; once a turn and lane. After open() for each lane that has any.
    void laneReady(const QString &lane);
    //! States of jobs changed, in order. One that was claimed tells its node; one that was forgotten is not told.
    void changed(const QList<muster::JobChanged> &jobs);
    //! Attempts were taken from their holder: their lock expired, or their job was cancelled. Not after holderLost() or fail().
    void attemptsLost(const muster::NodeId &holder, const QList<muster::AttemptToken> &attempts);
    //! Counts or the pause of \a queue changed; once a turn and queue.
    void queueChanged(const QString &queue);
};

} // namespace muster
