// SPDX-License-Identifier: Apache-2.0
#include "core/store/SqlLogStore.h"

#include "core/base/Limits.h"
#include "core/store/LogText.h"
#include "core/store/SqlLogChanges.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <limits>

#include <sys/statvfs.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Logs must not be what fills the disk: with less room than this they are not written. Twice what jobs that run may need to end.
constexpr qint64 kRoomLeast = 2 * limits::kStoreReserveBytes;

Result<void> checkRoom(const QString &path)
{
    struct statvfs disk;
    if (::statvfs(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), &disk) != 0)
        return {}; // The write itself will say what is wrong.
    if (qint64(disk.f_bavail) * qint64(disk.f_frsize) >= kRoomLeast)
        return {};
    return Error{ErrorKind::Storage, u"writing logs"_s, u"less than %1 MiB are left for %2"_s.arg(kRoomLeast >> 20).arg(path),
                 u"disk-full"_s, {}};
}

//! Columns of entity_log_after.sql and its kin.
enum : int { kLast, kLines, kJob, kNode, kAt, kText };

//! The lines of the chunk under \a row.
Result<QList<LogLine>> linesUnder(const SqliteStatement &row)
{
    MUSTER_TRY(lines, logLinesOf(row.bytes(kText), {row.number(kAt)}));
    const quint64 first = quint64(row.number(kLast) - row.number(kLines) + 1);
    const JobId job(row.text(kJob));
    const NodeId node(row.text(kNode));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        lines[i].number = first + quint64(i);
        lines[i].job = job;
        lines[i].node = node;
    }
    return lines;
}

qint64 weightOf(const LogLine &line)
{
    return line.text.size() * qsizetype(sizeof(QChar));
}

QString keyOf(const LogSource &source)
{
    return source.entity ? source.entity->text() : source.job.text();
}

Result<LogPage> pageAfter(SqlConnection &connection, const LogSource &source, quint64 after, int most, qint64 bytesMost)
{
    MUSTER_TRY(rows, connection.fast(source.entity ? "entity_log_after"_L1 : "job_log_after"_L1));
    rows->add(keyOf(source)).add(qint64(std::min<quint64>(after, std::numeric_limits<qint64>::max())));
    LogPage page;
    qint64 bytes = 0;
    for (Result<bool> row = rows->step();; row = rows->step()) {
        if (!row)
            return row.error();
        if (!*row)
            return page;
        MUSTER_TRY(lines, linesUnder(*rows));
        for (LogLine &line : lines) {
            if (line.number <= after)
                continue;
            bytes += weightOf(line);
            if (page.lines.size() >= most || (bytes > bytesMost && !page.lines.isEmpty())) {
                page.hasMore = true;
                return page;
            }
            page.lines.append(std::move(line));
        }
    }
}

Result<LogPage> newestPage(SqlConnection &connection, const LogSource &source, int most, qint64 bytesMost)
{
    MUSTER_TRY(rows, connection.fast(source.entity ? "entity_log_newest"_L1 : "job_log_newest"_L1));
    rows->add(keyOf(source));
    LogPage page;
    qint64 bytes = 0;
    for (bool isFull = false; !isFull;) {
        MUSTER_TRY(isThere, rows->step());
        if (!isThere)
            break;
        MUSTER_TRY(lines, linesUnder(*rows));
        for (auto line = lines.rbegin(); line != lines.rend() && !isFull; ++line) {
            bytes += weightOf(*line);
            isFull = page.lines.size() >= most || (bytes > bytesMost && !page.lines.isEmpty());
            if (!isFull)
                page.lines.append(std::move(*line));
        }
    }
    std::ranges::reverse(page.lines);
    return page;
}

} // namespace

Future<QList<LogNumbers>> SqlLogStore::append(QList<LogChunk> chunks)
{
    return m_thread.write<QList<LogNumbers>>([path = m_path, chunks = std::move(chunks)](SqlConnection &connection) -> Result<QList<LogNumbers>> {
        MUSTER_CHECK(checkRoom(path));
        return appendLogs(connection, chunks);
    });
}

Future<QHash<NodeId, LogMark>> SqlLogStore::marks()
{
    return m_reader.read<QHash<NodeId, LogMark>>([](SqlConnection &connection) -> Result<QHash<NodeId, LogMark>> {
        MUSTER_TRY(rows, connection.fast("log_marks"_L1));
        QHash<NodeId, LogMark> marks;
        for (Result<bool> row = rows->step();; row = rows->step()) {
            if (!row)
                return row.error();
            if (!*row)
                return marks;
            marks.insert(NodeId(rows->text(0)), {rows->text(1), quint64(rows->number(2))});
        }
    });
}

Future<LogPage> SqlLogStore::after(LogSource source, quint64 after, int most, qint64 bytesMost)
{
    return m_reader.read<LogPage>([source = std::move(source), after, most, bytesMost](SqlConnection &connection) {
        return pageAfter(connection, source, after, most, bytesMost);
    });
}

Future<LogPage> SqlLogStore::newest(LogSource source, int most, qint64 bytesMost)
{
    return m_reader.read<LogPage>([source = std::move(source), most, bytesMost](SqlConnection &connection) {
        return newestPage(connection, source, most, bytesMost);
    });
}

Future<int> SqlLogStore::drop(LogSource source, int most)
{
    return m_thread.write<int>([source = std::move(source), most](SqlConnection &connection) { return dropLog(connection, source, most); });
}

Future<int> SqlLogStore::trim(Timestamp before, qint64 bytesMost, int most)
{
    return m_thread.write<int>([before, bytesMost, most](SqlConnection &connection) { return trimLogs(connection, before, bytesMost, most); });
}

} // namespace muster
