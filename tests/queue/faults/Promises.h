// SPDX-License-Identifier: Apache-2.0
#pragma once
// What clients were promised, to be held against what a queue still knows.

#include "tests/queue/faults/RandomWork.h"
#include "tests/support/Outcome.h"

namespace muster {

class Promises
{
public:
    void note(Promise promise, qint64 job) { m_all.append({promise, job}); }
    qsizetype count() const { return m_all.size(); }

    //! The first promise that \a queue does not keep, or empty.
    QString brokenBy(QueueProvider &queue) const
    {
        for (const auto &[promise, number] : m_all) {
            const auto job = outcomeOf(queue.job(jobIdOf(number)));
            if (!job || !isKept(promise, *job))
                return QStringLiteral("promise %1 of %2: %3")
                    .arg(static_cast<int>(promise))
                    .arg(number)
                    .arg(job ? wordOf(job->state) : job.error().text());
        }
        return {};
    }

private:
    static bool isKept(Promise promise, const Job &job)
    {
        switch (promise) {
        case Promise::Added:
            return true;
        case Promise::Begun:
            return !job.history.isEmpty();
        case Promise::Completed:
            return job.state == JobState::Completed;
        case Promise::Cancelled:
            return job.state == JobState::Cancelled;
        }
        Q_UNREACHABLE();
    }

    QList<std::pair<Promise, qint64>> m_all;
};

} // namespace muster
