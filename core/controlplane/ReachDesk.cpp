// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/ReachDesk.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kMinute = std::chrono::minutes(1);
constexpr int kAtOnceOfOne = limits::kReachesAtOnce / 2; // Tests of one caller at once (T-15).

Error busy(const QString &what)
{
    return {.kind = ErrorKind::Busy, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

Result<void> ReachDesk::begin(const QString &askedBy, SteadyTime now)
{
    forgetQuiet(now);
    const auto found = m_callers.constFind(askedBy);
    Tests tests = found == m_callers.cend() ? Tests{.since = now} : *found;
    if (now - tests.since >= kMinute) {
        tests.since = now;
        tests.inMinute = 0;
    }
    if (tests.inMinute >= limits::kReachesPerMinute)
        return busy(u"you tested %1 addresses within a minute; wait a little"_s.arg(limits::kReachesPerMinute));
    if (m_open >= limits::kReachesAtOnce || tests.open >= kAtOnceOfOne)
        return busy(u"too many addresses are being tested now; try again in some seconds"_s);
    ++tests.inMinute;
    ++tests.open;
    ++m_open;
    m_callers.insert(askedBy, tests);
    return {};
}

void ReachDesk::end(const QString &askedBy)
{
    const auto found = m_callers.find(askedBy);
    if (found == m_callers.end() || found->open == 0)
        return;
    --found->open;
    --m_open;
}

void ReachDesk::forgetQuiet(SteadyTime now)
{
    if (now - m_forgotAt < kMinute)
        return;
    m_forgotAt = now;
    m_callers.removeIf([now](const auto &entry) { return entry.value().open == 0 && now - entry.value().since >= kMinute; });
}

} // namespace muster
