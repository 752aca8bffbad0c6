// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeHistory.h"

#include <algorithm>
#include <cmath>

namespace muster {

namespace {

void append(QByteArray *ring, quint8 value, int most)
{
    if (ring->size() >= most)
        ring->remove(0, ring->size() - most + 1);
    ring->append(static_cast<char>(value));
}

quint8 percentOf(const std::optional<double> &share)
{
    if (!share)
        return NodeHistory::kGap;
    return static_cast<quint8>(std::lround(std::clamp(*share, 0.0, 1.0) * 100.0));
}

} // namespace

void NodeHistory::addLoad(const Load &load)
{
    append(&cpu, percentOf(load.cpu), limits::kHistorySamples);
    append(&memory, percentOf(load.memoryShare()), limits::kHistorySamples);
}

void NodeHistory::addGap()
{
    append(&cpu, kGap, limits::kHistorySamples);
    append(&memory, kGap, limits::kHistorySamples);
}

void NodeHistory::addBeat(BeatMark mark)
{
    append(&beats, static_cast<quint8>(mark), limits::kHistoryBeats);
}

} // namespace muster
