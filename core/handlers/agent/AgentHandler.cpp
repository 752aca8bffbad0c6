// SPDX-License-Identifier: Apache-2.0
#include "core/handlers/agent/AgentHandler.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kGather{100};        // Between a line and its telling: as often as an eye can follow.
constexpr milliseconds kReport{50};         // Between a change of a resident and its telling.
constexpr milliseconds kStopGraceMost{3000}; // Of limits::kStopDeadline; the rest is for killing, and for the others.

} // namespace

AgentHandler::AgentHandler(const HandlerSetup &setup)
    : m_census(setup.clock), m_host{m_watch, m_census, m_starts, setup.clock, {setup.folder, allowedEnvironment(::environ), raiseOpenFiles()}}, m_seed(setup.seed)
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(kGather);
    connect(&m_gathering, &QTimer::timeout, this, &AgentHandler::gather);
    m_telling.setSingleShot(true);
    m_telling.setInterval(0);
    connect(&m_telling, &QTimer::timeout, this, &AgentHandler::tell);
    m_reporting.setSingleShot(true);
    m_reporting.setInterval(kReport);
    connect(&m_reporting, &QTimer::timeout, this, &AgentHandler::report);
    connect(&m_census, &ProcessCensus::looked, this, &AgentHandler::takeLook);
}

AgentHandler::~AgentHandler()
{
    // Now, as they use the watch; all are killed before the first is waited for.
    for (AgentRun *run : std::as_const(m_runs))
        run->process().kill();
    for (Resident *resident : std::as_const(m_residents))
        resident->process().kill();
    qDeleteAll(m_runs);
    qDeleteAll(m_residents);
}

void AgentHandler::run(const Run &run)
{
    if (m_runs.contains(run.id))
        return;
    if (!isRunning())
        return refuse(run, u"node-stopped"_s, u"the node is stopping"_s);
    if (m_runs.size() + m_residents.size() >= limits::kAgentsOnNode)
        return refuse(run, u"node-full"_s, u"this node runs %1 agents already"_s.arg(limits::kAgentsOnNode));
    auto *attempt = new AgentRun(m_host, run, this);
    m_runs.insert(run.id, attempt);
    follow(&attempt->process());
    connect(attempt, &AgentRun::finished, this,
            [this, attempt](const RunOutcome &outcome) { finish(attempt, outcome); });
    m_starts.add(attempt, [attempt] { attempt->start(); });
}

void AgentHandler::cancel(const RunId &run)
{
    if (AgentRun *attempt = m_runs.value(run))
        attempt->end({u"cancelled"_s, u"it was cancelled"_s}, limits::kAgentStopGrace);
}

void AgentHandler::keep(const Entity &entity, const QMap<QString, Secret> &secrets)
{
    if (!isRunning())
        return;
    if (Resident *resident = m_residents.value(entity.ref))
        return resident->keep(entity, secrets);
    if (m_runs.size() + m_residents.size() >= limits::kAgentsOnNode) {
        qCWarning(logNode).noquote() << entity.ref.text() << "is not started: this node runs" << limits::kAgentsOnNode
                                     << "agents already";
        return;
    }
    auto *resident = new Resident(m_host, entity, secrets, m_seed++, this);
    m_residents.insert(entity.ref, resident);
    follow(&resident->process());
    connect(resident, &Resident::changed, this, [this] {
        if (!m_reporting.isActive())
            m_reporting.start();
    });
    resident->restart();
}

void AgentHandler::drop(const EntityRef &entity)
{
    if (Resident *resident = m_residents.value(entity))
        resident->drop(limits::kAgentStopGrace);
}

bool AgentHandler::restart(const EntityRef &entity)
{
    Resident *resident = m_residents.value(entity);
    const bool isKept = resident && !resident->isDropped();
    if (isKept)
        resident->restart();
    return isKept;
}

int AgentHandler::restartAll()
{
    int count = 0;
    for (const EntityRef &entity : m_residents.keys())
        count += restart(entity) ? 1 : 0;
    return count;
}

QList<Agent> AgentHandler::agents() const
{
    QList<Agent> agents;
    for (const Resident *resident : m_residents) {
        if (resident->state() != Resident::State::Gone)
            agents.append(resident->report());
    }
    return agents;
}

QHash<EntityRef, AgentUse> AgentHandler::uses() const
{
    QHash<EntityRef, AgentUse> uses;
    for (auto it = m_residents.begin(); it != m_residents.end(); ++it) {
        if (const std::optional<AgentUse> use = (*it)->process().use())
            uses.insert(it.key(), *use);
    }
    return uses;
}

void AgentHandler::startUp()
{
    m_isStopping = false;
}

void AgentHandler::shutDown()
{
    m_isStopping = true;
    const QList<AgentRun *> runs = m_runs.values(); // Copies: what ends at once leaves the maps.
    for (AgentRun *run : runs)
        run->end({u"node-stopped"_s, u"the node was stopped"_s}, kStopGraceMost);
    const QList<Resident *> residents = m_residents.values();
    for (Resident *resident : residents)
        resident->drop(kStopGraceMost);
    m_telling.start();
}

void AgentHandler::finish(AgentRun *run, const RunOutcome &outcome)
{
    Over over{.source = run->process().log().source(), .outcome = outcome};
    while (!run->process().log().isEmpty())
        over.lines += run->process().giveLines();
    m_over.append(over);
    m_spoke.removeOne(&run->process());
    m_runs.remove(run->id());
    run->deleteLater(); // It is still speaking.
    m_telling.start();
}

void AgentHandler::refuse(const Run &run, const QString &code, const QString &text)
{
    m_over.append({.source = {run.entity.ref, run.id}, .outcome = {.result = {}, .error = JobError{code, text}}});
    m_telling.start();
}

void AgentHandler::follow(AgentProcess *process)
{
    connect(process, &AgentProcess::spoke, this, [this, process] {
        m_spoke.append(process);
        if (!m_gathering.isActive())
            m_gathering.start();
    });
}

void AgentHandler::gather()
{
    const QList<AgentProcess *> spoke = std::exchange(m_spoke, {});
    for (AgentProcess *process : spoke) {
        while (!process->log().isEmpty())
            Q_EMIT lines(process->log().source(), process->giveLines());
    }
}

void AgentHandler::tell()
{
    const QList<Over> all = std::exchange(m_over, {});
    for (const Over &over : all) {
        tellLines(over.source, over.lines);
        Q_EMIT ended(over.source.run, over.outcome);
    }
    if (m_isStopping && m_reporting.isActive())
        report();
    if (m_isStopping && m_runs.isEmpty() && m_residents.isEmpty() && m_over.isEmpty()) {
        m_isStopping = false;
        Q_EMIT stopped();
    }
}

void AgentHandler::report()
{
    m_reporting.stop();
    removeGone();
    m_told = agents();
    Q_EMIT agentsChanged(m_told);
    if (m_isStopping)
        m_telling.start();
}

void AgentHandler::takeLook()
{
    if (!m_residents.isEmpty() && !m_reporting.isActive() && m_told != agents())
        report();
}

void AgentHandler::tellLines(const OutputSource &source, const QList<OutputLine> &all)
{
    for (qsizetype from = 0; from < all.size(); from += limits::kLogBatch)
        Q_EMIT lines(source, all.mid(from, limits::kLogBatch));
}

void AgentHandler::removeGone()
{
    const QList<Resident *> residents = m_residents.values();
    for (Resident *resident : residents) {
        if (resident->state() != Resident::State::Gone)
            continue;
        m_spoke.removeOne(&resident->process());
        while (!resident->process().log().isEmpty())
            Q_EMIT lines(resident->process().log().source(), resident->process().giveLines());
        m_residents.remove(resident->entity().ref);
        resident->deleteLater();
    }
}

} // namespace muster
