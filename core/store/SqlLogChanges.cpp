// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlLogChanges.h"

#include "core/base/Limits.h"
#include "core/store/LogText.h"

#include <QHash>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Chunks that go from a log for one that comes, so that a log shrinks below its bounds while it is written.
constexpr int kGoingForOne = 4;
//! Chunks of a job's log that go with the job.
constexpr int kGoingWithJob = 200;
//! How long the end of a log is remembered that is not written any more.
constexpr milliseconds kEndKept = std::chrono::hours(90 * 24);

enum class View { Entity, Job };

//! How far a log is while chunks are added to it.
struct End {
    qint64 last = 0;
    qint64 bytes = 0;
    int added = 0;
};

struct Row {
    qint64 id = 0;
    qint64 last = 0;    // Or its time, of all logs together.
    qint64 upTo = 0;    // Text of its log up to its end.
    qint64 bytes = 0;
};

Result<QList<Row>> rowsOf(SqlConnection &connection, QLatin1StringView name, const QString &key, int most)
{
    MUSTER_TRY(find, connection.fast(name));
    if (!key.isNull())
        find->add(key);
    find->add(qint64(most));
    QList<Row> rows;
    for (Result<bool> row = find->step();; row = find->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.append({find->number(0), find->number(1), find->number(2), find->number(3)});
    }
}

Result<QList<Row>> oldestOf(SqlConnection &connection, View view, const QString &key, int most)
{
    return rowsOf(connection, view == View::Entity ? "oldest_of_entity_log"_L1 : "oldest_of_job_log"_L1, key, most);
}

Result<int> runOn(SqlConnection &connection, QLatin1StringView name, qint64 number)
{
    MUSTER_TRY(statement, connection.fast(name));
    return statement->add(number).run();
}

Result<void> countBytes(SqlConnection &connection, qint64 grown)
{
    if (grown == 0)
        return {};
    MUSTER_TRY(changed, runOn(connection, "count_log_bytes"_L1, grown));
    Q_UNUSED(changed)
    return {};
}

//! Takes a chunk out of \a views, and deletes it when it stands in none; \a gone grows by its bytes then.
Result<void> leave(SqlConnection &connection, const Row &row, std::initializer_list<View> views, qint64 *gone)
{
    for (const View view : views)
        MUSTER_CHECK(runOn(connection, view == View::Entity ? "leave_entity_log"_L1 : "leave_job_log"_L1, row.id));
    MUSTER_TRY(deleted, runOn(connection, "delete_log_chunk"_L1, row.id));
    if (deleted == 0)
        return {};
    MUSTER_CHECK(runOn(connection, "delete_log_text"_L1, row.id));
    *gone += row.bytes;
    return {};
}

Result<End> endOf(SqlConnection &connection, View view, const QString &key)
{
    MUSTER_TRY(find, connection.fast(view == View::Entity ? "log_end"_L1 : "job_log_end"_L1));
    MUSTER_TRY(isThere, find->add(key).step());
    return isThere ? End{find->number(0), find->number(1), 0} : End{};
}

//! The ends of logs that a write moves: read once, written once.
class Ends
{
public:
    explicit Ends(SqlConnection &connection) : m_connection(connection) {}

    Result<End *> of(View view, const QString &key)
    {
        QHash<QString, End> &ends = view == View::Entity ? m_entities : m_jobs;
        auto found = ends.find(key);
        if (found == ends.end()) {
            MUSTER_TRY(end, endOf(m_connection, view, key));
            found = ends.insert(key, end);
        }
        return &*found;
    }
    Result<void> finish(Timestamp at, qint64 *gone)
    {
        for (auto it = m_entities.cbegin(); it != m_entities.cend(); ++it) {
            MUSTER_TRY(keep, m_connection.fast("keep_log_end"_L1));
            MUSTER_CHECK(keep->add(it.key()).add(it->last).add(it->bytes).add(at.msSinceEpoch).run());
            MUSTER_CHECK(shrink(View::Entity, it.key(), *it, gone));
        }
        for (auto it = m_jobs.cbegin(); it != m_jobs.cend(); ++it)
            MUSTER_CHECK(shrink(View::Job, it.key(), *it, gone));
        return {};
    }

private:
    Result<void> shrink(View view, const QString &key, const End &end, qint64 *gone)
    {
        if (end.last <= limits::kLogLinesKept && end.bytes <= limits::kLogBytesKept)
            return {};
        MUSTER_TRY(rows, oldestOf(m_connection, view, key, end.added * kGoingForOne));
        for (const Row &row : rows) {
            if (row.last > end.last - limits::kLogLinesKept && row.upTo - row.bytes >= end.bytes - limits::kLogBytesKept)
                return {};
            MUSTER_CHECK(leave(m_connection, row, {view}, gone));
        }
        return {};
    }

    SqlConnection &m_connection;
    QHash<QString, End> m_entities;
    QHash<QString, End> m_jobs;
};

Result<LogNumbers> addChunk(SqlConnection &connection, Ends *ends, const LogChunk &chunk, const QByteArray &text)
{
    const qint64 count = chunk.lines.size();
    MUSTER_TRY(entity, ends->of(View::Entity, chunk.entity.text()));
    entity->last += count;
    entity->bytes += text.size();
    ++entity->added;
    End none;
    End *job = &none;
    if (!chunk.job.isEmpty()) {
        MUSTER_TRY(own, ends->of(View::Job, chunk.job.text()));
        job = own;
        job->last += count;
        job->bytes += text.size();
        ++job->added;
    }
    MUSTER_TRY(add, connection.fast("add_log_chunk"_L1));
    add->add(chunk.entity.text()).add(entity->last).add(entity->bytes);
    add->add(chunk.job.text()).add(job->last).add(job->bytes).add(qint64(chunk.job.isEmpty() ? 0 : 1));
    MUSTER_CHECK(add->add(chunk.node.text()).add(count).add(qint64(text.size())).add(chunk.lines.constFirst().at.msSinceEpoch).run());
    MUSTER_TRY(keep, connection.fast("add_log_text"_L1));
    MUSTER_CHECK(keep->add(text).run());
    return LogNumbers{quint64(entity->last - count + 1), chunk.job.isEmpty() ? 0 : quint64(job->last - count + 1)};
}

} // namespace

Result<QList<LogNumbers>> appendLogs(SqlConnection &connection, const QList<LogChunk> &chunks)
{
    QList<LogNumbers> numbers;
    Ends ends(connection);
    Timestamp newest;
    qint64 grown = 0;
    qint64 gone = 0;
    for (const LogChunk &chunk : chunks) {
        if (chunk.mark.number > 0) {
            MUSTER_TRY(keep, connection.fast("keep_log_mark"_L1));
            MUSTER_CHECK(keep->add(chunk.node.text()).add(chunk.mark.log).add(qint64(chunk.mark.number)).run());
        }
        if (chunk.lines.isEmpty()) {
            numbers.append(LogNumbers{});
            continue;
        }
        newest = std::max(newest, chunk.lines.constLast().at);
        const QByteArray text = logTextOf(chunk.lines, chunk.lines.constFirst().at);
        MUSTER_TRY(first, addChunk(connection, &ends, chunk, text));
        numbers.append(first);
        grown += text.size();
    }
    MUSTER_CHECK(ends.finish(newest, &gone));
    MUSTER_CHECK(countBytes(connection, grown - gone));
    return numbers;
}

Result<int> dropLog(SqlConnection &connection, const LogSource &source, int most)
{
    const View view = source.entity ? View::Entity : View::Job;
    MUSTER_TRY(rows, oldestOf(connection, view, source.entity ? source.entity->text() : source.job.text(), most));
    qint64 gone = 0;
    for (const Row &row : std::as_const(rows)) {
        MUSTER_CHECK(view == View::Entity ? leave(connection, row, {View::Entity}, &gone)
                                          : leave(connection, row, {View::Entity, View::Job}, &gone));
    }
    MUSTER_CHECK(countBytes(connection, -gone));
    return int(rows.size());
}

Result<int> trimLogs(SqlConnection &connection, Timestamp before, qint64 bytesMost, int most)
{
    MUSTER_TRY(all, endOf(connection, View::Entity, u""_s));
    MUSTER_TRY(rows, rowsOf(connection, "oldest_log_chunks"_L1, QString(), most));
    qint64 gone = 0;
    int count = 0;
    for (const Row &row : std::as_const(rows)) {
        if (row.last >= before.msSinceEpoch && all.bytes - gone <= bytesMost)
            break;
        MUSTER_CHECK(leave(connection, row, {View::Entity, View::Job}, &gone));
        ++count;
    }
    MUSTER_CHECK(countBytes(connection, -gone));
    MUSTER_TRY(forget, connection.fast("forget_log_ends"_L1));
    MUSTER_CHECK(forget->add(before.msSinceEpoch - kEndKept.count()).add(qint64(most)).run());
    return count;
}

Result<void> leaveJobLog(SqlConnection &connection, const JobId &job)
{
    MUSTER_TRY(rows, oldestOf(connection, View::Job, job.text(), kGoingWithJob));
    qint64 gone = 0;
    for (const Row &row : std::as_const(rows))
        MUSTER_CHECK(leave(connection, row, {View::Job}, &gone));
    return countBytes(connection, -gone);
}

} // namespace muster
