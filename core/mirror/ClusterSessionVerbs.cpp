// SPDX-License-Identifier: Apache-2.0
// What a person asks of a cluster through its session. A change whose answer was lost is read back, never assumed
// (ux.md 3.3 f).
#include "core/mirror/ClusterSession.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! How long a change may take to show that leaves no trace of its own: three default beats.
constexpr milliseconds kReadBackFor = limits::kBeatsUntilOffline * limits::kBeatInterval;

//! Whether the call may have been carried out although it failed. An error with a code is the server's own answer; but a
//! Timeout of its own is one that it has about the node, unless it says that it took the order and will never know more.
bool isUnanswered(const Error &error)
{
    if (error.code == "unconfirmed"_L1)
        return false;
    const bool isOurs = error.code.isEmpty();
    return error.kind == ErrorKind::Timeout || (isOurs && (error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Cancelled));
}

Error readBackError(const QString &what, const QString &code)
{
    return {.kind = ErrorKind::Timeout, .where = {}, .what = what, .code = code, .field = {}};
}

} // namespace

Command *ClusterSession::remove(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Remove, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->remove(node),
                 [this, command](const Result<void> &outcome) { takeOutcome(command, outcome); });
    }
    return command;
}

Command *ClusterSession::ping(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Ping, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->ping(node), // Changes nothing: there is nothing to read back.
                 [this, command](const Result<PingReport> &outcome) { command->finish(m_clock.now(), outcome); });
    }
    return command;
}

Command *ClusterSession::restartAgents(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::Restart, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->restartAgents(node),
                 [this, command](const Result<void> &outcome) { takeOutcome(command, outcome); });
    }
    return command;
}

Command *ClusterSession::assign(const AssignmentRequest &request)
{
    Command *command = startCommand(CommandVerb::Assign, request.entity);
    command->keepWanted(request);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->assign(request),
                 [this, command](const Result<EntityState> &outcome) { takeEntity(command, outcome); });
    }
    return command;
}

Command *ClusterSession::saveEntity(const EntityRequest &request)
{
    Command *command = startCommand(CommandVerb::SaveEntity, request.entity.ref);
    const EntityState *before = m_mirror.find(request.entity.ref);
    command->keepWanted(request.entity, before ? &before->entity : nullptr);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->saveEntity(request),
                 [this, command](const Result<EntityState> &outcome) { takeEntity(command, outcome); });
    }
    return command;
}

Command *ClusterSession::removeEntity(const EntityRef &entity, const QString &note)
{
    Command *command = startCommand(CommandVerb::RemoveEntity, entity);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->removeEntity(entity, note),
                 [this, command](const Result<void> &outcome) { takeOutcome(command, outcome); });
    }
    return command;
}

Command *ClusterSession::startCommand(CommandVerb verb, const NodeId &node)
{
    const Node *known = m_mirror.find(node);
    Command *command = startCommand(verb, node, known ? known->who.name : node.text());
    if (known)
        command->keepBefore(*known);
    return command;
}

Command *ClusterSession::startCommand(CommandVerb verb, const EntityRef &entity)
{
    const EntityState *known = m_mirror.find(entity);
    return startCommand(verb, entity, known ? known->entity.name() : entity.id.text());
}

Command *ClusterSession::startCommand(CommandVerb verb, const CommandTarget &target, const QString &name)
{
    Command *command = m_commands.add(verb, target, name, m_clock.now());
    if (!isLive()) {
        const Error off{ErrorKind::Unreachable, {}, u"not connected: changes are off"_s, u"not-connected"_s, {}};
        command->finish(m_clock.now(), Result<void>(off));
    }
    return command;
}

void ClusterSession::takeOutcome(Command *command, const Result<void> &outcome)
{
    if (outcome || !readBack(command, outcome.error()))
        command->finish(m_clock.now(), outcome);
}

void ClusterSession::takeEntity(Command *command, const Result<EntityState> &outcome)
{
    if (outcome || !readBack(command, outcome.error()))
        command->finish(m_clock.now(), outcome);
}

//! Whether \a error leaves open what became of the command; then everything is read again.
bool ClusterSession::readBack(Command *command, const Error &error)
{
    if (!isUnanswered(error))
        return false;
    command->loseAnswer(sessionTime(), error);
    if (m_sync == Sync::Asked)
        m_askAgain = true; // The snapshot under way may be from before the change.
    else
        askSnapshot(); // Without a link, the next connection asks.
    return true;
}

//! Ends what the mirror now answers. \a isWhole: a snapshot was just read that was asked for after the answers were lost.
void ClusterSession::settleCommands(bool isWhole)
{
    const QList<Command *> open = m_commands.commands();
    for (Command *command : open) {
        if (command->isUnanswered())
            settle(command, isWhole);
    }
}

void ClusterSession::settle(Command *command, bool isWhole)
{
    const Node *node = m_mirror.find(command->node());
    const Timestamp now = m_clock.now();
    switch (command->verb()) {
    case CommandVerb::Remove:
        if (!node)
            command->finish(now, Result<void>());
        else if (isWhole)
            command->finish(now, Result<void>(readBackError(u"the answer was lost; read back, the node is still there"_s,
                                                            u"not-done"_s)));
        return;
    case CommandVerb::Restart:
        if (node && command->showsRestart(*node))
            command->finish(now, Result<void>());
        else if (!node || (isLive() && sessionTime() - command->lostAnswerAt() >= kReadBackFor))
            command->finish(now, Result<void>(readBackError(u"the answer was lost, and nothing shows that the agents started "
                                                            "again"_s, u"not-confirmed"_s)));
        return;
    case CommandVerb::Cordon:
    case CommandVerb::Uncordon:
    case CommandVerb::Drain:
    case CommandVerb::StopDrain:
        settleNode(command, isWhole);
        return;
    case CommandVerb::Assign:
    case CommandVerb::SaveEntity:
    case CommandVerb::RemoveEntity:
        settleEntity(command, isWhole);
        return;
    case CommandVerb::Ping:
        return;
    }
    Q_UNREACHABLE();
}

void ClusterSession::settleEntity(Command *command, bool isWhole)
{
    const EntityState *entity = m_mirror.find(command->entity());
    if (command->showsWanted(entity))
        entity ? command->finish(m_clock.now(), Result<EntityState>(*entity)) : command->finish(m_clock.now(), Result<void>());
    else if (isWhole)
        command->finish(m_clock.now(), Result<void>(readBackError(u"the answer was lost; read back, nothing of it was done"_s,
                                                                  u"not-done"_s)));
}

} // namespace muster
