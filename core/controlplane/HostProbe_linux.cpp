// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/HostProbe.h"

#include "core/controlplane/HostProbeText.h"

#include <QFile>
#include <QSysInfo>
#include <QThread>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! 100 ms of one core: with fewer ticks the share would jump between 0 and 1.
constexpr quint64 kLeastTicks = 10;

//! The start of a virtual file; those report size 0, so reading to the end is the only way.
QByteArray startOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    return file.read(16 * 1024);
}

class LinuxHostProbe final : public HostProbe
{
public:
    LinuxHostProbe() : m_before(cpuTicksOf(startOf(u"/proc/stat"_s)))
    {
        const QString path = cgroupPathOf(startOf(u"/proc/self/cgroup"_s));
        m_cgroup = u"/sys/fs/cgroup"_s + (path == "/"_L1 ? QString() : path);
    }

    HostFacts facts() override
    {
        HostFacts facts;
        facts.hostname = QSysInfo::machineHostName();
        facts.platform = prettyNameOf(startOf(u"/etc/os-release"_s));
        if (facts.platform.isEmpty())
            facts.platform = QSysInfo::prettyProductName();
        facts.arch = QSysInfo::currentCpuArchitecture();
        facts.cores = QThread::idealThreadCount();
        return facts;
    }

    Load sample() override
    {
        Load load;
        load.cpu = cpuShare();
        load.load1 = load1Of(startOf(u"/proc/loadavg"_s));
        if (const std::optional<MemoryUse> host = memoryUseOf(startOf(u"/proc/meminfo"_s))) {
            const MemoryUse use = withinCgroup(*host, cgroupBytesOf(startOf(m_cgroup + u"/memory.max"_s)),
                                               cgroupBytesOf(startOf(m_cgroup + u"/memory.current"_s)),
                                               cgroupStatOf(startOf(m_cgroup + u"/memory.stat"_s), "inactive_file"));
            load.memoryUsedBytes = use.usedBytes;
            load.memoryTotalBytes = use.totalBytes;
        }
        return load;
    }

private:
    std::optional<double> cpuShare()
    {
        const std::optional<CpuTicks> now = cpuTicksOf(startOf(u"/proc/stat"_s));
        if (!now || !m_before) {
            m_before = now;
            return std::nullopt;
        }
        const std::optional<double> share = cpuShareBetween(*m_before, *now, kLeastTicks);
        if (share || now->total < m_before->total)
            m_before = now; // Else too little time passed: measure from the same start next time.
        return share;
    }

    std::optional<CpuTicks> m_before;
    QString m_cgroup;
};

} // namespace

std::unique_ptr<HostProbe> systemHostProbe()
{
    return std::make_unique<LinuxHostProbe>();
}

} // namespace muster
