// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/AgentRun.h"

#include "core/base/Limits.h"

namespace muster {

using namespace Qt::StringLiterals;

AgentRun::AgentRun(AgentHost &host, const Run &run, QObject *parent)
    : QObject(parent), m_id(run.id), m_process(host, {run.entity.ref, run.id})
{
    m_timeout.setSingleShot(true);
    connect(&m_process, &AgentProcess::wroteOutput, this, [this](QByteArrayView bytes) { m_output.take(bytes); });
    connect(&m_process, &AgentProcess::ended, this, &AgentRun::finish);
}

void AgentRun::start(const Run &run)
{
    if (run.payload.size() > limits::kJobPayloadBytes) {
        const QString text = u"the payload has more than %1 bytes"_s.arg(limits::kJobPayloadBytes);
        Q_EMIT finished({.result = {}, .error = JobError{u"payload-too-large"_s, text}});
        return;
    }
    if (const Result<void> started = m_process.start(run.entity, run.secrets, run.payload); !started) {
        const Error &error = started.error();
        m_process.say(u"attempt %1: %2"_s.arg(m_id.attempt).arg(error.text()));
        Q_EMIT finished({.result = {}, .error = JobError{error.codeOrDefault(), error.text()}});
        return;
    }
    if (run.attemptTimeout.count() <= 0)
        return;
    const JobError late{u"timeout"_s, u"it ran longer than %1 ms"_s.arg(run.attemptTimeout.count())};
    connect(&m_timeout, &QTimer::timeout, this, [this, late] { end(late, limits::kAgentStopGrace); });
    m_timeout.start(std::min(run.attemptTimeout, limits::kJobAttemptTimeoutMost));
}

void AgentRun::end(const JobError &error, milliseconds most)
{
    if (!m_ending) {
        m_ending = error;
        m_process.say(u"attempt %1 is being ended: %2"_s.arg(m_id.attempt).arg(error.text));
    }
    m_process.terminate(most);
}

void AgentRun::finish(const ProcessEnd &end)
{
    m_timeout.stop();
    const RunOutcome outcome = outcomeOf(end);
    if (outcome.error && !m_ending)
        m_process.say(u"attempt %1 %2"_s.arg(m_id.attempt).arg(textOf(end)));
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
