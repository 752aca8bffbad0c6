// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/MeshParts.h"

#include "core/mesh/MeshCodec.h"

namespace muster {

namespace {

constexpr int kLinesMost = limits::kLogBatch - 1; // What was dropped before them is told with them.
constexpr qsizetype kPartBytes = limits::kWsMessageBytes / 2; // One resident more still fits.

//! Most bytes of \a line in a frame: three for a UTF-16 unit, two for a quote; other escapes are none of a line's.
qsizetype mostBytes(const OutputLine &line)
{
    return 3 * line.text.size() + 32;
}

} // namespace

std::deque<MeshResidents> partsOf(const QList<MeshResident> &residents, quint64 list)
{
    std::deque<MeshResidents> parts{MeshResidents{{}, list, false}};
    qsizetype bytes = 0;
    for (const MeshResident &resident : residents) {
        const qsizetype more = encodedSize(resident) + 1;
        if (bytes > 0 && bytes + more > kPartBytes) {
            parts.back().hasMore = true;
            parts.push_back(MeshResidents{{}, list, false});
            bytes = 0;
        }
        parts.back().residents.append(resident);
        bytes += more;
    }
    return parts;
}

QList<MeshLines> partsOf(const MeshLines &message)
{
    QList<MeshLines> parts{MeshLines{message.source, {}}};
    qsizetype bytes = 0;
    for (const OutputLine &line : message.lines) {
        const qsizetype more = mostBytes(line);
        const bool isFull = bytes + more > kPartBytes || parts.constLast().lines.size() >= kLinesMost;
        if (bytes > 0 && isFull) {
            parts.append(MeshLines{message.source, {}});
            bytes = 0;
        }
        parts.last().lines.append(line);
        bytes += more;
    }
    return parts;
}

} // namespace muster
