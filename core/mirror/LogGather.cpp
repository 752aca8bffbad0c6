// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/LogGather.h"

#include "core/base/Limits.h"

namespace muster {

LogGather::LogGather(ClusterSession *session, const LogSource &source, QObject *parent)
    : QObject(parent), m_session(session), m_source(source)
{
}

LogGather::~LogGather() = default;

void LogGather::start()
{
    ask(0);
}

void LogGather::ask(quint64 after)
{
    if (!m_session)
        return;
    const LogQuery query{.source = m_source, .after = after, .most = limits::kLogPage};
    whenDone(this, m_session->cluster().log(query), [this, after](const Result<LogPage> &page) { take(after, page); });
}

//! "After 0" is the newest page, which is all of a short log; a longer one is read from its beginning.
void LogGather::take(quint64 after, const Result<LogPage> &page)
{
    if (!page) {
        m_error = page.error();
        return Q_EMIT finished();
    }
    if (after == 0) {
        const bool isAll = page->lines.isEmpty() || page->lines.constFirst().number <= 1;
        if (!isAll)
            return ask(1);
        m_lines = page->lines;
        return Q_EMIT finished();
    }
    m_lines += page->lines;
    const bool goesOn = page->hasMore && !page->lines.isEmpty() && m_lines.size() < limits::kLogLinesKept * 2;
    goesOn ? ask(m_lines.constLast().number) : Q_EMIT finished();
}

} // namespace muster
