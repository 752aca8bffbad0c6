// SPDX-License-Identifier: Apache-2.0
#pragma once
// Turns what one agent or run writes into lines, bounded in length, number and memory.

#include "core/handlers/Handler.h"

#include <array>

namespace muster {

//! Not a rule and not alive: it keeps the beginnings of lines, and what may be written yet. Time comes as an argument.
class OutputLog
{
public:
    explicit OutputLog(OutputSource source) : m_source(std::move(source)) {}

    const OutputSource &source() const { return m_source; }
    //! Takes bytes of \a stream, split anywhere. Beyond limits::kLogLinesPerSecond, of which ten seconds' worth may come at
    //! once, lines are dropped for about a second and counted in a line of our own.
    void take(LogStream stream, QByteArrayView bytes, SteadyTime now);
    //! A line of ours, which no bound drops.
    void say(const QString &text);
    //! The process has ended: what has no line end becomes a line, and what was dropped is said.
    void finish(SteadyTime now);

    bool isEmpty() const { return m_lines.isEmpty(); }
    //! Gives up to limits::kLogBatch lines, oldest first.
    QList<OutputLine> give();
    //! The last line of \a stream that was not empty, as shown; also of lines that were dropped or given.
    QString lastLine(LogStream stream) const { return shownTail(stream); }

private:
    struct Stream {
        QByteArray begun;        // A line without its end, at most limits::kLogLineBytes.
        qint64 missing = 0;      // Bytes of it that were not kept.
        QByteArray last;         // The last whole line, cut to what a message needs.
    };

    Stream &streamOf(LogStream stream) { return m_streams[stream == LogStream::Error ? 1 : 0]; }
    void addLine(LogStream stream, QByteArrayView bytes, qint64 missing, SteadyTime now);
    void keepBegun(Stream *stream, QByteArrayView bytes);
    bool mayAdd(SteadyTime now);
    void sayDropped();
    QString shownTail(LogStream stream) const;

    OutputSource m_source;
    std::array<Stream, 2> m_streams;
    QList<OutputLine> m_lines;
    qint64 m_allowance = -1; // Thousandths of lines that may come now; -1: nothing came yet.
    SteadyTime m_allowedAt;
    qint64 m_dropped = 0; // Since the last line that was let through.
};

} // namespace muster
