// SPDX-License-Identifier: Apache-2.0
// The output of what a worker runs: kept until it has come, bounded, and what is missing is told.
#include "core/mesh/MeshParts.h"
#include "core/mesh/MeshWorker.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What is kept of output that has not come, or of which nobody knows; beyond, the oldest goes, and its number is told.
constexpr qsizetype kLineBytesKept = 4 * 1024 * 1024;

qsizetype weightOf(const MeshLines &message)
{
    qsizetype weight = 0;
    for (const OutputLine &line : message.lines)
        weight += line.text.size() * qsizetype(sizeof(QChar)) + 64;
    return weight;
}

} // namespace

void MeshWorker::takeLines(const OutputSource &source, const QList<OutputLine> &lines)
{
    QList<MeshLines> parts = partsOf(MeshLines{source, lines});
    for (MeshLines &part : parts) {
        part.number = ++m_lastNumber;
        m_lineBytes += weightOf(part);
        m_lines.push_back(part);
        flushLines();
    }
    keepFewLines();
}

void MeshWorker::keepFewLines()
{
    while (m_lineBytes > kLineBytesKept && m_lines.size() > 1) {
        m_lineBytes -= weightOf(m_lines.front());
        add(m_sent > 0 ? &m_forgotten : &m_dropped, m_lines.front());
        m_lines.pop_front();
        m_sent -= m_sent > 0 ? 1 : 0;
    }
}

void MeshWorker::add(std::vector<Gap> *gaps, const MeshLines &message)
{
    const auto found = std::ranges::find(*gaps, message.source, &Gap::source);
    if (found == gaps->end()) {
        gaps->push_back({message.source, message.lines.size(), message.number});
        return;
    }
    found->lines += message.lines.size();
    found->number = message.number;
}

void MeshWorker::forgetLines(quint64 upTo)
{
    while (!m_lines.empty() && m_lines.front().number <= upTo) {
        m_lineBytes -= weightOf(m_lines.front());
        m_lines.pop_front();
        m_sent -= m_sent > 0 ? 1 : 0;
    }
    std::erase_if(m_forgotten, [upTo](const Gap &gap) { return gap.number <= upTo; });
}

//! Whoever was sent these is gone and did not say what came. They are not said again, as nobody wants a line twice, but told of.
void MeshWorker::giveUpSent()
{
    while (!m_lines.empty() && m_lines.front().number <= m_sentUpTo) {
        m_lineBytes -= weightOf(m_lines.front());
        add(&m_forgotten, m_lines.front());
        m_lines.pop_front();
    }
    for (Gap &gap : m_forgotten)
        gap.isCertain = gap.number > m_sentUpTo;
}

//! In the log that they are missing in, and in front of what is left of it.
void MeshWorker::tellDropped()
{
    const std::vector<Gap> gaps = std::exchange(m_dropped, {});
    auto at = m_lines.begin() + std::ptrdiff_t(m_sent);
    for (const Gap &gap : gaps) {
        const QString text = gap.isCertain ? u"%1 lines were lost while there was no connection"_s.arg(gap.lines)
                                           : u"%1 lines may be missing here, as the control plane ended"_s.arg(gap.lines);
        at = m_lines.insert(at, MeshLines{gap.source, {{LogStream::Muster, text}}, gap.number});
        m_lineBytes += weightOf(*at++);
    }
}

void MeshWorker::flushLines()
{
    if (!m_isWelcome || !m_line || !m_line->isRoomy())
        return;
    tellDropped();
    while (m_sent < m_lines.size() && m_line && m_line->isRoomy())
        sendLine();
}

//! The oldest that were not sent.
void MeshWorker::sendLine()
{
    if (!send(m_lines[m_sent]))
        return;
    ++m_sent;
    m_sentUpTo = std::max(m_sentUpTo, m_lines[m_sent - 1].number);
    if (!m_areHeard)
        forgetLines(m_lines[m_sent - 1].number);
}

} // namespace muster
