// SPDX-License-Identifier: Apache-2.0
#pragma once
// The doors of musterd with a key of every sort, for the authorisation matrix.

#include "app/shared/NodeServer.h"
#include "core/domain/EntityJson.h"
#include "tests/support/EmbeddedWork.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <array>

namespace muster {

//! Who knocks at a door.
enum Knocker { Nobody, Garbage, JoinToken, JoinFile, AOnA, AOnB, Viewer, Operator, Admin, AdminFile, Revoked, Expired, SpentJoin, RevokedA };
//! The same in words.
inline constexpr std::array kWho{"nobody",      "garbage",       "a join token",     "join.token",        "node A on A",
                            "node A on B", "a viewer",      "an operator",      "an admin",          "admin.token",
                            "a revoked admin", "an expired admin", "a spent join token", "a revoked credential"};

//! A control plane behind the doors of musterd, with nodes A and B and a key of every sort.
class World
{
public:
    explicit World(const KeylessSources &keyless = {})
    {
        auto opened = openSqliteStores(folder.path());
        if (!opened)
            return;
        stores = std::move(*opened);
        plane = std::make_unique<ControlPlane>(*stores, clock, ControlPlaneOptions{QStringLiteral("main"), QStringLiteral("0.1.0")});
        plane->setWork(embeddedWork(*stores, clock, folder.path()));
        LocalNodeOptions options;
        options.dataFolder = folder.path();
        options.port = 0;
        options.keylessWorkers = keyless;
        server = std::make_unique<NodeServer>(options, m_wall);
        isUp = outcomeOf(plane->load()) && server->prepare() && server->serve(*plane);
        plane->start();
        if (isUp)
            makeKeys();
    }
    ~World()
    {
        server.reset();
        plane->stop();
    }
    Q_DISABLE_COPY_MOVE(World)

    //! The nodes as they were, after whatever was done to them.
    void restoreNodes()
    {
        for (const QString &id : {QStringLiteral("node-a"), QStringLiteral("node-b")}) {
            Announcement announcement = announcementOf(id);
            announcement.who.address = QStringLiteral("127.0.0.1:1");
            announcement.who.pid.reset();
            isUp = isUp && outcomeOf(plane->announce(announcement)) && outcomeOf(plane->beat(beatOf(id, 1)));
        }
    }
    //! Entity, pin and jobs as they were: one job that waits, and one that is over.
    void restoreWork()
    {
        EntityRequest request;
        request.entity.ref = EntityRef{EntityKind::Agent, defaultTenant(), EntityId(QStringLiteral("hello"))};
        request.entity.settings.insert(QStringLiteral("argv"), QJsonArray{QStringLiteral("cat")});
        request.mustBeNew = false;
        isUp = isUp && outcomeOf(plane->saveEntity(request)) && outcomeOf(plane->assign({request.entity.ref, NodeId(QStringLiteral("node-a"))}));
        const Result<QList<JobId>> jobs = outcomeOf(plane->submitAll({{request.entity.ref, "1"}, {request.entity.ref, "2"}}));
        isUp = isUp && jobs && outcomeOf(plane->cancelJob(jobs->last())) && outcomeOf(plane->pauseQueue(QStringLiteral("agent"), false));
        if (isUp) {
            waiting = jobs->first().text().toLatin1();
            over = jobs->last().text().toLatin1();
        }
    }
    //! The status and the body of a request of \a who; 0 when none came.
    std::pair<int, QByteArray> ask(const QByteArray &method, QByteArray path, QByteArray body, Knocker who,
                                   const QByteArray &headers = {}) const
    {
        const QByteArray node = who == AOnB ? "node-b" : "node-a";
        path.replace('@', node).replace('%', spare).replace('#', waiting).replace('~', over);
        body.replace('@', node);
        QByteArray bytes = method + ' ' + path + " HTTP/1.1\r\nHost: " + server->url().authority().toLatin1() + "\r\n" + headers;
        if (const QByteArray key = keys[size_t(who)]; !key.isEmpty())
            bytes += "Authorization: Bearer " + key + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return knock(bytes + "\r\n" + body);
    }
    //! All that a refused request could have changed.
    QByteArray state() const
    {
        QByteArray text;
        const Result<ClusterSnapshot> snapshot = outcomeOf(plane->snapshot());
        const Result<QList<TokenFacts>> tokens = outcomeOf(plane->tokens());
        const Result<JobPage> jobs = outcomeOf(plane->jobs({}));
        const Result<QList<QueueFacts>> queues = outcomeOf(plane->queues());
        if (!snapshot || !tokens || !jobs || !queues)
            return "nothing";
        for (const Node &node : snapshot->nodes)
            text += node.id().text().toLatin1() + ' ' + wordOf(node.status).toLatin1() + ' ';
        for (const TokenFacts &token : *tokens)
            text += token.id.text().toLatin1() + (token.revokedAt ? " ended " : " ");
        for (const EntityState &state : snapshot->entities)
            text += QJsonDocument(toJson(state)).toJson();
        for (const Job &job : jobs->jobs)
            text += job.id.text().toLatin1() + ' ' + wordOf(job.state).toLatin1() + ' ';
        for (const QueueFacts &queue : *queues)
            text += queue.name.toLatin1() + (queue.isPaused ? " paused " : " ");
        return text;
    }

    QTemporaryDir folder{placeFor(QStringLiteral("access-XXXXXX"))};
    ManualClock clock;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<ControlPlane> plane;
    std::unique_ptr<NodeServer> server;
    std::array<QByteArray, kWho.size()> keys;
    QByteArray spare; //!< Id of a token that nobody misses.
    QByteArray waiting; //!< Id of a job that waits,
    QByteArray over;    //!< and of one that is over.
    bool isUp = false;

private:
    //! In memory where the system has such a place: nothing here is about what a disk keeps, and its flushes were nine tenths
    //! of the time.
    static QString placeFor(const QString &name)
    {
        const QString memory = QStringLiteral("/dev/shm");
        return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + u'/' + name;
    }
    //! Sends \a bytes on a connection of their own and reads the first bytes of the answer: all of an error, enough else.
    std::pair<int, QByteArray> knock(const QByteArray &bytes) const
    {
        QTcpSocket socket;
        const Pending<QByteArray> answer; // Not QTest::qWaitFor(), which looks only every 10 ms.
        QByteArray got;
        QObject::connect(&socket, &QTcpSocket::connected, &socket, [&] { socket.write(bytes); });
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [&] {
            const bool wasWhole = got.contains("\r\n\r\n");
            got += socket.readAll();
            if (!wasWhole && got.contains("\r\n\r\n"))
                answer.finish(got);
        });
        socket.connectToHost(QHostAddress::LocalHost, quint16(server->url().port()));
        (void)outcomeOf(answer.future());
        return {got.mid(9, 3).toInt(), got.mid(got.indexOf("\r\n\r\n") + 4)};
    }
    IssuedToken made(TokenKind kind, Tier tier, milliseconds life = milliseconds(0))
    {
        TokenRequest request;
        request.kind = kind;
        request.tier = tier;
        request.life = life;
        const Result<IssuedToken> token = outcomeOf(plane->createToken(request));
        isUp = isUp && token;
        return token.value_or(IssuedToken());
    }
    JoinGrant joined(const IssuedToken &token, const QString &id)
    {
        const Result<JoinGrant> grant = outcomeOf(plane->join({identityCalled(id), instanceOf(id), token.facts.id}));
        isUp = isUp && grant;
        return grant.value_or(JoinGrant());
    }
    void makeKeys()
    {
        const auto put = [this](Knocker who, const Secret &key) { keys[size_t(who)] = key.reveal(); };
        keys[Garbage] = "0123456789abcdef.no-such-token";
        put(Expired, made(TokenKind::Access, Tier::Admin, limits::kTokenLifeLeast).token);
        clock.advance(limits::kTokenLifeLeast + milliseconds(1));
        plane->sweep();
        put(JoinToken, made(TokenKind::Join, Tier::Viewer).token);
        put(JoinFile, Secret::fromFile(server->joinTokenPath()).value_or(Secret()));
        put(AdminFile, Secret::fromFile(server->adminTokenPath()).value_or(Secret()));
        put(Viewer, made(TokenKind::Access, Tier::Viewer).token);
        put(Operator, made(TokenKind::Access, Tier::Operator).token);
        put(Admin, made(TokenKind::Access, Tier::Admin).token);
        spare = made(TokenKind::Access, Tier::Viewer).facts.id.text().toLatin1();
        const IssuedToken revoked = made(TokenKind::Access, Tier::Admin);
        put(Revoked, revoked.token);
        const IssuedToken spent = made(TokenKind::Join, Tier::Viewer);
        put(SpentJoin, spent.token);
        put(AOnA, joined(spent, QStringLiteral("node-a")).credential);
        keys[AOnB] = keys[AOnA];
        const JoinGrant gone = joined(made(TokenKind::Join, Tier::Viewer), QStringLiteral("node-c"));
        put(RevokedA, gone.credential);
        isUp = isUp && outcomeOf(plane->revokeToken(revoked.facts.id)) && outcomeOf(plane->revokeToken(gone.facts.id));
        restoreNodes();
        restoreWork();
    }

    SystemClock m_wall; // The server's deadlines are none of the cluster's.
};

} // namespace muster
