// SPDX-License-Identifier: Apache-2.0
#pragma once
// What must survive a restart about jobs. Written by core/queue/embedded, implemented over SQL. Here a job has a number; its
// id is made of that (JobNumber.h).

#include "core/base/Future.h"
#include "core/domain/Job.h"

#include <variant>

namespace muster {

//! A lane as it is kept: its number saves the text in each row.
struct JobLane {
    qint64 id = 0;
    EntityRef entity;
    QString queue;
};

//! Until when a job is delayed. By the queue's time, which follows the steady clock.
struct JobDelay {
    Timestamp from;
    Timestamp until;
};

//! A job to be inserted, with its lane, which may be new too.
struct JobToAdd {
    qint64 number = 0; //!< Larger than all before.
    JobLane lane;
    JobRequest request;
    QString createdBy;
    Timestamp at;
    std::optional<JobDelay> delay = std::nullopt; //!< None: it waits. Not `request.delay`.
};

//! What became of it.
struct AddedJob {
    qint64 number = 0;
    bool isNew = true; //!< False: the job with its dedupe key.
};

//! A job without what is only shown.
struct JobRow {
    qint64 number = 0;
    qint64 lane = 0;
    JobState state = JobState::Waiting;
    int priority = 0;
    int made = 0;       //!< Attempts ever.
    int uncounted = 0;  //!< Of these, the ones that `attempts` does not bound; see JobRetry.h. The column made_before.
    int attempts = 0;
    int nodesLost = 0;
    milliseconds backoff{0};
    milliseconds timeout{0};
    NodeId node = {};
};

// --- Changes. Each says which rows it expects; what it does not find in that state it leaves alone.

//! Waiting jobs become active, each with a new attempt.
struct ClaimJobs {
    QList<qint64> numbers;
    NodeId node = {};
    Timestamp at;
};
//! The running attempt ends and its job becomes \a next, which is any state but active.
struct EndAttempt {
    qint64 number = 0;
    int attempt = 0;
    JobState next = JobState::Completed;
    QByteArray result = {}; //!< When it is completed.
    JobError error = {};    //!< Else.
    bool isFailure = true;  //!< Whether the error becomes that of the job, too; not when it was given back.
    int nodesLost = 0;
    int uncounted = 0;
    Timestamp at;
    std::optional<JobDelay> delay = std::nullopt; //!< When it is delayed.
};
//! A job that is not over is cancelled.
struct CancelJob {
    qint64 number = 0;
    Timestamp at;
};
//! A job that is over waits again.
struct RetryJob {
    qint64 number = 0;
};
//! A job that is over is deleted.
struct DiscardJob {
    qint64 number = 0;
};
//! Waiting, delayed and active jobs of a lane are cancelled, up to \a most.
struct CancelLaneJobs {
    qint64 lane = 0;
    Timestamp at;
    int most = 0;
};
//! Delayed jobs that are due wait, up to \a most, earliest first.
struct ReleaseDelayed {
    Timestamp due;
    int most = 0;
};
//! Reads what can be claimed of a lane, in order.
struct ReadLane {
    qint64 lane = 0;
    int most = 0;
};
//! Jobs in \a state that were over before \a before are deleted, and the oldest \a surplus anyway; up to \a most.
struct TrimJobs {
    JobState state = JobState::Completed;
    Timestamp before;
    qint64 surplus = 0;
    int most = 0;
};
struct PauseQueue {
    QString queue;
    bool isPaused = false;
};
using JobChange = std::variant<ClaimJobs, EndAttempt, CancelJob, RetryJob, DiscardJob, CancelLaneJobs, ReleaseDelayed,
                               ReadLane, TrimJobs, PauseQueue>;

//! A row that changed.
struct JobMove {
    JobState before = JobState::Waiting;
    JobRow row;               //!< As it is now; of a deleted one as it was.
    bool isGone = false;      //!< Deleted.
    QByteArray payload = {};  //!< Of ClaimJobs.
    std::optional<JobError> error = std::nullopt; //!< Of ClaimJobs and ReleaseDelayed: of the attempt before.
};

//! What a change did.
struct JobOutcome {
    QList<JobMove> moves = {}; //!< Of EndAttempt number and lane only: its caller has the rest.
    QList<JobRow> ready = {};  //!< Of ReadLane: number and priority.
    std::optional<JobState> found = {}; //!< Of a change of one job that was in another state: that state. Nullopt: it is not there.
    std::optional<Timestamp> next = {}; //!< Of ReleaseDelayed, TrimJobs: time of the earliest that stays.
};

//! What a queue must know to go on.
struct StoredQueue {
    qint64 lastNumber = 0;
    QList<JobLane> lanes;
    QStringList paused;
    struct Count {
        qint64 lane = 0;
        JobState state = JobState::Waiting;
        qint64 jobs = 0;
    };
    QList<Count> counts; //!< By lane and state, none of 0.
    QList<JobRow> active;
    std::optional<Timestamp> nextDue;
};

//! Verbs run in the order in which they are called and may be called from any thread. A finished write is synced to
//! disk. Every verb can fail with Storage (code "disk-full"); nothing of a failed write is kept.
class JobStore
{
public:
    virtual ~JobStore() = default;
    //! What is there at \a now. Delays that began in the future, the clock having gone back, begin now.
    virtual Future<StoredQueue> open(Timestamp now) = 0;
    //! Inserts jobs with their lanes, all or none, in their order.
    virtual Future<QList<AddedJob>> add(QList<JobToAdd> jobs) = 0;
    //! Makes changes in order, all or none.
    virtual Future<QList<JobOutcome>> change(QList<JobChange> changes) = 0;

    //! All of a job. NotFound. Not behind writes that are under way, nor do they wait for it; so is page().
    virtual Future<Job> job(qint64 number) = 0;
    //! Newest first, without payload, result and history. Invalid for a bad `after`.
    virtual Future<JobPage> page(JobQuery query) = 0;

    //! Makes sure that limits::kStoreReserveBytes of the disk are kept for later: whether they are.
    virtual Future<bool> ensureReserve() = 0;
    //! Whether there is room to write, beside those; looked at anew. Behind what is under way.
    virtual Future<bool> hasRoom() = 0;
    //! Gives them free, for what must be written now: whether there were any.
    virtual Future<bool> spendReserve() = 0;
};

} // namespace muster
