// SPDX-License-Identifier: Apache-2.0
#pragma once
// The routes that AgenticMail's workers call: register, heartbeat, agent status. Used by AgenticmailRoutes.

#include "core/dialects/agenticmail/AgenticmailReporters.h"
#include "core/dialects/agenticmail/AgenticmailRoster.h"
#include "core/wire/HttpReply.h"
#include "core/wire/HttpRequest.h"

namespace muster {

//! Its workers have no key and no instance key, so whoever may register may move any of *their* nodes, as there; a node that
//! came another way is never touched (decision 0017). One thread, the server's.
class AgenticmailWorkerApi final : public QObject
{
    Q_OBJECT

public:
    //! All must outlive it.
    AgenticmailWorkerApi(Cluster &cluster, AgenticmailRoster &roster, const Clock &clock);
    Q_DISABLE_COPY_MOVE(AgenticmailWorkerApi)

    Future<HttpReply> registerNode(const HttpRequest &request);
    //! Unlike the original's, not found for a node that is not there, so that a worker can know.
    Future<HttpReply> heartbeat(const HttpRequest &request);
    //! Accepted and not kept: the heartbeat beside it says what counts.
    Future<HttpReply> agentStatus();

private:
    //! Why \a caller may not speak for \a id: the key is of another node, or the node came another way.
    std::optional<Error> blame(const NodeId &id, const Caller &caller) const;
    //! Why no other node is taken from \a caller, who showed no key; none for one that is \a known, or when there is room.
    std::optional<Error> ensureRoom(const Node *known, const Caller &caller) const;
    QList<Agent> merge(const NodeId &id, const QStringList &report);

    Cluster &m_cluster;
    AgenticmailRoster &m_roster;
    const Clock &m_clock;
    AgenticmailReporters m_reporters;
    int m_arriving = 0; // Registrations of new nodes on their way.
};

} // namespace muster
