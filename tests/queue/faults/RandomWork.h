// SPDX-License-Identifier: Apache-2.0
#pragma once
// Random words to a queue, many at once, and a word for each answer: what a client was promised.

#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/JobNumber.h"

#include <functional>
#include <random>

namespace muster {

//! What a client was told of a job.
enum class Promise { Added, Begun, Completed, Cancelled };

//! Speaks to a queue until it is destroyed.
class RandomWork : public QObject
{
public:
    using Told = std::function<void(Promise promise, qint64 job)>;

    //! \a told hears what is acknowledged, at that moment.
    RandomWork(QueueProvider &queue, quint32 seed, Told told) : m_queue(queue), m_random(seed), m_told(std::move(told)) {}

    //! Says one thing.
    void step()
    {
        const unsigned what = m_random() % 10;
        if (what < 5)
            add(1 + static_cast<int>(m_random() % 4));
        else if (what < 7)
            claim();
        else if (what < 9 && !m_running.isEmpty())
            end();
        else if (!m_waiting.isEmpty())
            cancel();
    }
    //! Words that have no answer yet.
    int open() const { return m_open; }
    //! Answers that were not promises: the queue refused.
    int refused() const { return m_refused; }
    const Error &lastError() const { return m_lastError; }

private:
    void add(int count)
    {
        NewJob job;
        job.request.entity = EntityRef::parse(QStringLiteral("agent/a%1").arg(m_random() % 3 + 1), {}).value();
        job.request.payload = QByteArray(static_cast<qsizetype>(m_random() % 700), 'x');
        job.request.priority = static_cast<int>(m_random() % 2);
        job.request.attempts = 1 + static_cast<int>(m_random() % 3);
        job.request.backoff = milliseconds(m_random() % 3);
        ++m_open;
        whenDone(this, m_queue.add(QList<NewJob>(count, job)), [this](const Result<QList<QueuedJob>> &added) {
            note(added);
            for (const QueuedJob &one : added.value_or({})) {
                m_waiting.append(one.job);
                m_told(Promise::Added, jobNumberOf(one.job));
            }
        });
    }
    void claim()
    {
        const QStringList lanes{QStringLiteral("agent/a1"), QStringLiteral("agent/a2"), QStringLiteral("agent/a3")};
        ++m_open;
        whenDone(this, m_queue.claim(lanes, 1 + static_cast<int>(m_random() % 6), NodeId(QStringLiteral("n1"))),
                 [this](const Result<QList<Claim>> &claims) {
                     note(claims);
                     for (const Claim &one : claims.value_or({})) {
                         m_running.append(one.attempt);
                         m_told(Promise::Begun, jobNumberOf(one.attempt.job));
                     }
                 });
    }
    void end()
    {
        const AttemptToken attempt = m_running.takeAt(static_cast<qsizetype>(m_random() % static_cast<unsigned>(m_running.size())));
        ++m_open;
        if (m_random() % 3 == 0) {
            const JobError error{QStringLiteral("exit-status"), QStringLiteral("it ended with 1")};
            whenDone(this, m_queue.fail(attempt, error, AttemptEnd::Failed), [this](const Result<void> &ended) { note(ended); });
            return;
        }
        whenDone(this, m_queue.complete(attempt, "{}"), [this, attempt](const Result<void> &ended) {
            note(ended);
            if (ended)
                m_told(Promise::Completed, jobNumberOf(attempt.job));
        });
    }
    void cancel()
    {
        const JobId job = m_waiting.takeAt(static_cast<qsizetype>(m_random() % static_cast<unsigned>(m_waiting.size())));
        ++m_open;
        whenDone(this, m_queue.cancel(job), [this, job](const Result<void> &ended) {
            note(ended);
            if (ended)
                m_told(Promise::Cancelled, jobNumberOf(job));
        });
    }
    template <typename T>
    void note(const Result<T> &answer)
    {
        --m_open;
        if (answer || answer.error().kind == ErrorKind::Conflict)
            return;
        ++m_refused;
        m_lastError = answer.error();
    }

    QueueProvider &m_queue;
    std::mt19937 m_random;
    Told m_told;
    QList<JobId> m_waiting; // Those that were added, whatever became of them.
    QList<AttemptToken> m_running;
    int m_open = 0;
    int m_refused = 0;
    Error m_lastError;
};

} // namespace muster
