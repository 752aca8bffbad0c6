// SPDX-License-Identifier: Apache-2.0
#pragma once
// The queue that needs no other service: a JobStore underneath, what is soon needed in memory. See core/decisions/0023.

#include "core/base/Limits.h"
#include "core/queue/QueueProvider.h"
#include "core/queue/embedded/AttemptLedger.h"
#include "core/queue/embedded/JobPipeline.h"
#include "core/queue/embedded/QueueLedger.h"
#include "core/queue/embedded/ReadyIndex.h"

#include <QTimer>

#include <map>

namespace muster {

//! The only writer of its store. What a verb decides in memory becomes true with the store's answer: until then a picked
//! job is set aside, an ending attempt is marked, and nothing else has changed.
class EmbeddedQueue final : public QueueProvider
{
    Q_OBJECT

public:
    //! \a store and \a clock must outlive it.
    EmbeddedQueue(JobStore &store, const Clock &clock, QObject *parent = nullptr);
    ~EmbeddedQueue() override;

    Future<void> open() override;
    Future<QList<QueuedJob>> add(QList<NewJob> jobs) override;
    Future<QList<Claim>> claim(QStringList lanes, int most, NodeId holder) override;
    Future<QList<AttemptToken>> renew(QList<AttemptToken> attempts) override;
    Future<void> complete(AttemptToken attempt, QByteArray result) override;
    Future<void> fail(AttemptToken attempt, JobError error, AttemptEnd end) override;
    Future<int> holderLost(NodeId holder) override;
    Future<void> cancel(JobId job) override;
    Future<void> retry(JobId job) override;
    Future<void> discard(JobId job) override;
    Future<int> cancelLane(QString lane) override;
    Future<void> pauseQueue(QString queue, bool isPaused) override;
    Future<Job> job(JobId job) override;
    Future<JobPage> jobs(JobQuery query) override;
    QList<QueueFacts> queues(const QList<TenantId> &tenants = {}) const override;
    qint64 waitingIn(const QString &lane) const override;
    QList<AttemptToken> heldBy(const NodeId &holder) const override;
    bool isFull() const override { return m_pipeline.isFull(); }
    Future<void> sweep() override;

private:
    struct PendingClaim;
    using Ended = std::function<void(const Result<void> &outcome)>;

    // EmbeddedQueue.cpp
    void takeStored(const StoredQueue &stored);
    Result<void> refusalOf(const QList<NewJob> &jobs) const;
    JobToAdd entryOf(const NewJob &job);
    void noteAdded(const JobToAdd &job);
    void noteMove(const JobMove &move, const std::optional<JobError> &error);
    void tell(const JobRow &row, JobState state, const std::optional<JobError> &error);
    void finishLater(std::function<void()> finish) { m_finishes.push_back(std::move(finish)); }
    void settle();
    Timestamp now() const; // By the steady clock since open(), so that delays do not jump.
    Error openingError() const;

    // EmbeddedQueueClaims.cpp
    void continueClaim(const std::shared_ptr<PendingClaim> &claim);
    void readLanes(const std::shared_ptr<PendingClaim> &claim, const QList<qint64> &lanes);
    bool pickFrom(PendingClaim *claim);
    void sendClaim(const std::shared_ptr<PendingClaim> &claim);
    void noteClaimed(const std::shared_ptr<PendingClaim> &claim, const Result<JobOutcome> &outcome);
    Claim claimOf(const JobMove &move, SteadyTime lockUntil) const;

    // EmbeddedQueueAttempts.cpp
    void end(const RunningAttempt &attempt, EndAttempt change, Ended done);
    void noteEnd(const RunningAttempt &attempt, const EndAttempt &change, const Result<JobOutcome> &outcome, const Ended &done);
    EndAttempt failureOf(const RunningAttempt &attempt, const JobError &error, AttemptEnd end) const;

    // EmbeddedQueueJobs.cpp
    template <typename Change>
    Future<void> changeOne(const JobId &job, Change change, const QString &code, const QString &refusal);
    void cancelMore(qint64 lane, int sofar, const Pending<int> &pending);
    void noteCancelled(const JobOutcome &outcome);
    std::optional<Waiting> waitingFor(const Job &job) const;

    // EmbeddedQueueSweep.cpp
    void doSweep();
    void sweepLocks();
    void sweepDelays();
    void noteReleased(const JobOutcome &outcome);
    void sweepOld(JobState state);
    void armTimer();

    JobStore &m_store;
    const Clock &m_clock;
    JobPipeline m_pipeline;
    QueueLedger m_ledger;
    ReadyIndex m_ready;
    AttemptLedger m_attempts;
    bool m_isOpen = false;
    Timestamp m_openedAt;      // By the wall,
    SteadyTime m_openedSteady; // and at the same moment by the steady clock.
    qint64 m_lastNumber = 0;

    std::vector<std::function<void()>> m_finishes; // Of this transaction; called after the signals.
    QList<JobChanged> m_changed;
    QSet<qint64> m_readyLanes;
    QSet<QString> m_changedQueues;
    QHash<NodeId, QList<AttemptToken>> m_lost;

    QTimer m_timer;
    SteadyTime m_lastSweep{};
    SteadyTime m_lastProbe{};
    std::optional<Timestamp> m_nextDue;
    bool m_isReleasing = false;
    std::map<JobState, std::optional<Timestamp>> m_oldest; // When the oldest job that is over was over, as far as we know.
    QSet<JobState> m_trimming;
    QList<Pending<void>> m_sweeps;
};

} // namespace muster
