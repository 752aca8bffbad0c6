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

    //! Starts it; when that fails, finished() comes before this returns.
    void start(const Run &run);
    //! Ends it with \a error as its outcome, unless it was asked before; after \a most it is killed.
    void end(const JobError &error, milliseconds most);

    const RunId &id() const { return m_id; }
    AgentProcess &process() { return m_process; }

Q_SIGNALS:
    //! Once, last.
    void finished(const muster::RunOutcome &outcome);

private:
    void finish(const ProcessEnd &end);
    RunOutcome outcomeOf(const ProcessEnd &end) const;

    const RunId m_id;
    AgentProcess m_process;
    JobOutput m_output;
    QTimer m_timeout;
    std::optional<JobError> m_ending; // Why it was asked to end.
};

} // namespace muster
