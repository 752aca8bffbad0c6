// SPDX-License-Identifier: Apache-2.0
// What is said, and by whom it may be. LogBook_Rights.cpp has what must be found out first, LogBook_Writing.cpp the way to the disk,
// LogBook_Reading.cpp the way to those who look.
#include "core/controlplane/LogBook.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/controlplane/LogReader.h"
#include "core/domain/ShownLine.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kSweep{1000};
constexpr milliseconds kTrim{10 * 60 * 1000};
//! Of lines that wait for the disk; beyond, lines are dropped.
constexpr qint64 kUnwrittenBytes = 32 * 1024 * 1024;
//! A chunk is not longer, so that old lines can go a piece at a time.
constexpr qsizetype kChunkLines = 1000;
constexpr milliseconds kWriterKept{60'000};

qint64 weightOf(const QString &text)
{
    return text.size() * qsizetype(sizeof(QChar)) + qsizetype(sizeof(LogLine));
}

QString keyOf(const EntityRef &entity, const JobId &job)
{
    return entity.text() + u' ' + job.text();
}

} // namespace

LogBook::LogBook(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    connect(&m_parts.leader, &MeshLeader::delivered, this, [this](const NodeId &node, const RunId &run, const EntityRef &entity) {
        m_gate.delivered(node, run, entity);
    });
    connect(&m_parts.leader, &MeshLeader::lines, this, &LogBook::take);
    connect(&m_parts.leader, &MeshLeader::settled, this, [this](const NodeId &, const RunId &run) { m_gate.settled(run); });
    connect(&m_parts.queue, &QueueProvider::changed, this, [this](const QList<JobChanged> &jobs) {
        for (const JobChanged &job : jobs)
            takeChange(job);
    });
    m_flushTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &LogBook::flush);
    m_sweepTimer.setInterval(kSweep);
    connect(&m_sweepTimer, &QTimer::timeout, this, &LogBook::sweep);
    m_trimTimer.setInterval(kTrim);
    connect(&m_trimTimer, &QTimer::timeout, this, &LogBook::trim);
    m_trimTimer.start();
}

LogBook::~LogBook()
{
    flush(); // The store finishes it before it closes.
}

Future<void> LogBook::load()
{
    const Pending<void> pending;
    whenDone(this, m_parts.store.marks(), [this, pending](const Result<QHash<NodeId, LogMark>> &marks) {
        if (!marks)
            return pending.finish(marks.error());
        for (const auto &[node, mark] : marks->asKeyValueRange())
            m_parts.leader.remember({node, mark.log, mark.number});
        pending.finish({});
    });
    return pending.future();
}

void LogBook::take(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines)
{
    if (lines.isEmpty())
        return;
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
    scheduleFlush(); // How far it came is written, too, whatever becomes of the lines.
    switch (rightOf(node, source)) {
    case LogRight::Yes:
        return file(node, source, lines);
    case LogRight::No:
        return refuse(node, source, lines.size());
    case LogRight::Unknown:
        return hold(node, source, lines);
    }
}

void LogBook::refuse(const NodeId &node, const OutputSource &source, qsizetype lines)
{
    if (m_refused.contains(node))
        return;
    m_refused.insert(node);
    qCWarning(logNode).noquote() << node.text() << "wrote" << lines << "lines as" << source.entity.text() << source.run.job.text()
                                 << "which it was not asked to run any more, or never; they are dropped";
}

void LogBook::file(const NodeId &node, const OutputSource &source, const QList<OutputLine> &lines)
{
    const SteadyTime now = m_parts.clock.steadyNow();
    LogGate::OpenRun *run = source.run.job.isEmpty() ? nullptr : m_gate.find(source.run.job);
    if (run && !std::exchange(run->hasSpoken, true))
        say(source.entity, source.run.job, node, u"attempt %1 runs on %2"_s.arg(run->attempt).arg(node.text()));
    Writer &writer = writerOf(source.entity, source.run.job);
    const bool hasRoom = m_openBytes + m_flyingBytes < kUnwrittenBytes;
    const qsizetype most = hasRoom ? writer.pace.take(lines.size(), now) : 0;
    if (most > 0)
        sayDropped(&writer, now);
    const Timestamp at = m_parts.clock.now();
    for (qsizetype i = 0; i < most;) {
        LogChunk &chunk = chunkFor(source.entity, source.run.job, node);
        for (; i < most && chunk.lines.size() < kChunkLines; ++i) {
            LogLine line;
            line.at = at;
            line.stream = lines[i].stream;
            line.text = shownText(lines[i].text);
            m_openBytes += weightOf(line.text);
            chunk.lines.append(std::move(line));
        }
    }
    if (most < lines.size()) {
        writer.dropped += lines.size() - most;
        writer.why = hasRoom ? u"more than %1 a second"_s.arg(limits::kLogLinesPerSecond) : u"the disk is too slow for them"_s;
    }
    scheduleFlush();
}

LogBook::Writer &LogBook::writerOf(const EntityRef &entity, const JobId &job)
{
    Writer &writer = m_writers[keyOf(entity, job)];
    writer.entity = entity;
    writer.job = job;
    return writer;
}

//! The newest chunk of the entity when it is of the same writer, else a new one: the log of an entity has lines in their order.
LogChunk &LogBook::chunkFor(const EntityRef &entity, const JobId &job, const NodeId &node)
{
    const auto newest = m_newest.constFind(entity);
    if (newest != m_newest.cend()) {
        LogChunk &chunk = m_open[size_t(*newest)];
        if (chunk.job == job && chunk.node == node && chunk.lines.size() < kChunkLines)
            return chunk;
    }
    m_newest.insert(entity, qsizetype(m_open.size()));
    m_open.push_back({entity, job, node, {}});
    return m_open.back();
}

void LogBook::say(const EntityRef &entity, const JobId &job, const NodeId &node, const QString &text)
{
    if (!m_parts.catalog.find(entity))
        return; // Its log was forgotten with it.
    LogLine line;
    line.at = m_parts.clock.now();
    line.stream = LogStream::Muster;
    line.text = shownText(text);
    m_openBytes += weightOf(line.text);
    chunkFor(entity, job, node).lines.append(std::move(line));
    scheduleFlush();
}

void LogBook::sayDropped(Writer *writer, SteadyTime now)
{
    if (writer->dropped == 0 || (writer->toldAt && now - *writer->toldAt < kSweep)) // Else each moment of a flood would have its own.
        return;
    writer->toldAt = now;
    m_said[keyOf(writer->entity, writer->job)] += writer->dropped;
    say(writer->entity, writer->job, {}, u"%1 lines dropped: %2"_s.arg(std::exchange(writer->dropped, 0)).arg(writer->why));
}

//! What became of an attempt, for those who read its log. Nothing of attempts that wrote nothing and succeeded.
void LogBook::takeChange(const JobChanged &job)
{
    LogGate::OpenRun *run = m_gate.find(job.job);
    if (!run || run->isOver || job.state == JobState::Active)
        return;
    run->isOver = true;
    const QString attempt = u"attempt %1 "_s.arg(run->attempt);
    if (job.state != JobState::Completed && !std::exchange(run->hasSpoken, true)) // Its lines died with its node, or there were none.
        sayOf(job.job, *run, attempt + u"runs on "_s + run->node.text());
    if (job.error && job.error->code == "node-lost"_L1)
        sayOf(job.job, *run, u"what it wrote last may be missing"_s);
    const QString why = job.error ? u": "_s + job.error->text : QString();
    switch (job.state) {
    case JobState::Completed:
        if (run->hasSpoken)
            sayOf(job.job, *run, u"completed"_s);
        break;
    case JobState::Failed:
        sayOf(job.job, *run, attempt + u"failed, and there is no other"_s + why);
        break;
    case JobState::Cancelled:
        sayOf(job.job, *run, u"cancelled"_s);
        break;
    case JobState::Waiting:
    case JobState::Delayed:
        // Its error says which attempt ended, and how; what was given back has none.
        sayOf(job.job, *run, (job.error ? job.error->text : attempt + u"ended"_s) + u"; there will be another"_s);
        break;
    case JobState::Active:
        break;
    }
    if (isOver(job.state))
        run->overAt = m_parts.clock.steadyNow();
}

void LogBook::sayOf(const JobId &job, const LogGate::OpenRun &run, const QString &text)
{
    const auto writer = m_writers.find(keyOf(run.entity, job));
    if (writer != m_writers.end() && writer->dropped > 0) {
        writer->toldAt.reset(); // The last chance.
        sayDropped(&*writer, m_parts.clock.steadyNow());
    }
    say(run.entity, job, run.node, text);
}

void LogBook::removed(const EntityRef &entity)
{
    m_gate.removed(entity);
    drop({.entity = entity});
}

void LogBook::sweep()
{
    const SteadyTime now = m_parts.clock.steadyNow();
    for (Writer &writer : m_writers) {
        if (m_parts.catalog.find(writer.entity))
            sayDropped(&writer, now);
        else
            writer.dropped = 0;
    }
    m_writers.removeIf([now](auto writer) { return writer.value().dropped == 0 && now - writer.value().pace.at() > kWriterKept; });
    m_gate.sweep(now);
    m_refused.clear();
    if (m_writers.isEmpty() && m_gate.size() == 0)
        m_sweepTimer.stop(); // An idle node wakes up for nothing.
}

} // namespace muster
