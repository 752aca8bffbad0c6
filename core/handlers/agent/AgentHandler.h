// SPDX-License-Identifier: Apache-2.0
#pragma once
// The handler of agents: programs that are run once a job, or all the time. See README.md.

#include "core/handlers/Handler.h"
#include "core/handlers/agent/AgentRun.h"
#include "core/handlers/agent/Resident.h"

namespace muster {

class AgentHandler final : public Handler
{
    Q_OBJECT
public:
    static constexpr EntityKind kKind = EntityKind::Agent;

    explicit AgentHandler(const HandlerSetup &setup);
    //! Kills what still runs.
    ~AgentHandler() override;
    Q_DISABLE_COPY_MOVE(AgentHandler)

    EntityKind kind() const override { return kKind; }
    void run(const Run &run) override;
    void cancel(const RunId &run) override;
    void keep(const Entity &entity, const QMap<QString, Secret> &secrets) override;
    void drop(const EntityRef &entity) override;
    bool restart(const EntityRef &entity) override;
    int restartAll() override;
    QList<Agent> agents() const override;
    QHash<EntityRef, AgentUse> uses() const override;
    int runs() const override { return int(m_runs.size()); }

protected:
    void startUp() override;
    void shutDown() override;

private:
    //! A run that is over, until that is told.
    struct Over {
        OutputSource source;
        QList<OutputLine> lines = {};
        RunOutcome outcome;
    };

    void finish(AgentRun *run, const RunOutcome &outcome);
    void refuse(const Run &run, const QString &code, const QString &text);
    void follow(AgentProcess *process);
    void gather();
    void tellLines(const OutputSource &source, const QList<OutputLine> &lines);
    void tell();
    void report();
    void takeLook();
    void removeGone();

    ChildWatch m_watch;
    ProcessCensus m_census;
    StartQueue m_starts;
    AgentHost m_host;
    quint32 m_seed;
    QHash<RunId, AgentRun *> m_runs;       // Children of this object.
    QMap<EntityRef, Resident *> m_residents; // The same.
    QList<AgentProcess *> m_spoke; // Have lines to be told.
    QList<Over> m_over;
    QTimer m_gathering; // Lines are told together.
    QTimer m_telling;   // Ends are told in the next turn.
    QTimer m_reporting; // Changes of residents come in bursts.
    QList<Agent> m_told; // As agentsChanged() last had them.
    bool m_isStopping = false;
};

} // namespace muster
