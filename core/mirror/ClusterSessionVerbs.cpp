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

Command *ClusterSession::startCommand(CommandVerb verb, const NodeId &node)
{
    const Node *known = m_mirror.find(node);
    Command *command = m_commands.add(verb, node, known ? known->who.name : node.text(), m_clock.now());
    if (known)
        command->keepBefore(*known);
    if (!isLive()) {
        const Error off{ErrorKind::Unreachable, {}, u"not connected: changes are off"_s, u"not-connected"_s, {}};
        command->finish(m_clock.now(), Result<void>(off));
    }
    return command;
}

void ClusterSession::takeOutcome(Command *command, const Result<void> &outcome)
{
    if (outcome || !isUnanswered(outcome.error()))
        return command->finish(m_clock.now(), outcome);
    command->loseAnswer(sessionTime(), outcome.error());
    if (m_sync == Sync::Asked)
        m_askAgain = true; // The snapshot under way may be from before the change.
    else
        askSnapshot(); // Without a link, the next connection asks.
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
    case CommandVerb::Ping:
        return;
    }
    Q_UNREACHABLE();
}

} // namespace muster
