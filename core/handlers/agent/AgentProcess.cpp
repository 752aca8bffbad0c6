// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/AgentProcess.h"

#include "core/base/Limits.h"

#include <cstring>

namespace muster {

using namespace Qt::StringLiterals;

AgentProcess::AgentProcess(AgentHost &host, OutputSource source, QObject *parent)
    : QObject(parent), m_host(host), m_child(host.watch), m_log(std::move(source))
{
    connect(&m_child, &ChildProcess::wrote, this, &AgentProcess::take);
    connect(&m_child, &ChildProcess::ended, this, &AgentProcess::finish);
}

Result<void> AgentProcess::start(const Entity &entity, const QMap<QString, Secret> &secrets,
                                 const std::optional<QByteArray> &input)
{
    const Result<AgentSettings> settings = AgentSettings::fromJson(entity.settings);
    if (!settings) {
        Error error = settings.error();
        error.code = u"bad-settings"_s;
        return error;
    }
    m_grace = settings->stopGrace.count() > 0 ? settings->stopGrace : limits::kAgentStopGrace;
    MUSTER_TRY(launch, launchOf(entity.ref, *settings, secrets, m_host.place));
    MUSTER_CHECK(m_child.start(launch, input));
    m_keeper = m_child.keeper();
    m_host.census.begin(m_keeper, m_child.pid());
    return {};
}

void AgentProcess::terminate(milliseconds most)
{
    m_child.terminate(std::min(m_grace, most));
}

void AgentProcess::say(const QString &text)
{
    const bool wasEmpty = m_log.isEmpty();
    m_log.say(text);
    if (wasEmpty)
        Q_EMIT spoke();
}

void AgentProcess::take(LogStream stream, QByteArrayView bytes)
{
    const bool wasEmpty = m_log.isEmpty();
    m_log.take(stream, bytes, m_host.clock.steadyNow());
    if (stream == LogStream::Output)
        Q_EMIT wroteOutput(bytes);
    if (wasEmpty && !m_log.isEmpty())
        Q_EMIT spoke();
}

void AgentProcess::finish(const ProcessEnd &end)
{
    m_host.census.end(m_keeper);
    const bool wasEmpty = m_log.isEmpty();
    m_log.finish(m_host.clock.steadyNow());
    if (wasEmpty && !m_log.isEmpty())
        Q_EMIT spoke();
    Q_EMIT ended(end);
}

QString textOf(const ProcessEnd &end)
{
    if (end.signal == 0)
        return u"returned %1"_s.arg(end.status);
    return u"was killed by signal %1 (%2)"_s.arg(end.signal).arg(QString::fromLocal8Bit(::strsignal(end.signal)));
}

} // namespace muster
