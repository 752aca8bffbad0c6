// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ProcessCensus.h"

#include "core/base/Limits.h"
#include "core/handlers/agent/Descriptor.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <sys/syscall.h>

namespace muster {

namespace {

constexpr int kLookedAtATurn = 32; // Half a millisecond.

void killProcess(const ProcessStat &stat)
{
    // Not by the names of <sys/pidfd.h>: glibc 2.36 has them for C alone.
    const Descriptor process(int(::syscall(SYS_pidfd_open, pid_t(stat.pid), 0)));
    const std::optional<ProcessStat> now = processStat(stat.pid); // The number may have become another's since.
    if (process.isOpen() && now && now->startedTicks == stat.startedTicks && now->session == stat.session)
        ::syscall(SYS_pidfd_send_signal, process.number(), SIGKILL, nullptr, 0);
}

} // namespace

ProcessCensus::ProcessCensus(const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_lookedAt(clock.steadyNow())
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ProcessCensus::step);
}

void ProcessCensus::begin(qint64 session)
{
    m_ended.remove(session); // A number that came again: nothing of the old one can be there.
    m_sessions.insert(session, {});
    if (!m_next.isActive())
        m_next.start(limits::kAgentLook);
}

void ProcessCensus::end(qint64 session)
{
    if (m_sessions.remove(session) > 0)
        (m_folder ? m_endedMeanwhile : m_ended).insert(session, ticksSinceBoot());
}

std::optional<AgentUse> ProcessCensus::use(qint64 session) const
{
    return m_sessions.value(session).use;
}

void ProcessCensus::step()
{
    if (!m_folder)
        m_folder.reset(::opendir("/proc"));
    for (int looked = 0; m_folder && looked < kLookedAtATurn;) {
        const dirent *entry = ::readdir(m_folder.get());
        if (!entry)
            return conclude();
        qint64 pid = 0;
        const char *name = entry->d_name;
        if (std::from_chars(name, name + std::strlen(name), pid).ec != std::errc())
            continue;
        ++looked;
        if (const std::optional<ProcessStat> stat = processStat(pid))
            count(*stat);
    }
    m_next.start(m_folder ? milliseconds(0) : limits::kAgentLook);
}

void ProcessCensus::count(const ProcessStat &stat)
{
    if (m_sessions.contains(stat.session)) {
        Sum &sum = m_sums[stat.session];
        sum.pages += stat.residentPages;
        sum.ticks += stat.ticks;
    } else if (m_ended.contains(stat.session)) {
        m_leftovers.append(stat);
    }
}

void ProcessCensus::conclude()
{
    const SteadyTime now = m_clock.steadyNow();
    const double passed = double((now - m_lookedAt).count()) / 1000 * double(::sysconf(_SC_CLK_TCK));
    const qint64 pageBytes = ::sysconf(_SC_PAGESIZE);
    for (auto it = m_sessions.begin(); it != m_sessions.end(); ++it) {
        if (!m_sums.contains(it.key()))
            continue; // It began during the pass.
        const Sum sum = m_sums.value(it.key());
        AgentUse use{.memoryBytes = sum.pages * pageBytes, .cpu = std::nullopt};
        if (it->ticks && passed > 0) // Less than before when a child went that nobody waited for.
            use.cpu = double(sum.ticks - std::min(*it->ticks, sum.ticks)) / passed;
        it->ticks = sum.ticks;
        it->use = use;
    }
    m_lookedAt = now;
    m_sums.clear();
    m_folder.reset();
    killLeftovers();
    if (!m_sessions.isEmpty() || !m_ended.isEmpty())
        m_next.start(limits::kAgentLook);
}

void ProcessCensus::killLeftovers()
{
    // A session's number stays taken while a member of it lives. So if one of them is as old as ours, all are ours; without one
    // the number may be another's by now.
    QHash<qint64, quint64> still;
    for (const ProcessStat &stat : std::as_const(m_leftovers)) {
        if (stat.startedTicks <= m_ended.value(stat.session))
            still.insert(stat.session, 0);
    }
    for (const ProcessStat &stat : std::as_const(m_leftovers)) {
        if (still.contains(stat.session))
            killProcess(stat);
    }
    for (quint64 &since : still)
        since = ticksSinceBoot();
    m_ended = still;
    m_ended.insert(std::exchange(m_endedMeanwhile, {}));
    m_leftovers.clear();
}

} // namespace muster
