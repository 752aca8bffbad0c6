// SPDX-License-Identifier: Apache-2.0
#pragma once
// The routes that AgenticMail's dashboard and consoles use: read, follow, remove, test, restart. Used by AgenticmailRoutes.

#include "core/dialects/agenticmail/AgenticmailFeed.h"
#include "core/wire/HttpReply.h"
#include "core/wire/HttpRequest.h"

namespace muster {

//! Handlers; errors are those of interface.md, where the original has its own or plain text. One thread, the server's.
class AgenticmailConsoleApi final : public QObject
{
    Q_OBJECT

public:
    //! All must outlive it.
    AgenticmailConsoleApi(Cluster &cluster, AgenticmailRoster &roster, AgenticmailFeed &feed);
    Q_DISABLE_COPY_MOVE(AgenticmailConsoleApi)

    Future<HttpReply> nodes();
    Future<HttpReply> node(const HttpRequest &request);
    //! The online node that has all wanted capabilities and the fewest agents; of several the one registered first.
    Future<HttpReply> bestNode(const HttpRequest &request);
    Future<HttpReply> stream();
    Future<HttpReply> agents();
    Future<HttpReply> agent(const HttpRequest &request);
    Future<HttpReply> remove(const HttpRequest &request);
    //! Restarts the agents; unlike the original, an order that was not taken is an error.
    Future<HttpReply> restart(const HttpRequest &request);
    Future<HttpReply> testConnection(const HttpRequest &request);
    Future<HttpReply> deploy();

private:
    //! Answers with \a write(), which may fail, once the nodes are known.
    template <typename Write>
    Future<HttpReply> whenKnown(Write write);

    Cluster &m_cluster;
    AgenticmailRoster &m_roster;
    AgenticmailFeed &m_feed;
};

} // namespace muster
