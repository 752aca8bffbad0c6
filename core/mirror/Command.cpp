// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/Command.h"

#include "core/base/Limits.h"
#include "core/domain/AgentNews.h"

namespace muster {

Command::Command(CommandVerb verb, CommandTarget target, QString name, Timestamp startedAt, QObject *parent)
    : QObject(parent), m_verb(verb), m_target(std::move(target)), m_name(std::move(name)), m_startedAt(startedAt)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(limits::kUnconfirmedAfter);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_state = CommandState::Unconfirmed;
        Q_EMIT stateChanged();
    });
    m_patience.start();
}

void Command::keepBefore(const Node &before)
{
    m_agentsBefore = before.agents;
    m_startedBefore = before.who.startedAt;
    m_drainBefore = before.drain;
}

void Command::keepWanted(const Entity &wanted, const Entity *before)
{
    m_wantedEntity = wanted;
    if (before)
        m_entityBefore = before->updatedAt;
}

bool Command::showsWanted(const EntityState *now) const
{
    if (m_verb == CommandVerb::RemoveEntity)
        return !now;
    if (m_wantedPin && now) {
        const bool isPinned = now->assignment && now->assignment->node == m_wantedPin->node;
        return m_wantedPin->node.isEmpty() ? !now->assignment : isPinned && now->assignment->mode == m_wantedPin->mode;
    }
    // Its secrets cannot be seen, but a change of them has a time.
    return m_wantedEntity && now && now->entity.updatedAt != m_entityBefore;
}

void Command::loseAnswer(SteadyTime at, const Error &error)
{
    if (isFinished())
        return;
    m_patience.stop();
    m_lostAnswerAt = at;
    m_error = error;
    m_state = CommandState::Unconfirmed;
    Q_EMIT stateChanged();
}

bool Command::showsRestart(const Node &now) const
{
    return now.who.startedAt != m_startedBefore || newsOf(m_agentsBefore, now.agents) == AgentNews::Agents;
}

bool Command::showsStanding(const Node &now) const
{
    const bool isEmptied = now.drain || now.status == NodeStatus::Draining || now.status == NodeStatus::Drained;
    switch (m_verb) {
    case CommandVerb::Cordon:
        return now.cordoned;
    case CommandVerb::Uncordon:
        return !now.cordoned && !isEmptied;
    case CommandVerb::Drain:
        return isEmptied && !(m_drainBefore && now.drain && now.drain->deadline == m_drainBefore->deadline);
    case CommandVerb::StopDrain:
        return !isEmptied;
    case CommandVerb::Remove:
    case CommandVerb::Ping:
    case CommandVerb::Restart:
    case CommandVerb::Assign:
    case CommandVerb::SaveEntity:
    case CommandVerb::RemoveEntity:
        return false;
    }
    Q_UNREACHABLE();
}

void Command::finish(Timestamp at, const Result<void> &outcome)
{
    end(at, outcome ? std::nullopt : std::optional(outcome.error()));
}

void Command::finish(Timestamp at, const Result<PingReport> &outcome)
{
    if (outcome)
        m_pingReport = *outcome;
    end(at, outcome ? std::nullopt : std::optional(outcome.error()));
}

void Command::finish(Timestamp at, const Result<EntityState> &outcome)
{
    if (outcome)
        m_entityState = *outcome;
    end(at, outcome ? std::nullopt : std::optional(outcome.error()));
}

void Command::end(Timestamp at, std::optional<Error> error)
{
    if (isFinished())
        return;
    m_patience.stop();
    m_finishedAt = at;
    m_error = std::move(error);
    m_state = m_error ? CommandState::Failed : CommandState::Done;
    Q_EMIT stateChanged();
    Q_EMIT finished();
}

} // namespace muster
