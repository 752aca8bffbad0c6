// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/HostProbeText.h"

#include <QList>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QList<QByteArray> linesOf(QByteArrayView text)
{
    return text.toByteArray().split('\n');
}

std::optional<qint64> numberOf(const QByteArray &text)
{
    bool isNumber = false;
    const qint64 number = text.trimmed().toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

//! Kibibytes of one line of /proc/meminfo: "MemTotal:       16316412 kB".
std::optional<qint64> kibibytesOf(const QList<QByteArray> &lines, const QByteArray &name)
{
    for (const QByteArray &line : lines) {
        if (line.startsWith(name + ':'))
            return numberOf(line.mid(name.size() + 1).simplified().split(' ').value(0));
    }
    return std::nullopt;
}

} // namespace

std::optional<CpuTicks> cpuTicksOf(QByteArrayView procStat)
{
    const QList<QByteArray> words = linesOf(procStat).value(0).simplified().split(' ');
    if (words.value(0) != "cpu" || words.size() < 5)
        return std::nullopt;
    CpuTicks ticks;
    // user nice system idle iowait irq softirq steal; guest and guest_nice behind them are counted in user and nice.
    const qsizetype last = std::min<qsizetype>(words.size() - 1, 8);
    for (qsizetype i = 1; i <= last; ++i) {
        const std::optional<qint64> number = numberOf(words[i]);
        if (!number)
            return std::nullopt;
        ticks.total += static_cast<quint64>(*number);
        if (i != 4 && i != 5)
            ticks.busy += static_cast<quint64>(*number);
    }
    return ticks;
}

std::optional<double> cpuShareBetween(const CpuTicks &before, const CpuTicks &after, quint64 leastTicks)
{
    if (after.total < before.total + leastTicks || after.total == before.total)
        return std::nullopt;
    // iowait may shrink (proc(5)); busy cannot, but a resumed container can show older counters.
    if (after.busy < before.busy)
        return std::nullopt;
    const double share = static_cast<double>(after.busy - before.busy) / static_cast<double>(after.total - before.total);
    return std::clamp(share, 0.0, 1.0);
}

std::optional<double> load1Of(QByteArrayView procLoadavg)
{
    bool isNumber = false;
    const double load = procLoadavg.toByteArray().split(' ').value(0).toDouble(&isNumber);
    return isNumber && load >= 0 ? std::optional(load) : std::nullopt;
}

std::optional<MemoryUse> memoryUseOf(QByteArrayView procMeminfo)
{
    const QList<QByteArray> lines = linesOf(procMeminfo);
    const std::optional<qint64> total = kibibytesOf(lines, "MemTotal");
    const std::optional<qint64> available = kibibytesOf(lines, "MemAvailable");
    if (!total || !available || *total <= 0)
        return std::nullopt;
    return MemoryUse{std::max<qint64>(0, *total - *available) * 1024, *total * 1024};
}

std::optional<qint64> cgroupBytesOf(QByteArrayView text)
{
    return numberOf(text.toByteArray());
}

std::optional<qint64> cgroupStatOf(QByteArrayView memoryStat, QByteArrayView name)
{
    for (const QByteArray &line : linesOf(memoryStat)) {
        if (line.startsWith(name.toByteArray() + ' '))
            return numberOf(line.mid(name.size() + 1));
    }
    return std::nullopt;
}

QString cgroupPathOf(QByteArrayView procSelfCgroup)
{
    for (const QByteArray &line : linesOf(procSelfCgroup)) {
        if (line.startsWith("0::/"))
            return QString::fromUtf8(line.mid(3));
    }
    return {};
}

MemoryUse withinCgroup(const MemoryUse &host, std::optional<qint64> limit, std::optional<qint64> current,
                       std::optional<qint64> inactiveFile)
{
    if (!limit || !current || *limit <= 0 || *limit >= host.totalBytes)
        return host;
    // Pages of files that nobody uses are given back before anything is killed.
    const qint64 used = *current - std::min(*current, inactiveFile.value_or(0));
    return {std::clamp<qint64>(used, 0, *limit), *limit};
}

QString prettyNameOf(QByteArrayView osRelease)
{
    for (const QByteArray &line : linesOf(osRelease)) {
        if (!line.startsWith("PRETTY_NAME="))
            continue;
        QByteArray value = line.mid(12).trimmed();
        if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.endsWith(value[0]))
            value = value.mid(1, value.size() - 2);
        return QString::fromUtf8(value).left(200);
    }
    return {};
}

} // namespace muster
