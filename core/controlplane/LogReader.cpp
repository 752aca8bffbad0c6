// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LogReader.h"

#include "core/controlplane/LogBook.h"

namespace muster {

namespace {

//! News longer than this are read page by page, so that a flood comes in pieces that a listener can bear.
constexpr qint64 kNewsBytes = 128 * 1024;

} // namespace

LogReader::LogReader(LogBook &book, LogSource source, quint64 after) : m_book(&book), m_source(std::move(source)), m_last(after) {}

LogReader::~LogReader()
{
    if (m_book)
        m_book->leave(this);
}

void LogReader::begin()
{
    readMore();
}

void LogReader::readMore()
{
    m_isReading = true;
    m_hasNews = false;
    QMetaObject::invokeMethod(this, [this] {
        if (m_book && !m_isOver)
            m_book->read(this);
    }, Qt::QueuedConnection);
}

void LogReader::take(const Result<LogPage> &page)
{
    if (m_isOver)
        return;
    if (!page)
        return end(page.error());
    const QPointer<LogReader> self(this);
    give(page->lines);
    if (!self || m_isOver)
        return;
    m_isReading = false;
    if (page->hasMore || m_hasNews)
        readMore();
}

void LogReader::takeNews(const QList<LogLine> &lines, qint64 weight)
{
    if (m_isOver)
        return;
    if (m_isReading)
        m_hasNews = true;
    else if (weight > kNewsBytes)
        readMore();
    else
        give(lines);
}

//! Last in whoever calls it: a listener may delete us.
void LogReader::give(const QList<LogLine> &lines)
{
    QList<LogLine> fresh = lines;
    fresh.removeIf([this](const LogLine &line) { return line.number <= m_last; });
    if (fresh.isEmpty())
        return;
    m_last = fresh.constLast().number;
    Q_EMIT arrived(fresh);
}

void LogReader::end(const Error &error)
{
    if (std::exchange(m_isOver, true))
        return;
    if (m_book)
        m_book->leave(this);
    QMetaObject::invokeMethod(this, [this, error] { Q_EMIT ended(error); }, Qt::QueuedConnection);
}

} // namespace muster
