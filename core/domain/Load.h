// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a node's host is doing, as measured by the node at one beat.

#include <QtGlobal>

#include <optional>

namespace muster {

//! Unknown is nullopt, never 0.
struct Load {
    std::optional<double> cpu;              //!< Share of all cores in use since the last beat, 0 to 1.
    std::optional<double> load1;            //!< One-minute load average of the host.
    std::optional<qint64> memoryUsedBytes;  //!< Host memory that programs hold (not caches).
    std::optional<qint64> memoryTotalBytes; //!< Host memory.
    std::optional<int> jobsRunning;         //!< Jobs this node runs now.

    bool operator==(const Load &) const = default;

    //! Used share of memory, 0 to 1; unknown when either part is.
    std::optional<double> memoryShare() const
    {
        if (!memoryUsedBytes || !memoryTotalBytes || *memoryTotalBytes <= 0)
            return std::nullopt;
        return static_cast<double>(*memoryUsedBytes) / static_cast<double>(*memoryTotalBytes);
    }
};

} // namespace muster
