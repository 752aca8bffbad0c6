// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/LogRows.h"

namespace muster {

void LogRows::clear()
{
    m_rows.clear();
    m_characters = 0;
    m_last = 0;
}

int LogRows::append(const QList<LogLine> &lines, LogRow::Kind gap)
{
    const int before = count();
    for (const LogLine &line : lines) {
        if (line.number <= m_last)
            continue; // Read twice: a page and the feed overlap.
        if (m_last > 0 && line.number > m_last + 1) {
            LogRow hole{.kind = gap, .line = line, .missing = line.number - m_last - 1};
            hole.line.text.clear();
            m_rows.push_back(std::move(hole));
        }
        m_last = line.number;
        m_characters += line.text.size();
        m_rows.push_back({.kind = LogRow::Kind::Line, .line = line, .missing = 0});
    }
    return count() - before;
}

int LogRows::trim()
{
    int gone = 0;
    while (count() > kMost || (m_characters > kMostCharacters && count() > 1)) {
        m_characters -= m_rows.front().line.text.size();
        m_rows.pop_front();
        ++gone;
    }
    return gone;
}

} // namespace muster
