// SPDX-License-Identifier: Apache-2.0
// Closing nodes for new work, and emptying them, through a session; what became of it is read back from the node when the answer
// was lost.
#include "core/mirror/ClusterSession.h"

namespace muster {

using namespace Qt::StringLiterals;

Command *ClusterSession::cordon(const NodeId &node, bool isCordoned, const QString &note)
{
    Command *command = startCommand(isCordoned ? CommandVerb::Cordon : CommandVerb::Uncordon, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->cordon(node, isCordoned, note),
                 [this, command](const Result<Node> &outcome) { takeNode(command, outcome); });
    }
    return command;
}

Command *ClusterSession::drain(const NodeId &node, const DrainRequest &request)
{
    Command *command = startCommand(CommandVerb::Drain, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->drain(node, request),
                 [this, command](const Result<Node> &outcome) { takeNode(command, outcome); });
    }
    return command;
}

Command *ClusterSession::stopDrain(const NodeId &node)
{
    Command *command = startCommand(CommandVerb::StopDrain, node);
    if (!command->isFinished()) {
        whenDone(command, m_cluster->stopDrain(node),
                 [this, command](const Result<Node> &outcome) { takeNode(command, outcome); });
    }
    return command;
}

void ClusterSession::takeNode(Command *command, const Result<Node> &outcome)
{
    if (outcome)
        command->finish(m_clock.now(), Result<void>());
    else if (!readBack(command, outcome.error()))
        command->finish(m_clock.now(), Result<void>(outcome.error()));
}

void ClusterSession::settleNode(Command *command, bool isWhole)
{
    const Node *node = m_mirror.find(command->node());
    if (node && command->showsStanding(*node)) {
        command->finish(m_clock.now(), Result<void>());
    } else if (isWhole) {
        const Error error{.kind = ErrorKind::Timeout, .where = {}, .what = u"the answer was lost; read back, nothing of it was done"_s,
                          .code = u"not-done"_s, .field = {}};
        command->finish(m_clock.now(), Result<void>(error));
    }
}

} // namespace muster
