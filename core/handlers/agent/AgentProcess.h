// SPDX-License-Identifier: Apache-2.0
#pragma once
// An agent as a process with its log: what a run and a resident have in common.

#include "core/handlers/agent/ChildProcess.h"
#include "core/handlers/agent/OutputLog.h"
#include "core/handlers/agent/ProcessCensus.h"
#include "core/handlers/agent/StartQueue.h"

namespace muster {

//! What all agents of a handler share; outlives them.
struct AgentHost {
    ChildWatch &watch;
    ProcessCensus &census;
    StartQueue &starts;
    const Clock &clock;
    LaunchPlace place;
};

//! Starts an agent by its entity's settings, and keeps what it writes as lines. One thread.
class AgentProcess final : public QObject
{
    Q_OBJECT
public:
    AgentProcess(AgentHost &host, OutputSource source, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AgentProcess)

    //! Errors as launchOf() and startProcess(), and Invalid with code "bad-settings".
    Result<void> start(const Entity &entity, const QMap<QString, Secret> &secrets, const std::optional<QByteArray> &input);
    //! Asks it to end, and kills it after the grace of its settings, at most \a most.
    void terminate(milliseconds most);
    void kill() { m_child.kill(); }
    bool isRunning() const { return m_child.isRunning(); }
    qint64 pid() const { return m_child.pid(); }
    //! What it and all that it started took at the last look; nullopt before the first.
    std::optional<AgentUse> use() const { return m_host.census.use(m_keeper); }

    const OutputLog &log() const { return m_log; }
    //! Lines for whoever keeps logs.
    QList<OutputLine> giveLines() { return m_log.give(); }
    //! A line of ours.
    void say(const QString &text);

Q_SIGNALS:
    //! The log has lines after it had none.
    void spoke();
    //! Standard output, for a result; valid during the call.
    void wroteOutput(QByteArrayView bytes);
    //! It has ended; the log is whole.
    void ended(const muster::ProcessEnd &end);

private:
    void take(LogStream stream, QByteArrayView bytes);
    void finish(const ProcessEnd &end);

    AgentHost &m_host;
    ChildProcess m_child;
    OutputLog m_log;
    milliseconds m_grace{0};
    qint64 m_keeper = 0; // Of the last process.
};

//! "returned 3", "was killed by signal 9 (Killed)".
QString textOf(const ProcessEnd &end);

} // namespace muster
