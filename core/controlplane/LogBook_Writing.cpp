// SPDX-License-Identifier: Apache-2.0
// From memory to the disk, and what is forgotten there.
#include "core/controlplane/LogBook.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/controlplane/LogReader.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! A first line is written soon; while more come, a few times a second, so that jobs have the disk for themselves between.
constexpr milliseconds kFlushSoon{10};
constexpr milliseconds kFlushPace{100};
constexpr qint64 kFlushBytes = 1024 * 1024; // Or as soon as so much waits.
constexpr int kGoingAtOnce = 500;           // Chunks that are forgotten in one write.
constexpr qint64 kLogsBytes = qint64(2) << 30; // Of all logs together.

qint64 weightOf(const LogChunk &chunk)
{
    qint64 weight = 0;
    for (const LogLine &line : chunk.lines)
        weight += line.text.size() * qsizetype(sizeof(QChar));
    return weight;
}

} // namespace

void LogBook::scheduleFlush()
{
    if (m_openBytes >= kFlushBytes)
        return flush();
    if (m_flushTimer.isActive())
        return;
    const milliseconds since = m_parts.clock.steadyNow() - m_flushedAt;
    m_flushTimer.start(std::clamp(kFlushPace - since, kFlushSoon, kFlushPace));
}

void LogBook::flush()
{
    m_flushTimer.stop();
    const QList<MeshLeader::Came> came = m_held.isEmpty() ? m_parts.leader.takeCame() : QList<MeshLeader::Came>();
    if (m_open.empty() && came.isEmpty())
        return;
    m_flushedAt = m_parts.clock.steadyNow();
    QList<LogChunk> chunks(std::make_move_iterator(m_open.begin()), std::make_move_iterator(m_open.end()));
    for (const MeshLeader::Came &one : came)
        chunks.append({{}, {}, one.node, {}, {one.log, one.number}});
    m_open.clear();
    m_newest.clear();
    const qint64 bytes = std::exchange(m_openBytes, 0);
    m_flyingBytes += bytes;
    ++m_lastWrite;
    whenDone(this, m_parts.store.append(chunks),
             [this, chunks, came, bytes, said = std::exchange(m_said, {})](const Result<QList<LogNumbers>> &numbers) {
                 m_flyingBytes -= bytes;
                 numbers ? takeWritten(chunks, *numbers) : takeUnwritten(chunks, said, numbers.error());
                 for (const MeshLeader::Came &one : came) // Also when it could not be written: that is told.
                     m_parts.leader.kept(one);
                 ++m_doneWrite;
                 while (!m_waitForWrite.isEmpty() && m_waitForWrite.constFirst().write <= m_doneWrite)
                     m_waitForWrite.takeFirst().pending.finish({});
             });
}

void LogBook::takeWritten(const QList<LogChunk> &chunks, const QList<LogNumbers> &numbers)
{
    for (qsizetype i = 0; i < chunks.size(); ++i) {
        if (!chunks[i].lines.isEmpty())
            publish(chunks[i], numbers[i]);
    }
    if (std::exchange(m_lost, std::nullopt))
        qCInfo(logStore) << "logs are written again";
}

//! What was lost is said once something can be written; what we said ourselves is not counted.
void LogBook::takeUnwritten(const QList<LogChunk> &chunks, const QHash<QString, qint64> &said, const Error &why)
{
    if (!m_lost)
        qCWarning(logStore).noquote() << "lines of logs are dropped:" << why.text();
    m_lost = Lost{m_lost ? m_lost->lines : 0, why};
    for (const LogChunk &chunk : chunks) {
        if (chunk.lines.isEmpty())
            continue;
        Writer &writer = writerOf(chunk.entity, chunk.job);
        const qint64 lines = std::ranges::count_if(chunk.lines, [](const LogLine &line) { return line.stream != LogStream::Muster; });
        writer.dropped += lines;
        m_lost->lines += lines;
        writer.why = u"they could not be written: "_s + why.what;
    }
    for (const auto &[key, lines] : said.asKeyValueRange()) {
        m_writers[key].dropped += lines;
        m_writers[key].toldAt.reset();
    }
    m_sweepTimer.start();
}

void LogBook::publish(const LogChunk &chunk, const LogNumbers &first)
{
    if (m_readers.isEmpty())
        return;
    tell({.entity = chunk.entity}, chunk, first.inEntity);
    if (!chunk.job.isEmpty())
        tell({.entity = std::nullopt, .job = chunk.job}, chunk, first.inJob);
}

void LogBook::tell(const LogSource &source, const LogChunk &chunk, quint64 first)
{
    const QList<LogReader *> readers = m_readers.values(source.text());
    if (readers.isEmpty())
        return;
    QList<QPointer<LogReader>> there(readers.begin(), readers.end()); // One may end another.
    QList<LogLine> lines = chunk.lines;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        lines[i].number = first + quint64(i);
        lines[i].node = chunk.node;
        lines[i].job = chunk.job;
    }
    const qint64 weight = weightOf(chunk);
    for (const QPointer<LogReader> &reader : std::as_const(there)) {
        if (reader)
            reader->takeNews(lines, weight);
    }
}

void LogBook::drop(const LogSource &source)
{
    const auto isOfIt = [&source](const LogChunk &chunk) { return source.entity ? chunk.entity == *source.entity : chunk.job == source.job; };
    for (LogChunk &chunk : m_open) {
        if (isOfIt(chunk))
            chunk.lines.clear(); // Its place stays, for those who know it by that.
    }
    endReaders(source, notFound(u"%1 was forgotten, and its log"_s.arg(source.text())));
    dropSome(source);
}

void LogBook::dropSome(const LogSource &source)
{
    whenDone(this, m_parts.store.drop(source, kGoingAtOnce), [this, source](const Result<int> &gone) {
        if (!gone) // What nobody finds goes with time.
            qCWarning(logStore).noquote() << "the log of" << source.text() << "is not forgotten yet:" << gone.error().text();
        else if (*gone == kGoingAtOnce)
            dropSome(source);
    });
}

void LogBook::trim()
{
    const Timestamp before = m_parts.clock.now() - limits::kLogsKept;
    whenDone(this, m_parts.store.trim(before, kLogsBytes, kGoingAtOnce), [this](const Result<int> &gone) {
        if (gone && *gone == kGoingAtOnce)
            trim();
    });
}

} // namespace muster
