// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/ProcessCensus.h"

#include "core/base/Limits.h"
#include "core/handlers/agent/Descriptor.h"

#include <QVarLengthArray>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <sys/syscall.h>

namespace muster {

namespace {

constexpr int kLookedAtATurn = 32; // Half a millisecond.
constexpr milliseconds kPerProcess{3}; // Between looks: a quarter of a percent of a core, however many there are,
constexpr milliseconds kLookMost = 5 * limits::kAgentLook; // up to some thousand.

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

void ProcessCensus::begin(qint64 keeper, qint64 agent)
{
    m_ended.remove(agent); // A number that came again: nothing of the old one can be there.
    m_kept.insert(keeper, {.session = agent});
    if (!m_next.isActive())
        m_next.start(limits::kAgentLook);
}

void ProcessCensus::end(qint64 keeper)
{
    if (const auto kept = m_kept.constFind(keeper); kept != m_kept.cend()) {
        (m_folder ? m_endedMeanwhile : m_ended).insert(kept->session, ticksSinceBoot());
        m_kept.erase(kept);
    }
}

std::optional<AgentUse> ProcessCensus::use(qint64 keeper) const
{
    return m_kept.value(keeper).use;
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
            m_seen.insert(pid, *stat);
    }
    m_next.start(m_folder ? milliseconds(0) : limits::kAgentLook);
}

//! The keeper that \a pid descends from; 0: none. A keeper counts as its own: it has waited for what ended.
qint64 ProcessCensus::keeperOf(qint64 pid)
{
    QVarLengthArray<qint64, 16> way;
    qint64 keeper = 0;
    for (qint64 at = pid; at > 1 && way.size() <= m_seen.size();) { // Numbers that came again can lead in a circle.
        if (const auto known = m_keepers.constFind(at); known != m_keepers.cend()) {
            keeper = *known;
            break;
        }
        way.append(at);
        if (m_kept.contains(at)) {
            keeper = at;
            break;
        }
        const auto seen = m_seen.constFind(at);
        at = seen == m_seen.cend() ? 0 : seen->parent;
    }
    for (const qint64 each : way)
        m_keepers.insert(each, keeper);
    return keeper;
}

QHash<qint64, ProcessCensus::Sum> ProcessCensus::sums()
{
    QHash<qint64, Sum> sums;
    for (const ProcessStat &stat : std::as_const(m_seen)) {
        const qint64 keeper = keeperOf(stat.pid);
        if (keeper == 0)
            continue;
        Sum &sum = sums[keeper];
        sum.ticks += stat.ticks;
        if (stat.pid != keeper) // Its memory is not the agent's.
            sum.pages += stat.residentPages;
    }
    return sums;
}

void ProcessCensus::conclude()
{
    const SteadyTime now = m_clock.steadyNow();
    const double passed = double((now - m_lookedAt).count()) / 1000 * double(::sysconf(_SC_CLK_TCK));
    const qint64 pageBytes = ::sysconf(_SC_PAGESIZE);
    const QHash<qint64, Sum> all = sums();
    for (auto it = m_kept.begin(); it != m_kept.end(); ++it) {
        if (!all.contains(it.key()))
            continue; // It began during the pass.
        const Sum sum = all.value(it.key());
        AgentUse use{.memoryBytes = sum.pages * pageBytes, .cpu = std::nullopt};
        if (it->ticks && passed > 0) // Less than before when a child went that nobody waited for.
            use.cpu = double(sum.ticks - std::min(*it->ticks, sum.ticks)) / passed;
        it->ticks = sum.ticks;
        it->use = use;
    }
    m_lookedAt = now;
    m_folder.reset();
    killLeftovers();
    if (!m_kept.isEmpty() || !m_ended.isEmpty())
        m_next.start(std::clamp<milliseconds>(m_seen.size() * kPerProcess, limits::kAgentLook, kLookMost));
    m_seen.clear();
    m_keepers.clear();
    Q_EMIT looked();
}

void ProcessCensus::killLeftovers()
{
    // A session's number stays taken while a member of it lives. So if one of them is as old as ours, all are ours; without one
    // the number may be another's by now.
    QHash<qint64, quint64> still;
    for (const ProcessStat &stat : std::as_const(m_seen)) {
        if (m_ended.contains(stat.session) && stat.startedTicks <= m_ended.value(stat.session))
            still.insert(stat.session, 0);
    }
    for (const ProcessStat &stat : std::as_const(m_seen)) {
        if (still.contains(stat.session))
            killProcess(stat);
    }
    for (quint64 &since : still)
        since = ticksSinceBoot();
    m_ended = still;
    m_ended.insert(std::exchange(m_endedMeanwhile, {}));
}

} // namespace muster
