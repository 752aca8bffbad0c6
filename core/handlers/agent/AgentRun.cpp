// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/AgentRun.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

AgentRun::AgentRun(AgentHost &host, const Run &run, QObject *parent)
    : QObject(parent), m_run(run), m_process(host, {run.entity.ref, run.id})
{
    m_timeout.setSingleShot(true);
    connect(&m_process, &AgentProcess::wroteOutput, this, [this](QByteArrayView bytes) { m_output.take(bytes); });
    connect(&m_process, &AgentProcess::ended, this, &AgentRun::finish);
}

void AgentRun::start()
{
    if (m_ending)
        return;
    m_isStarted = true;
    const QByteArray payload = std::exchange(m_run.payload, {});
    const QMap<QString, Secret> secrets = std::exchange(m_run.secrets, {});
    if (payload.size() > limits::kJobPayloadBytes) {
        const QString text = u"the payload has more than %1 bytes"_s.arg(limits::kJobPayloadBytes);
        Q_EMIT finished({.result = {}, .error = JobError{u"payload-too-large"_s, text}});
        return;
    }
    if (const Result<void> started = m_process.start(m_run.entity, secrets, payload); !started) {
        const Error &error = started.error();
        say(error.text());
        Q_EMIT finished({.result = {}, .error = JobError{error.codeOrDefault(), error.text()}});
        return;
    }
    if (m_run.attemptTimeout.count() <= 0)
        return;
    const JobError late{u"timeout"_s, u"it ran longer than %1 ms"_s.arg(m_run.attemptTimeout.count())};
    connect(&m_timeout, &QTimer::timeout, this, [this, late] { end(late, limits::kAgentStopGrace); });
    m_timeout.start(std::min(m_run.attemptTimeout, limits::kJobAttemptTimeoutMost));
}

void AgentRun::end(const JobError &error, milliseconds most)
{
    const bool isFirst = !m_ending;
    if (isFirst) {
        m_ending = error;
        say(u"is being ended: "_s + error.text);
    }
    if (m_isStarted)
        m_process.terminate(most);
    else if (isFirst)
        Q_EMIT finished({.result = {}, .error = m_ending});
}

void AgentRun::say(const QString &text)
{
    m_process.say(u"attempt %1: %2"_s.arg(m_run.id.attempt).arg(text));
}

void AgentRun::finish(const ProcessEnd &end)
{
    m_timeout.stop();
    const RunOutcome outcome = outcomeOf(end);
    if (outcome.error && !m_ending)
        say(textOf(end));
    Q_EMIT finished(outcome);
}

RunOutcome AgentRun::outcomeOf(const ProcessEnd &end) const
{
    if (m_ending)
        return {.result = {}, .error = m_ending};
    if (end.signal != 0)
        return {.result = {}, .error = JobError{u"signal"_s, u"it "_s + textOf(end)}};
    if (end.status == 0)
        return {.result = m_output.result(end.status)};
    const QString last = m_process.log().lastLine(LogStream::Error);
    const QString text = u"it "_s + textOf(end);
    return {.result = {}, .error = JobError{u"exit-status"_s, last.isEmpty() ? text : text + u": "_s + last}};
}

} // namespace muster
