// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlLogCall.h"

#include "app/ctl/LogOutput.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

CtlLogCall::CtlLogCall(Cluster &cluster, const CtlOptions &options, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_options(options)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &CtlLogCall::follow);
}

Future<CtlAnswer> CtlLogCall::run()
{
    LogQuery query{m_options.work.log};
    // Only to know where it ends, unless that page is all that is wanted.
    query.most = isOnePage() ? std::max(1, *m_options.work.tail) : 1;
    whenDone(this, m_cluster.log(query), [this](const Result<LogPage> &page) { takeNewest(page); });
    return m_answer.future();
}

bool CtlLogCall::isOnePage() const
{
    return m_options.work.tail && *m_options.work.tail <= limits::kLogPage;
}

void CtlLogCall::takeNewest(const Result<LogPage> &page)
{
    if (!page)
        return fail(page.error());
    Q_EMIT printed(logHeading(m_options.form).toUtf8());
    const quint64 newest = page->lines.isEmpty() ? 0 : page->lines.constLast().number;
    if (isOnePage()) {
        if (*m_options.work.tail > 0)
            print(page->lines);
        m_last = m_gapsAfter = newest;
    } else if (m_options.work.tail) { // Numbers have gaps only where lines were dropped at their source.
        m_last = newest - std::min(newest, quint64(*m_options.work.tail));
    }
    if (!m_options.isFollowing)
        m_until = newest;
    else if (!m_options.work.log.job.isEmpty())
        watchJob();
    finishWhenRead();
    if (!m_isDone)
        follow();
}

void CtlLogCall::watchJob()
{
    m_wait = std::make_unique<JobWait>(m_cluster, std::nullopt);
    whenDone(this, m_cluster.job(m_options.work.log.job), [this](const Result<Job> &job) {
        if (!job) // The feed has the same trouble, and tells it.
            return QTimer::singleShot(limits::kRetryMost, this, &CtlLogCall::watchJob);
        whenDone(this, m_wait->run(*job), [this](const Result<Job> &over) {
            if (!over)
                return fail(over.error());
            m_goodbye = u"job %1 %2"_s.arg(over->id.text(), wordOf(over->state));
            findEnd();
        });
    });
}

//! The job is over: its log has all that it said.
void CtlLogCall::findEnd()
{
    if (m_isDone)
        return;
    LogQuery query{m_options.work.log};
    query.most = 1;
    whenDone(this, m_cluster.log(query), [this](const Result<LogPage> &page) {
        if (!page && !mayRetry(page.error().kind))
            return fail(page.error());
        if (!page)
            return QTimer::singleShot(limits::kRetryMost, this, &CtlLogCall::findEnd);
        m_until = page->lines.isEmpty() ? 0 : page->lines.constLast().number;
        finishWhenRead();
    });
}

void CtlLogCall::follow()
{
    if (m_isDone)
        return;
    m_feed = m_cluster.followLog(m_options.work.log, m_last);
    if (!m_feed)
        return fail(unsupported(u"this cluster cannot show logs"_s));
    connect(m_feed.get(), &LogFeed::arrived, this, &CtlLogCall::take);
    connect(m_feed.get(), &LogFeed::ended, this, &CtlLogCall::takeEnd);
}

void CtlLogCall::take(const QList<LogLine> &lines)
{
    if (std::exchange(m_isLost, false))
        Q_EMIT noted(u"following again"_s);
    m_pause = milliseconds(0);
    print(lines);
    finishWhenRead();
}

void CtlLogCall::takeEnd(const Error &error)
{
    m_feed.release()->deleteLater(); // It is speaking.
    if (m_isDone)
        return;
    if (!mayRetry(error.kind))
        return fail(error);
    if (!std::exchange(m_isLost, true))
        Q_EMIT noted(u"lost the connection, trying again: "_s + error.text());
    m_pause = std::clamp(m_pause * 2, limits::kRetryFirst, limits::kRetryMost);
    m_retry.start(m_pause);
}

void CtlLogCall::print(const QList<LogLine> &lines)
{
    if (m_isDone || lines.isEmpty())
        return;
    QList<LogLine> wanted = lines;
    if (m_until && !m_options.isFollowing) // Not what is written while we read.
        wanted.removeIf([this](const LogLine &line) { return line.number > *m_until; });
    Q_EMIT printed(logText(wanted, m_gapsAfter, m_options.form).toUtf8());
    m_last = m_gapsAfter = lines.constLast().number;
}

void CtlLogCall::finishWhenRead()
{
    if (m_isDone || !m_until || m_last < *m_until)
        return;
    m_isDone = true;
    if (!m_goodbye.isEmpty())
        Q_EMIT noted(m_goodbye);
    m_answer.finish(CtlAnswer{});
}

void CtlLogCall::fail(const Error &error)
{
    if (!std::exchange(m_isDone, true))
        m_answer.finish(error);
}

} // namespace muster
