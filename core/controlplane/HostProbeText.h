// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pure readers of the texts in which Linux describes a host. HostProbe_linux.cpp feeds them; tests do, too.

#include <QByteArray>
#include <QString>

#include <optional>

namespace muster {

//! Time of all cores together since boot, in clock ticks. Source: proc(5), /proc/stat.
struct CpuTicks {
    quint64 busy = 0;
    quint64 total = 0;

    bool operator==(const CpuTicks &) const = default;
};

//! Bytes of memory in use and in all.
struct MemoryUse {
    qint64 usedBytes = 0;
    qint64 totalBytes = 0;

    bool operator==(const MemoryUse &) const = default;
};

//! The first line of /proc/stat. Waiting for a disk counts as idle; a guest's time is part of its user time already.
std::optional<CpuTicks> cpuTicksOf(QByteArrayView procStat);
//! Share in use between two readings, 0 to 1; unknown when less than \a leastTicks passed or a counter went back.
std::optional<double> cpuShareBetween(const CpuTicks &before, const CpuTicks &after, quint64 leastTicks);
//! The first number of /proc/loadavg.
std::optional<double> load1Of(QByteArrayView procLoadavg);
//! MemTotal and MemTotal - MemAvailable of /proc/meminfo; unknown on kernels that do not say what is available.
std::optional<MemoryUse> memoryUseOf(QByteArrayView procMeminfo);
//! The number in a control group's memory.max or memory.current; "max" is unknown.
std::optional<qint64> cgroupBytesOf(QByteArrayView text);
//! The value of \a name in a control group's memory.stat.
std::optional<qint64> cgroupStatOf(QByteArrayView memoryStat, QByteArrayView name);
//! The path of the unified hierarchy in /proc/self/cgroup: the line "0::/path".
QString cgroupPathOf(QByteArrayView procSelfCgroup);
//! \a host, or the control group's share of it when its limit is lower: what counts when memory runs out.
MemoryUse withinCgroup(const MemoryUse &host, std::optional<qint64> limit, std::optional<qint64> current,
                       std::optional<qint64> inactiveFile);
//! PRETTY_NAME of /etc/os-release, without quotes; empty when there is none.
QString prettyNameOf(QByteArrayView osRelease);

} // namespace muster
