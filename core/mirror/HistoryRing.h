// SPDX-License-Identifier: Apache-2.0
#pragma once
// NodeHistory in a block of its own size without heap, for the mirror's many.

#include "core/base/Timestamp.h"
#include "core/domain/NodeHistory.h"

#include <array>

namespace muster {

//! Rings in place. A NodeHistory is made of it for drawing, a few rows at a time.
class HistoryRing
{
public:
    HistoryRing() = default;
    explicit HistoryRing(const NodeHistory &history);
    NodeHistory toHistory() const;
    //! Whether they are the same in memory; equal samples may stand at different places and then compare unequal.
    bool operator==(const HistoryRing &) const = default;

    void addLoad(const Load &load);
    void addGap();
    void addBeat(BeatMark mark);
    bool isEmpty() const { return m_samples == 0 && m_ticks == 0; }
    //! Whether the newest \a count samples of memory, or of CPU, are all at or above \a percent.
    bool isMemoryHigh(int percent, int count) const { return isHigh(m_memory, percent, count); }
    bool isCpuHigh(int percent, int count) const { return isHigh(m_cpu, percent, count); }

private:
    using Samples = std::array<quint8, limits::kHistorySamples>;
    bool isHigh(const Samples &samples, int percent, int count) const;
    void addSample(quint8 cpu, quint8 memory);

    Samples m_cpu{};
    Samples m_memory{};
    std::array<quint8, limits::kHistoryBeats> m_beats{};
    quint8 m_samples = 0;   // Filled.
    quint8 m_sampleAt = 0;  // Where the next one goes.
    quint8 m_ticks = 0;
    quint8 m_tickAt = 0;
};

//! \a history as it must be drawn at \a now: for each beat that is overdue since \a lastBeatAt, one tick more (Missed, or
//! LinkDown when our link is not up) and one gap in the load. \a now is the clock that made lastBeatAt.
NodeHistory historyAsOf(NodeHistory history, const std::optional<Timestamp> &lastBeatAt, milliseconds beatInterval,
                        Timestamp now, bool isLinkUp);

} // namespace muster
