// SPDX-License-Identifier: Apache-2.0
// From the disk to those who look.
#include "core/controlplane/LogBook.h"

#include "core/base/Limits.h"
#include "core/controlplane/LogReader.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Text of one page, in memory; it is shorter as JSON mostly.
constexpr qint64 kPageBytes = 4 * 1024 * 1024;
//! The same for one who follows: a piece that fits into the buffer of a stream.
constexpr qint64 kPieceBytes = 256 * 1024;
constexpr int kPieceLines = 1000;

} // namespace

Future<void> LogBook::mayRead(const LogSource &source, const Actor &by)
{
    if (source.entity) {
        const bool isIts = by.owns(source.entity->tenant) && m_parts.catalog.find(*source.entity);
        return isIts ? ready() : failed<void>(notFound(u"there is no entity %1"_s.arg(source.entity->text())));
    }
    if (source.job.isEmpty())
        return failed<void>(invalid(u"source"_s, u"source: an entity like agent/hello, or job/ID"_s));
    const Pending<void> pending;
    whenDone(this, m_parts.queue.job(source.job), [source, by, pending](const Result<Job> &job) {
        const bool isOthers = job && !by.owns(job->entity.tenant);
        if (isOthers || (!job && job.error().kind == ErrorKind::NotFound))
            pending.finish(notFound(u"there is no job %1"_s.arg(source.job.text())));
        else
            pending.finish(job ? Result<void>() : job.error());
    });
    return pending.future();
}

Future<void> LogBook::written()
{
    const Pending<void> pending;
    const Pending<void> held;
    if (m_held.isEmpty())
        held.finish({});
    else
        m_waitForHeld.append(held);
    whenDone(this, held.future(), [this, pending](const Result<void> &) {
        flush();
        if (m_doneWrite == m_lastWrite)
            return pending.finish({});
        m_waitForWrite.append({m_lastWrite, pending});
    });
    return pending.future();
}

Future<LogPage> LogBook::log(LogQuery query, const Actor &by)
{
    query.most = std::clamp(query.most, 1, limits::kLogPage);
    const Pending<LogPage> pending;
    whenDone(this, mayRead(query.source, by), [this, query, pending](const Result<void> &may) {
        if (!may)
            return pending.finish(may.error());
        whenDone(this, written(), [this, query, pending](const Result<void> &) {
            const Future<LogPage> page = query.after == 0
                ? m_parts.store.newest(query.source, query.most, kPageBytes)
                : m_parts.store.after(query.source, query.after, query.most, kPageBytes);
            whenDone(this, page, [pending](const Result<LogPage> &read) { pending.finish(read); });
        });
    });
    return pending.future();
}

std::unique_ptr<LogFeed> LogBook::follow(const LogSource &source, quint64 after, const Actor &by)
{
    auto reader = std::make_unique<LogReader>(*this, source, after);
    if (m_readers.size() >= limits::kLogFollowers) {
        reader->end(Error{ErrorKind::Busy, {}, u"%1 logs are followed already"_s.arg(limits::kLogFollowers), {}, {}});
        return reader;
    }
    m_readers.insert(source.text(), reader.get());
    const QPointer<LogReader> there(reader.get());
    whenDone(this, mayRead(source, by), [there](const Result<void> &may) {
        if (!there)
            return;
        if (may)
            there->begin();
        else
            there->end(may.error());
    });
    return reader;
}

void LogBook::read(LogReader *reader)
{
    const QPointer<LogReader> there(reader);
    whenDone(this, written(), [this, there](const Result<void> &) {
        if (!there)
            return;
        const Future<LogPage> page = m_parts.store.after(there->source(), there->last(), kPieceLines, kPieceBytes);
        whenDone(this, page, [there](const Result<LogPage> &read) {
            if (there)
                there->take(read);
        });
    });
}

void LogBook::leave(LogReader *reader)
{
    m_readers.remove(reader->source().text(), reader);
}

void LogBook::endReaders(const LogSource &source, const Error &error)
{
    const QList<LogReader *> readers = m_readers.values(source.text());
    for (LogReader *reader : readers)
        reader->end(error); // Told in a later turn.
}

} // namespace muster
