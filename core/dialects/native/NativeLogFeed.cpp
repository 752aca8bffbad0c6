// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/NativeLogFeed.h"

#include "core/dialects/native/NativeLogs.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

SseClientOptions from(SseClientOptions options, quint64 after)
{
    options.lastId = after > 0 ? QString::number(after) : QString();
    return options;
}

} // namespace

NativeLogFeed::NativeLogFeed(const Clock &clock, SseClientOptions options, quint64 after)
    : m_stream(clock, from(std::move(options), after)), m_last(after)
{
    connect(&m_stream, &SseClient::frame, this, &NativeLogFeed::take);
    connect(&m_stream, &SseClient::lost, this, &NativeLogFeed::end);
    connect(&m_stream, &SseClient::refused, this, &NativeLogFeed::end);
    QMetaObject::invokeMethod(this, [this] { m_stream.start(); }, Qt::QueuedConnection);
}

NativeLogFeed::NativeLogFeed(const Clock &clock, const Error &error) : m_stream(clock, {})
{
    QMetaObject::invokeMethod(this, [this, error] { end(error); }, Qt::QueuedConnection);
}

NativeLogFeed::~NativeLogFeed()
{
    m_stream.stop(); // Silently.
}

void NativeLogFeed::take(const SseFrame &frame)
{
    if (m_isOver)
        return;
    Result<QList<LogLine>> lines = NativeLogs::readFrame(frame);
    if (!lines)
        return end(lines.error());
    lines->removeIf([this](const LogLine &line) { return line.number <= m_last; });
    if (lines->isEmpty())
        return;
    m_last = lines->constLast().number;
    Q_EMIT arrived(*lines); // Last: whoever listens may delete us.
}

void NativeLogFeed::end(const Error &error)
{
    if (std::exchange(m_isOver, true))
        return;
    m_stream.stop();
    Q_EMIT ended(error.within(u"following a log"_s)); // Last, too.
}

} // namespace muster
