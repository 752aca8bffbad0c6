// SPDX-License-Identifier: Apache-2.0
#pragma once
// The newest lines of one log, as they are shown: in order, none twice, and where some are missing, how many.

#include "core/domain/LogLine.h"

#include <deque>

namespace muster {

//! One row of a log.
struct LogRow {
    enum class Kind {
        Line,
        Dropped, //!< `missing` lines were dropped where they came from.
        Skipped, //!< `missing` lines are kept there, but were too many to be read here.
    };
    Kind kind = Kind::Line;
    LogLine line;         //!< Of a Line; of the others the one that follows, without its text.
    quint64 missing = 0;

    bool operator==(const LogRow &) const = default;
};

//! Bounded, if trim() is called: kMost rows, kMostCharacters of text.
class LogRows
{
public:
    static constexpr int kMost = 10'000;                   //!< A screen has fifty; more is searched where it is kept.
    static constexpr qsizetype kMostCharacters = 8 << 20;  //!< 16 MiB, as limits::kLogBytesKept: lines may be long.

    void clear();
    //! Puts \a lines (in order) behind the others, but for those that are there; a gap in the numbers makes a row of \a gap.
    //! Gives how many rows came.
    int append(const QList<LogLine> &lines, LogRow::Kind gap);
    //! Takes the oldest ones away that are too many; gives how many.
    int trim();

    int count() const { return static_cast<int>(m_rows.size()); }
    //! Oldest first.
    const LogRow &at(int row) const { return m_rows[static_cast<size_t>(row)]; }
    //! The largest number so far; 0 before the first line.
    quint64 last() const { return m_last; }
    //! Whether nothing more should be put behind before trim().
    bool isFull() const { return count() >= 2 * kMost || m_characters >= 2 * kMostCharacters; }

private:
    std::deque<LogRow> m_rows;
    qsizetype m_characters = 0;
    quint64 m_last = 0;
};

} // namespace muster
