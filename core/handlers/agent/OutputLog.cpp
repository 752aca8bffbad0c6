// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/OutputLog.h"

#include "core/base/Limits.h"
#include "core/domain/ShownLine.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLine = 1000;                                            // Of the allowance.
constexpr qint64 kMostAllowance = qint64(limits::kLogLinesPerSecond) * 10 * kLine;
constexpr qint64 kSecondsWorth = qint64(limits::kLogLinesPerSecond) * kLine;
constexpr qsizetype kLastLineBytes = 256; // Of a message.

} // namespace

void OutputLog::take(LogStream stream, QByteArrayView bytes, SteadyTime now)
{
    Stream &own = streamOf(stream);
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0) {
            keepBegun(&own, bytes);
            return;
        }
        if (m_dropped > 0 && own.begun.isEmpty() && !mayAdd(now)) {
            // A flood: count without looking at each line.
            const qsizetype last = bytes.lastIndexOf('\n');
            m_dropped += std::ranges::count(bytes.first(last + 1), '\n');
            const qsizetype before = bytes.first(last).lastIndexOf('\n');
            own.last = bytes.sliced(before + 1, std::min(last - before - 1, kLastLineBytes)).toByteArray();
            bytes = bytes.sliced(last + 1);
            continue;
        }
        if (own.begun.isEmpty()) {
            addLine(stream, bytes.first(end), 0, now);
        } else {
            keepBegun(&own, bytes.first(end));
            addLine(stream, own.begun, own.missing, now);
            own.begun.clear();
            own.missing = 0;
        }
        bytes = bytes.sliced(end + 1);
    }
}

void OutputLog::say(const QString &text)
{
    m_lines.append({LogStream::Muster, text});
}

void OutputLog::finish(SteadyTime now)
{
    for (const LogStream stream : {LogStream::Output, LogStream::Error}) {
        Stream &own = streamOf(stream);
        if (!own.begun.isEmpty())
            addLine(stream, own.begun, own.missing, now);
        own.begun.clear();
        own.missing = 0;
    }
    sayDropped();
}

QList<OutputLine> OutputLog::give()
{
    if (m_lines.size() <= limits::kLogBatch)
        return std::exchange(m_lines, {});
    const QList<OutputLine> first = m_lines.first(limits::kLogBatch);
    m_lines.remove(0, limits::kLogBatch);
    return first;
}

void OutputLog::addLine(LogStream stream, QByteArrayView bytes, qint64 missing, SteadyTime now)
{
    if (!bytes.trimmed().isEmpty())
        streamOf(stream).last = bytes.first(std::min(bytes.size(), kLastLineBytes)).toByteArray();
    if (!mayAdd(now)) {
        ++m_dropped;
        return;
    }
    sayDropped();
    m_allowance -= kLine;
    m_lines.append({stream, shownLine(bytes, missing)});
}

void OutputLog::keepBegun(Stream *stream, QByteArrayView bytes)
{
    const qsizetype room = std::min(bytes.size(), limits::kLogLineBytes - stream->begun.size());
    stream->begun.append(bytes.first(room));
    stream->missing += bytes.size() - room;
}

bool OutputLog::mayAdd(SteadyTime now)
{
    if (m_allowance < 0) {
        m_allowance = kMostAllowance;
        m_allowedAt = now;
    }
    const qint64 passed = std::clamp<qint64>((now - m_allowedAt).count(), 0, 10'000);
    m_allowance = std::min(kMostAllowance, m_allowance + passed * limits::kLogLinesPerSecond);
    m_allowedAt = now;
    // Once dropping, for a second: else each moment would have its own line about what was dropped.
    return m_allowance >= (m_dropped > 0 ? kSecondsWorth : kLine);
}

void OutputLog::sayDropped()
{
    if (m_dropped > 0)
        say(u"%1 lines dropped: more than %2 a second"_s.arg(m_dropped).arg(limits::kLogLinesPerSecond));
    m_dropped = 0;
}

QString OutputLog::shownTail(LogStream stream) const
{
    return shownLine(m_streams[stream == LogStream::Error ? 1 : 0].last);
}

} // namespace muster
