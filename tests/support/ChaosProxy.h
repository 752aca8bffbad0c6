// SPDX-License-Identifier: Apache-2.0
#pragma once
// A TCP proxy on loopback that does to connections what bad networks do. Between a client and a server under test.

#include "tests/support/ChaosPipe.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <memory>
#include <vector>

namespace muster {

//! Listens on a port of its own from construction on and connects each caller to the target. Everything that is random
//! follows the seed and the order of connections. One thread: that of the test, or a WorkerThread of its own.
class ChaosProxy final : public QObject
{
    Q_OBJECT

public:
    //! A direction.
    enum class Way { ToServer, ToClient };

    //! In front of 127.0.0.1:\a target.
    explicit ChaosProxy(quint16 target, quint32 seed = 1, QObject *parent = nullptr);
    ~ChaosProxy() override = default;
    Q_DISABLE_COPY_MOVE(ChaosProxy)

    quint16 port() const { return m_port; }
    //! "http://127.0.0.1:port".
    QUrl url() const;
    //! Where connections lead from now on, as when a server came back elsewhere.
    void setTarget(quint16 port) { m_target = port; }

    //! For connections that are open and all later ones.
    void setFaults(Way way, const ChaosFaults &faults);
    void setFaults(const ChaosFaults &faults);
    void heal() { setFaults({}); }
    //! Swallows both directions, or ends that: cable out, cable in. Other faults stay.
    void setBlackHole(bool isOn);

    //! Refuses new connections (nobody listens), or takes them again, on the same port.
    void setRefusing(bool isOn);
    //! Ends all connections with a reset, on both sides.
    void resetAll();
    //! Ends all connections in good order, on both sides.
    void closeAll();
    //! Resets all connections on the server's side; the clients are told nothing, and what they send is lost.
    void halfOpenAll();

    //! Open connections of clients.
    int connections() const { return static_cast<int>(m_links.size()); }
    //! Connections taken so far.
    int accepted() const { return m_accepted; }
    //! Bytes sent on so far.
    qint64 passed(Way way) const;

private:
    //! One connection. Its parts fall silent with it and go in the next turn of the event loop, as one of them may be
    //! the sender of the signal that is being handled.
    struct Link {
        Link() = default;
        ~Link() { drop(); }
        Q_DISABLE_COPY_MOVE(Link)
        void drop();

        QTcpSocket *client = nullptr;
        QTcpSocket *server = nullptr; // Null once the connection is half open, as are the pipes.
        ChaosPipe *toServer = nullptr;
        ChaosPipe *toClient = nullptr;
    };

    void listen();
    void take();
    void watch(const Link &link);
    void clientEnded(const QTcpSocket *client);
    void serverEnded(const QTcpSocket *client);
    void resetOne(const QTcpSocket *client);
    Link *find(const QTcpSocket *client) const;
    std::unique_ptr<Link> taken(const QTcpSocket *client);

    QTcpServer m_listener;
    std::mt19937 m_random;
    quint16 m_port = 0;
    quint16 m_target;
    ChaosFaults m_toServer;
    ChaosFaults m_toClient;
    std::vector<std::unique_ptr<Link>> m_links;
    qint64 m_endedToServer = 0; // Bytes of connections that are over.
    qint64 m_endedToClient = 0;
    int m_accepted = 0;
};

} // namespace muster
