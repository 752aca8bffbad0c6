// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobGather.h"

#include "core/base/Limits.h"

namespace muster {

JobGather::JobGather(ClusterSession *session, const JobQuery &query, QObject *parent)
    : QObject(parent), m_session(session), m_query(query)
{
    m_query.after = {};
    m_query.most = limits::kJobPage;
}

JobGather::~JobGather() = default;

void JobGather::start()
{
    ask();
}

void JobGather::ask()
{
    if (!m_session)
        return;
    whenDone(this, m_session->cluster().jobs(m_query), [this](const Result<JobPage> &page) { take(page); });
}

void JobGather::take(const Result<JobPage> &page)
{
    if (!page) {
        m_error = page.error();
    } else {
        m_jobs += page->jobs;
        m_hasMore = page->hasMore && !page->jobs.isEmpty();
        Q_EMIT progressed();
        if (m_hasMore && m_jobs.size() < kMost) {
            m_query.after = m_jobs.constLast().id;
            return ask();
        }
    }
    m_isFinished = true;
    Q_EMIT finished();
}

} // namespace muster
