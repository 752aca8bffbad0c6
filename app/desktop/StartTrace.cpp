// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/StartTrace.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace muster {

namespace {

//! Fields after the command's closing bracket in /proc/self/stat; the start is the 22nd of all (proc(5)).
constexpr qsizetype kStartField = 19;

} // namespace

bool isStartTraced()
{
    return qEnvironmentVariableIntValue("MUSTER_TRACE_START") == 1;
}

std::optional<long> sinceProcessStart()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    bool isNumber = false;
    const long long ticks = fields.value(kStartField).toLongLong(&isNumber);
    timespec now{};
    if (!isNumber || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return std::nullopt;
    const long perSecond = sysconf(_SC_CLK_TCK);
    const long long startMs = ticks * 1000 / perSecond;
    return static_cast<long>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - startMs);
}

void traceFirstCard()
{
    const std::optional<long> span = sinceProcessStart();
    if (span)
        std::fprintf(stderr, "muster first-card ms=%ld\n", *span);
}

} // namespace muster
