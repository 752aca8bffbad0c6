// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ProcessStat.h"

#include "core/handlers/agent/Descriptor.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <span>

namespace muster {

namespace {

// Places behind the name. Source: proc(5), /proc/[pid]/stat, less its first two fields.
constexpr size_t kParent = 1;
constexpr size_t kSession = 3;
constexpr size_t kFirstTime = 11; // Of four: own and waited for, user and system.
constexpr size_t kStarted = 19;
constexpr size_t kResident = 21;
constexpr size_t kFields = 22;

const char *readNumber(const char *at, const char *end, qint64 *number)
{
    while (at < end && *at == ' ')
        ++at;
    const std::from_chars_result read = std::from_chars(at, end, *number);
    return read.ec == std::errc() ? read.ptr : nullptr;
}

} // namespace

std::optional<ProcessStat> processStatOf(QByteArrayView text)
{
    const qsizetype name = text.lastIndexOf(')');
    if (name < 0 || name + 3 >= text.size())
        return std::nullopt;
    const char *end = text.data() + text.size();
    std::array<qint64, kFields> fields{};
    ProcessStat stat;
    if (!readNumber(text.data(), end, &stat.pid))
        return std::nullopt;
    const char *at = text.data() + name + 3; // ") S": the state is a letter.
    for (qint64 &field : std::span(fields).subspan(1)) {
        at = readNumber(at, end, &field);
        if (!at)
            return std::nullopt;
    }
    stat.parent = fields[kParent];
    stat.session = fields[kSession];
    for (size_t i = kFirstTime; i < kFirstTime + 4; ++i)
        stat.ticks += quint64(fields[i]);
    stat.startedTicks = quint64(fields[kStarted]);
    stat.residentPages = fields[kResident];
    return stat;
}

std::optional<ProcessStat> processStat(qint64 pid)
{
    std::array<char, 32> path{};
    std::snprintf(path.data(), path.size(), "/proc/%lld/stat", static_cast<long long>(pid));
    const Descriptor file(::open(path.data(), O_RDONLY | O_CLOEXEC));
    std::array<char, 1024> text; // Not initialised: hundreds are read at once.
    const ssize_t count = file.isOpen() ? ::read(file.number(), text.data(), text.size()) : -1;
    return count > 0 ? processStatOf(QByteArrayView(text.data(), count)) : std::nullopt;
}

quint64 ticksSinceBoot()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    const auto each = static_cast<quint64>(::sysconf(_SC_CLK_TCK));
    return quint64(now.tv_sec) * each + quint64(now.tv_nsec) * each / 1'000'000'000;
}

} // namespace muster
