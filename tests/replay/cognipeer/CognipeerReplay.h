// SPDX-License-Identifier: Apache-2.0
#pragma once
// A replay of Cognipeer's console: its sign-in, health and cluster routes with their quirks, so that the dialect can be
// tested without the product. Not the product, and never called so.

#include "tests/replay/cognipeer/ConsoleNodes.h"
#include "tests/replay/cognipeer/CookieServer.h"

#include <QJsonObject>
#include <QUrl>

namespace muster {

//! Which gates stand around the cluster routes.
enum class ConsoleEdition {
    Open,      //!< June 2026: any signed-in user of any tenant may read and change everything.
    Community, //!< Today's open edition: there are no cluster routes, the web app's page answers 404.
    NoLicence, //!< The overlay's edition for a tenant without an enterprise licence: 402.
    NoRight,   //!< The same for a user without the right to read the service "cluster": 403.
};
enum class ConsolePhase { Booting, Ready, Stopping };

//! Runs between open() and close(), on 127.0.0.1. Starts with node-a (all, serving) and node-b (worker).
class CognipeerReplay
{
public:
    //! \a clock, of the console's times and limits, must outlive it.
    explicit CognipeerReplay(const Clock &clock);

    //! Listens; 0 picks a port. The port of the last time is kept by open(port()).
    bool open(quint16 port = 0);
    //! As a process that was killed.
    void close();
    quint16 port() const { return m_server.port(); }
    QUrl url() const;

    //! Every session ends, as with another JWT_SECRET: 401 from now on.
    void expireSessions() { m_sessions.clear(); }
    //! The next \a count replies of /api/cluster are \a reply, as of a proxy in front.
    void answerNext(const ConsoleReply &reply, int count = 1);

    ConsoleNodes nodes;
    ConsoleEdition edition = ConsoleEdition::Open;
    ConsolePhase phase = ConsolePhase::Ready;
    bool isSilent = false; //!< Takes requests, answers none.
    QString user = QStringLiteral("lab@acme.example");
    QString password = QStringLiteral("Correct-Horse-1");
    QString tenant = QStringLiteral("acme");
    QString serving = QStringLiteral("node-a");  //!< The node that answers.
    QString defaultNode;                         //!< CLUSTER_DEFAULT_NODE_NAME; not checked for existence.
    QJsonArray instances;                        //!< Of GET instances, but for what binds them, which follows from assignments.
    bool readsBodies = false; //!< PUT works as documented. In every public version it cannot: the body is never read as an object.
    bool skipsTenant = false; //!< The scan of the tenant throws: none of its entities is listed, and nothing says so.
    QJsonArray assignments;                      //!< Of GET overview.
    int logins = 0;                              //!< Sign-ins asked for.
    int listings = 0;                            //!< Instances asked for with a good session.
    int overviews = 0;                           //!< Overviews asked for with a good session.

private:
    std::optional<ConsoleReply> answer(const ConsoleRequest &request);
    ConsoleReply route(const ConsoleRequest &request);
    ConsoleReply login(const ConsoleRequest &request);
    ConsoleReply health(const ConsoleRequest &request);
    ConsoleReply session(const ConsoleRequest &request);
    ConsoleReply cluster(const ConsoleRequest &request);
    ConsoleReply assignment(const ConsoleRequest &request);
    ConsoleReply pin(const ConsoleRequest &request, const QString &kind, const QString &id);
    ConsoleReply unpin(const QString &kind, const QString &id);
    QJsonArray listed();
    std::optional<ConsoleReply> blame(const ConsoleRequest &request) const;
    QString defaultName();

    const Clock &m_clock;
    const Timestamp m_startedAt;
    QByteArrayList m_sessions;        // Tokens that are good.
    QList<Timestamp> m_attempts;      // Sign-ins of the last 15 minutes.
    QList<ConsoleReply> m_instead;
    CookieServer m_server;
};

} // namespace muster
