// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/Resident.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString wordOf(Resident::State state)
{
    switch (state) {
    case Resident::State::Running:
        return u"running"_s;
    case Resident::State::Restarting:
        return u"restarting"_s;
    case Resident::State::Crashed:
        return u"crashed"_s;
    case Resident::State::Stopping:
    case Resident::State::Gone:
        return u"stopping"_s;
    }
    Q_UNREACHABLE();
}

//! Figures that move by themselves all the time would be told all the time.
qint64 roundedMemory(qint64 bytes)
{
    constexpr qint64 kStep = 64 * 1024;
    return (bytes + kStep / 2) / kStep * kStep;
}

double roundedCpu(double cores)
{
    return std::round(cores * 100) / 100;
}

bool isSame(const QMap<QString, Secret> &one, const QMap<QString, Secret> &other)
{
    return one.keys() == other.keys() && std::ranges::all_of(one.keys(), [&](const QString &name) {
               return one[name].matches(other[name].reveal());
           });
}

} // namespace

Resident::Resident(AgentHost &host, const Entity &entity, const QMap<QString, Secret> &secrets, quint32 seed,
                   QObject *parent)
    : QObject(parent), m_host(host), m_entity(entity), m_secrets(secrets), m_process(host, {entity.ref}), m_rule(seed)
{
    m_waiting.setSingleShot(true);
    connect(&m_waiting, &QTimer::timeout, this, [this] {
        ++m_restarts;
        askForStart();
    });
    connect(&m_process, &AgentProcess::ended, this, &Resident::takeEnd);
}

void Resident::keep(const Entity &entity, const QMap<QString, Secret> &secrets)
{
    const bool isChanged = m_entity.settings != entity.settings || !isSame(m_secrets, secrets);
    m_entity = entity;
    m_secrets = secrets;
    if (isDropped() || isChanged)
        restart();
}

void Resident::restart()
{
    m_rule.forget();
    m_waiting.stop();
    if (!m_process.isRunning()) {
        set(State::Restarting);
        askForStart();
        return;
    }
    m_startsAnew = true;
    m_process.say(u"is being ended to start again"_s);
    m_process.terminate(limits::kAgentStopGrace);
    set(State::Restarting);
}

void Resident::drop(milliseconds most)
{
    m_startsAnew = false;
    m_isInLine = false;
    m_waiting.stop();
    if (m_process.isRunning()) {
        m_process.terminate(most);
        set(State::Stopping);
    } else {
        set(State::Gone);
    }
}

Agent Resident::report() const
{
    Agent agent{.id = m_entity.ref.text(), .name = m_entity.name(), .role = {}, .state = wordOf(m_state), .pid = {}};
    agent.restarts = m_restarts;
    if (!m_process.isRunning())
        return agent;
    agent.pid = m_process.pid();
    agent.startedAt = m_startedWall;
    if (const std::optional<AgentUse> use = m_process.use()) {
        agent.memoryBytes = roundedMemory(use->memoryBytes);
        agent.cpu = use->cpu ? std::optional(roundedCpu(*use->cpu)) : std::nullopt;
    }
    return agent;
}

void Resident::askForStart()
{
    if (!std::exchange(m_isInLine, true))
        m_host.starts.add(this, [this] { launch(); });
}

void Resident::launch()
{
    if (!std::exchange(m_isInLine, false) || m_process.isRunning())
        return; // Dropped meanwhile.
    m_startedAt = m_host.clock.steadyNow();
    m_startedWall = m_host.clock.now();
    if (const Result<void> started = m_process.start(m_entity, m_secrets, std::nullopt); !started) {
        m_process.say(started.error().text());
        wait();
        return;
    }
    m_process.say(u"started, process %1"_s.arg(m_process.pid()));
    m_state = State::Running;
    Q_EMIT changed(); // Also when it ran before: the pid is another.
}

void Resident::takeEnd(const ProcessEnd &end)
{
    m_process.say(textOf(end));
    if (m_state == State::Stopping)
        set(State::Gone);
    else if (std::exchange(m_startsAnew, false))
        askForStart();
    else
        wait();
}

void Resident::wait()
{
    const milliseconds delay = m_rule.afterEnd(m_startedAt, m_host.clock.steadyNow());
    m_process.say(u"starts again in %1 ms"_s.arg(delay.count()));
    m_waiting.start(delay);
    m_state = m_rule.isCrashLoop() ? State::Crashed : State::Restarting;
    Q_EMIT changed();
}

void Resident::set(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT changed();
}

} // namespace muster
