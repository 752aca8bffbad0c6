// SPDX-License-Identifier: Apache-2.0
#pragma once
// All jobs that a query lists, also those that nobody scrolled to: how many there are, and what a verb is for.

#include "core/mirror/ClusterSession.h"

#include <QPointer>

namespace muster {

//! Reads page after page, newest first, once. GUI thread.
class JobGather final : public QObject
{
    Q_OBJECT
public:
    //! Jobs that one of them reads; of more only the newest are known.
    static constexpr qsizetype kMost = 20'000;

    //! The session may die first; then it stops where it is, without a word.
    JobGather(ClusterSession *session, const JobQuery &query, QObject *parent);
    ~JobGather() override;
    Q_DISABLE_COPY_MOVE(JobGather)

    void start();
    const JobQuery &query() const { return m_query; }
    //! So far.
    const QList<Job> &jobs() const { return m_jobs; }
    bool isFinished() const { return m_isFinished; }
    //! Whether there are more than it read.
    bool hasMore() const { return m_hasMore; }
    //! Why it broke off; none when it did not.
    const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    //! A page is in.
    void progressed();
    //! The last one is, or error() says why not. Once.
    void finished();

private:
    void ask();
    void take(const Result<JobPage> &page);

    QPointer<ClusterSession> m_session;
    JobQuery m_query;
    QList<Job> m_jobs;
    std::optional<Error> m_error;
    bool m_hasMore = true;
    bool m_isFinished = false;
};

} // namespace muster
