// SPDX-License-Identifier: Apache-2.0
#pragma once
// One who follows a log of LogBook: what is stored first, then what comes, without a gap or a repetition between.

#include "core/cluster/Cluster.h"

#include <QPointer>

namespace muster {

class LogBook;

//! Reads page by page until it is at the end, a page a turn, so that whoever listens may leave between two of them. One thread, the
//! book's, which it may outlive.
class LogReader final : public LogFeed
{
    Q_OBJECT
public:
    LogReader(LogBook &book, LogSource source, quint64 after);
    ~LogReader() override;
    Q_DISABLE_COPY_MOVE(LogReader)

    const LogSource &source() const { return m_source; }
    //! The number of the last line that was given.
    quint64 last() const { return m_last; }

    //! It may read.
    void begin();
    //! What the book read for it after last().
    void take(const Result<LogPage> &page);
    //! \a lines were written; \a weight: of their text in bytes.
    void takeNews(const QList<LogLine> &lines, qint64 weight);
    //! Ended with \a error in the next turn; nothing comes any more.
    void end(const Error &error);

private:
    void readMore();
    void give(const QList<LogLine> &lines);

    QPointer<LogBook> m_book;
    const LogSource m_source;
    quint64 m_last = 0;
    bool m_isReading = true;        // Until it is at the end for the first time; news are not taken meanwhile,
    bool m_hasNews = false;         // only noted.
    bool m_isOver = false;
};

} // namespace muster
