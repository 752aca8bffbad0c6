// SPDX-License-Identifier: Apache-2.0
#pragma once
// A console's session on a real server, with the chaos proxy between them: what the tests of broken links stand on.

#include "core/base/WorkerThread.h"
#include "core/dialects/native/NativeClient.h"
#include "core/domain/NodeJson.h"
#include "core/mirror/ClusterSession.h"
#include "tests/dialects/native/PlaneBench.h"
#include "tests/support/ChaosProxy.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/ScaledClock.h"

#include <QJsonDocument>
#include <QSemaphore>

#include <algorithm>
#include <atomic>

namespace muster {

//! The client's clock runs four times as fast as the world: the keep-alive of five seconds that it expects lasts 1.25.
//! Not faster, or the watch, which looks once in a real second, would miss the time in which a link is Quiet. The server,
//! on a thread of its own, sends one each 200 ms.
inline constexpr int kHaste = 4;

//! The nodes of \a snapshot as sorted lines; equal lines are equal knowledge.
inline QByteArrayList canonical(const QList<Node> &nodes)
{
    QByteArrayList lines;
    for (const Node &node : nodes)
        lines.append(QJsonDocument(toJson(node, Timestamp{0})).toJson(QJsonDocument::Compact));
    std::ranges::sort(lines);
    return lines;
}

//! A session that follows a cluster, and watches that nothing can be changed while it is not live.
class WatchedSession
{
public:
    WatchedSession(const QUrl &url, const QByteArray &key, const Clock &clock)
        : session(std::make_unique<NativeClient>(ClusterAddress{QStringLiteral("native"), url}, Credentials{Secret(key)},
                                                 clock, 1),
                  clock)
    {
        QObject::connect(&session, &ClusterSession::linkChanged, &session, [this](const LinkReport &link) {
            states.append(link.state);
            tryToChange();
        });
        QObject::connect(&session, &ClusterSession::synced, &session, [this] { ++lists; });
    }
    ~WatchedSession() { session.stop(); } // Its last signals still find the lists below.
    Q_DISABLE_COPY_MOVE(WatchedSession)

    //! Removing a node must fail at once whenever the link is not live.
    void tryToChange()
    {
        if (session.isLive())
            return;
        const Command *command = session.remove(NodeId(QStringLiteral("node-0")));
        hasOpenDoor = hasOpenDoor || command->state() != CommandState::Failed;
    }
    bool waitForLive(milliseconds most) const
    {
        return QTest::qWaitFor([this] { return session.isLive(); }, static_cast<int>(most.count()));
    }
    bool waitForLoss(milliseconds most) const
    {
        return QTest::qWaitFor([this] { return !session.isLive(); }, static_cast<int>(most.count()));
    }
    bool waitFor(LinkState state, milliseconds most) const
    {
        return QTest::qWaitFor([this, state] { return session.link().state == state; }, static_cast<int>(most.count()));
    }

    ClusterSession session;
    QList<LinkState> states;
    int lists = 0;            //!< Snapshots that were applied.
    bool hasOpenDoor = false; //!< A change went out while the link was not live.
};

//! Server, proxy and session in one process.
class ChaosStage
{
public:
    explicit ChaosStage(int nodes = 3, quint32 seed = 1)
    {
        m_thread.runBlocking([this] {
            m_ice = std::make_unique<QObject>();
            m_bench = std::make_unique<PlaneBench>();
        });
        for (int i = 0; i < nodes; ++i)
            join(i);
        proxy = std::make_unique<ChaosProxy>(port(), seed);
        letProxyIn();
        console = std::make_unique<WatchedSession>(proxy->url(), "admin-key", clock);
    }
    ~ChaosStage()
    {
        thaw();
        console.reset();
        m_thread.runBlocking([this] {
            m_bench.reset();
            m_ice.reset();
        });
    }
    Q_DISABLE_COPY_MOVE(ChaosStage)

    bool go()
    {
        console->session.start();
        return console->waitForLive(milliseconds(10'000)) && isEqual();
    }
    //! Runs \a work on the server's thread.
    void onServer(const std::function<void(PlaneBench &)> &work)
    {
        m_thread.runBlocking([this, &work] { work(*m_bench); });
    }
    //! The console shows the proxy's port in its Host header. Again after each start of the server.
    void letProxyIn()
    {
        onServer([this](PlaneBench &bench) {
            bench.api->options.hosts = {QStringLiteral("127.0.0.1:%1").arg(proxy->port())};
            bench.api->close();
            bench.api->open();
        });
    }
    //! Counts the snapshots that the server is asked for. Again after each start of it.
    void countLists(std::atomic<int> *asked)
    {
        onServer([asked](PlaneBench &bench) {
            bench.api->router.setAuthoriser([asked, &bench](const HttpRequest &request) {
                *asked += request.path() == QStringLiteral("/api/v1/snapshot") ? 1 : 0;
                return bench.callerBy(request);
            });
        });
    }
    quint16 port()
    {
        quint16 port = 0;
        onServer([&port](PlaneBench &bench) { port = bench.api->port; });
        return port;
    }
    static NodeId id(int i) { return NodeId(QStringLiteral("node-%1").arg(i)); }
    void join(int i)
    {
        onServer([i](PlaneBench &bench) {
            (void)outcomeOf(bench.plane->announce(announcementOf(id(i).text())));
            (void)outcomeOf(bench.plane->beat(beatOf(id(i).text(), 1)));
        });
    }
    void remove(int i)
    {
        onServer([i](PlaneBench &bench) { (void)outcomeOf(bench.plane->remove(id(i))); });
    }
    QByteArrayList serverState()
    {
        QByteArrayList lines;
        onServer([&lines](PlaneBench &bench) {
            if (const auto snapshot = outcomeOf(bench.plane->snapshot()))
                lines = canonical(snapshot->nodes);
        });
        return lines;
    }
    //! Whether the mirror becomes what the server knows.
    bool isEqual(milliseconds most = milliseconds(5000))
    {
        const QByteArrayList wanted = serverState();
        return QTest::qWaitFor([this, &wanted] { return canonical(console->session.mirror().nodes()) == wanted; },
                               static_cast<int>(most.count()));
    }
    //! Stops the server's thread where it stands, as SIGSTOP would: the kernel still takes connections and bytes.
    void freeze()
    {
        m_isFrozen = true;
        const auto stand = [this] {
            m_stands.release();
            m_melt.acquire();
        };
        QMetaObject::invokeMethod(m_ice.get(), stand, Qt::QueuedConnection);
        m_stands.acquire();
    }
    void thaw()
    {
        if (std::exchange(m_isFrozen, false))
            m_melt.release();
    }

    ScaledClock clock{kHaste};
    std::unique_ptr<ChaosProxy> proxy;
    std::unique_ptr<WatchedSession> console;

private:
    QSemaphore m_stands;
    QSemaphore m_melt;
    bool m_isFrozen = false;
    WorkerThread m_thread{QStringLiteral("server")};
    std::unique_ptr<QObject> m_ice;      // On the server's thread, as
    std::unique_ptr<PlaneBench> m_bench; // this.
};

} // namespace muster
