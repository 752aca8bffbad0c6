// SPDX-License-Identifier: Apache-2.0
#pragma once
// An agent that is to run all the time: started again when it ends, until it is dropped.

#include "core/handlers/agent/AgentProcess.h"
#include "core/handlers/agent/RestartRule.h"

namespace muster {

class Resident final : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Running,
        Restarting, //!< It ended, or was asked to, and starts again.
        Crashed,    //!< The same, but it keeps ending at once.
        Stopping,   //!< Dropped, not yet ended.
        Gone,       //!< Dropped and ended.
    };

    Resident(AgentHost &host, const Entity &entity, const QMap<QString, Secret> &secrets, quint32 seed,
             QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Resident)

    //! Runs \a entity from now on, also while it is being dropped. The same as before changes nothing.
    void keep(const Entity &entity, const QMap<QString, Secret> &secrets);
    //! Starts it soon, or starts it anew: what runs is ended first, with its grace.
    void restart();
    //! Ends it for good; after its grace, at most \a most, it is killed. State Gone may come before this returns.
    void drop(milliseconds most);

    State state() const { return m_state; }
    bool isDropped() const { return m_state == State::Stopping || m_state == State::Gone; }
    //! As the node reports it, with what the census saw at its last look.
    Agent report() const;
    const Entity &entity() const { return m_entity; }
    AgentProcess &process() { return m_process; }

Q_SIGNALS:
    //! report() changed in something else than what it takes.
    void changed();

private:
    void askForStart();
    void launch();
    void takeEnd(const ProcessEnd &end);
    void wait();
    void set(State state);

    AgentHost &m_host;
    Entity m_entity;
    QMap<QString, Secret> m_secrets;
    AgentProcess m_process;
    RestartRule m_rule;
    QTimer m_waiting;
    SteadyTime m_startedAt;
    Timestamp m_startedWall; // The same by the node's own clock.
    int m_restarts = 0;      // By ourselves, since it was first kept.
    State m_state = State::Restarting;
    bool m_startsAnew = false; // It was asked to end only to start again.
    bool m_isInLine = false;   // Its start was asked for.
};

} // namespace muster
