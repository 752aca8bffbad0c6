// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/LogPump.h"

#include "core/base/Limits.h"
#include "core/dialects/native/NativeLogs.h"
#include "core/wire/SseWriter.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! With so much unread the feed is let go; a piece of it fits into the rest of the reader's buffer.
constexpr qsizetype kEnough = limits::kSsePendingBytes / 4;
constexpr qsizetype kLittle = kEnough / 4; // Then it is followed again.
constexpr milliseconds kLook{20};
//! A reader that takes nothing for so long is ended.
constexpr int kIdleLooks = int(limits::kReplyWriteDeadline / kLook);

} // namespace

LogPump::LogPump(Cluster &cluster, LogSource source, quint64 after, Actor by, SseWriter *writer, QObject *parent)
    : QObject(parent), m_cluster(cluster), m_source(std::move(source)), m_by(std::move(by)), m_writer(writer), m_last(after)
{
    connect(writer, &SseWriter::closed, this, [this] {
        letGo();
        deleteLater();
    });
    m_look.setInterval(kLook);
    connect(&m_look, &QTimer::timeout, this, &LogPump::look);
    follow();
}

LogPump::~LogPump() = default;

void LogPump::follow()
{
    m_look.stop();
    m_feed = m_cluster.followLog(m_source, m_last, m_by);
    if (!m_feed)
        return end(unsupported(u"this cluster keeps no logs"_s));
    connect(m_feed.get(), &LogFeed::arrived, this, &LogPump::take);
    connect(m_feed.get(), &LogFeed::ended, this, &LogPump::end);
}

void LogPump::take(const QList<LogLine> &lines)
{
    if (!m_writer || lines.isEmpty())
        return;
    m_last = lines.constLast().number;
    m_writer->send(NativeLogs::frameOf(lines));
    if (m_writer->pendingBytes() < kEnough)
        return;
    letGo();
    m_pending = m_writer->pendingBytes();
    m_idleLooks = 0;
    m_look.start();
}

void LogPump::look()
{
    if (!m_writer)
        return;
    const qsizetype pending = m_writer->pendingBytes();
    if (pending <= kLittle)
        return follow();
    m_idleLooks = pending < std::exchange(m_pending, pending) ? 0 : m_idleLooks + 1;
    if (m_idleLooks > kIdleLooks)
        m_writer->close();
}

void LogPump::end(const Error &error)
{
    letGo();
    if (!m_writer)
        return;
    m_writer->send(NativeLogs::frameOf(error));
    m_writer->close();
}

void LogPump::letGo()
{
    m_look.stop();
    if (!m_feed)
        return;
    m_feed->disconnect(this);
    m_feed.release()->deleteLater(); // We may be in one of its signals.
}

} // namespace muster
