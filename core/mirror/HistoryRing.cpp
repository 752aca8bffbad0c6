// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/HistoryRing.h"

#include <algorithm>
#include <cmath>

namespace muster {

namespace {

quint8 percentOf(const std::optional<double> &share)
{
    if (!share || !std::isfinite(*share))
        return NodeHistory::kGap;
    return static_cast<quint8>(std::lround(std::clamp(*share, 0.0, 1.0) * 100.0));
}

// The newest \a filled values, oldest first.
template <typename Ring>
QByteArray inOrder(const Ring &ring, int next, int filled)
{
    QByteArray values(filled, Qt::Uninitialized);
    const int size = static_cast<int>(ring.size());
    for (int i = 0; i < filled; ++i)
        values[i] = static_cast<char>(ring[static_cast<size_t>((next - filled + i + size) % size)]);
    return values;
}

quint8 at(const QByteArray &values, qsizetype index)
{
    return index < 0 ? NodeHistory::kGap : static_cast<quint8>(values[index]);
}

} // namespace

HistoryRing::HistoryRing(const NodeHistory &history)
{
    // Both load rings end now; the shorter one lacks its oldest samples.
    const qsizetype samples =
        std::min<qsizetype>(std::max(history.cpu.size(), history.memory.size()), limits::kHistorySamples);
    for (qsizetype i = samples; i > 0; --i)
        addSample(at(history.cpu, history.cpu.size() - i), at(history.memory, history.memory.size() - i));
    const qsizetype ticks = std::min<qsizetype>(history.beats.size(), limits::kHistoryBeats);
    for (qsizetype i = ticks; i > 0; --i)
        addBeat(static_cast<BeatMark>(std::min<quint8>(at(history.beats, history.beats.size() - i),
                                                       static_cast<quint8>(BeatMark::LinkDown))));
}

NodeHistory HistoryRing::toHistory() const
{
    return {.cpu = inOrder(m_cpu, m_sampleAt, m_samples),
            .memory = inOrder(m_memory, m_sampleAt, m_samples),
            .beats = inOrder(m_beats, m_tickAt, m_ticks)};
}

void HistoryRing::addSample(quint8 cpu, quint8 memory)
{
    m_cpu[m_sampleAt] = cpu;
    m_memory[m_sampleAt] = memory;
    m_sampleAt = static_cast<quint8>((m_sampleAt + 1) % limits::kHistorySamples);
    m_samples = static_cast<quint8>(std::min<int>(m_samples + 1, limits::kHistorySamples));
}

void HistoryRing::addLoad(const Load &load)
{
    addSample(percentOf(load.cpu), percentOf(load.memoryShare()));
}

void HistoryRing::addGap()
{
    addSample(NodeHistory::kGap, NodeHistory::kGap);
}

void HistoryRing::addBeat(BeatMark mark)
{
    m_beats[m_tickAt] = static_cast<quint8>(mark);
    m_tickAt = static_cast<quint8>((m_tickAt + 1) % limits::kHistoryBeats);
    m_ticks = static_cast<quint8>(std::min<int>(m_ticks + 1, limits::kHistoryBeats));
}

bool HistoryRing::isHigh(const Samples &samples, int percent, int count) const
{
    if (m_samples < count)
        return false;
    for (int i = 1; i <= count; ++i) {
        const int index = (m_sampleAt - i + limits::kHistorySamples) % limits::kHistorySamples;
        const quint8 value = samples[static_cast<size_t>(index)];
        if (value == NodeHistory::kGap || value < percent)
            return false;
    }
    return true;
}

NodeHistory historyAsOf(NodeHistory history, const std::optional<Timestamp> &lastBeatAt, milliseconds beatInterval,
                        Timestamp now, bool isLinkUp)
{
    if (!lastBeatAt || beatInterval.count() <= 0)
        return history;
    // A beat is overdue half an interval after it was due; before, it may just be on its way.
    const milliseconds late = now - *lastBeatAt - beatInterval / 2;
    const qint64 overdue = std::min<qint64>(late / beatInterval, limits::kHistorySamples);
    for (qint64 i = 0; i < overdue; ++i) {
        history.addGap();
        history.addBeat(isLinkUp ? BeatMark::Missed : BeatMark::LinkDown);
    }
    return history;
}

} // namespace muster
