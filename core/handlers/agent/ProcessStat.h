// SPDX-License-Identifier: Apache-2.0
#pragma once
// A process as Linux describes it in /proc/PID/stat.

#include <QByteArrayView>

#include <optional>

namespace muster {

struct ProcessStat {
    qint64 pid = 0;
    qint64 parent = 0;
    qint64 session = 0;
    quint64 ticks = 0;        //!< Processor time, with that of children that it waited for; clock ticks.
    quint64 startedTicks = 0; //!< Since boot, clock ticks; with the pid, nobody else's.
    qint64 residentPages = 0;

    bool operator==(const ProcessStat &) const = default;
};

//! Reads the text; nullopt when it is none. Names of programs may hold anything, brackets and line ends too. Pure.
std::optional<ProcessStat> processStatOf(QByteArrayView text);
//! Of \a pid now; nullopt when there is none.
std::optional<ProcessStat> processStat(qint64 pid);
//! The time since boot as startedTicks counts it.
quint64 ticksSinceBoot();

} // namespace muster
