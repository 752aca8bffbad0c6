// SPDX-License-Identifier: Apache-2.0
#pragma once
// One piece of queued work, run at least once: what is asked, how far it is, what became of it.

#include "core/domain/Placement.h"

#include <QByteArray>

namespace muster {

struct JobTag {
};
using JobId = Id<JobTag>;

//! Source: interface.md, Job.
enum class JobState { Waiting, Delayed, Active, Completed, Failed, Cancelled };

inline constexpr std::array kJobStates{JobState::Waiting,   JobState::Delayed, JobState::Active,
                                       JobState::Completed, JobState::Failed,  JobState::Cancelled};

//! "waiting" … "cancelled".
QString wordOf(JobState state);
Result<JobState> jobStateOf(const QString &word, const QString &field);
//! Completed, failed and cancelled jobs change no more, unless a person retries them.
inline bool isOver(JobState state)
{
    return state == JobState::Completed || state == JobState::Failed || state == JobState::Cancelled;
}
//! Whether a job may go from \a from to \a to; all other moves are refused.
bool mayFollow(JobState from, JobState to);

//! Why an attempt, or a job, failed.
struct JobError {
    QString code; //!< "exit-status", "timeout", "node-lost", "crash-limit", "no-program", "cancelled" …
    QString text; //!< One sentence.

    bool operator==(const JobError &) const = default;
};

//! One try. The number is also its token: what an older attempt says is refused.
struct JobAttempt {
    int number = 0; //!< From 1.
    NodeId node;
    Timestamp startedAt;
    std::optional<Timestamp> endedAt;
    std::optional<JobError> error; //!< None: it runs, or it succeeded.

    bool operator==(const JobAttempt &) const = default;
};

//! What a control plane takes where a request says nothing. Source: interface.md, QUEUE_DEFAULT_ATTEMPTS, QUEUE_DEFAULT_BACKOFF_MS.
struct JobDefaults {
    int attempts = 3;
    milliseconds backoff{1000};
};

//! What to run. Source: issue 4, `jobs submit`.
struct JobRequest {
    EntityRef entity;
    QByteArray payload;      //!< JSON, at most limits::kJobPayloadBytes; the agent reads exactly these bytes.
    std::optional<int> attempts = std::nullopt;         //!< 1 … limits::kJobAttempts; none: the cluster's JobDefaults.
    std::optional<milliseconds> backoff = std::nullopt; //!< Before the second attempt; doubles, see JobRetry.h. None: as above.
    milliseconds delay{0};      //!< Not before then.
    int priority = 0;           //!< Higher first; ±limits::kJobPriority.
    QString dedupeKey = {};     //!< The same key gives the same job while it is kept (Q-9).
    milliseconds attemptTimeout{0}; //!< Of one attempt; 0: none.
};

struct Job {
    JobId id;
    QString queue;   //!< Name of the queue that it waits in; queueOf().
    EntityRef entity;
    JobState state = JobState::Waiting;
    QByteArray payload;
    int attemptsMade = 0;
    int attempts = 3;
    milliseconds backoff{1000};
    int priority = 0;
    QString dedupeKey;
    milliseconds attemptTimeout{0};
    NodeId node;                        //!< Where it runs or ran last; empty before.
    QByteArray result;                  //!< JSON; of a completed job.
    std::optional<JobError> error;      //!< Of the last failed attempt.
    std::optional<Waiting> waitingFor;  //!< While it is not active and not over.
    Timestamp createdAt;
    QString createdBy;
    std::optional<Timestamp> runAt;     //!< Of a delayed one: not before.
    std::optional<Timestamp> startedAt; //!< Of its last attempt.
    std::optional<Timestamp> finishedAt;
    QList<JobAttempt> history = {};     //!< Oldest first, at most limits::kJobHistory; only in job(), not in lists.

    bool operator==(const Job &) const = default;
};

//! The queue of an entity's jobs: its kind's word, so that a kind can be paused as a whole.
QString queueOf(const EntityRef &entity);

//! What to list, newest first.
struct JobQuery {
    std::optional<JobState> state = std::nullopt;
    QString queue = {};
    std::optional<EntityRef> entity = std::nullopt;
    NodeId node = {};
    QString search = {}; //!< Part of id, entity or error.
    JobId after = {};    //!< The last one of the page before; empty: from the newest.
    int most = 100;      //!< 1 … limits::kJobPage.
};

struct JobPage {
    QList<Job> jobs;   //!< Without payload, result and history.
    bool hasMore = false;
};

//! A queue with its counts, which cost nothing to ask.
struct QueueFacts {
    QString name;
    bool isPaused = false;
    qint64 waiting = 0;
    qint64 delayed = 0;
    qint64 active = 0;
    qint64 completed = 0; //!< Kept; old ones are deleted (limits::kJobsKept…).
    qint64 failed = 0;    //!< The dead letters: kept with their payload until somebody retries or discards them.
    qint64 cancelled = 0;
    std::optional<Timestamp> oldestWaiting;

    bool operator==(const QueueFacts &) const = default;
};

} // namespace muster
