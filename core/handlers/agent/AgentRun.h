// SPDX-License-Identifier: Apache-2.0
#pragma once
// One attempt of a job as a process: payload in, result or error out.

#include "core/handlers/agent/AgentProcess.h"
#include "core/handlers/agent/JobOutput.h"

namespace muster {

class AgentRun final : public QObject
{
    Q_OBJECT
public:
    AgentRun(AgentHost &host, const Run &run, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AgentRun)

    //! Starts it, unless it was ended before; when that fails, finished() comes before this returns.
    void start();
    //! Ends it with \a error as its outcome, unless it was asked before; after \a most it is killed. One that was not started is
    //! finished() at once.
    void end(const JobError &error, milliseconds most);

    const RunId &id() const { return m_run.id; }
    AgentProcess &process() { return m_process; }

Q_SIGNALS:
    //! Once, last.
    void finished(const muster::RunOutcome &outcome);

private:
    void finish(const ProcessEnd &end);
    RunOutcome outcomeOf(const ProcessEnd &end) const;

    void say(const QString &text);

    Run m_run; // Its payload and secrets only until it is started.
    AgentProcess m_process;
    JobOutput m_output;
    QTimer m_timeout;
    std::optional<JobError> m_ending; // Why it was asked to end.
    bool m_isStarted = false;
};

} // namespace muster
