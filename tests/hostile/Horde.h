// SPDX-License-Identifier: Apache-2.0
#pragma once
// Many clients that mean harm: each sends something, then drips, then waits to be thrown out.

#include "core/base/Clock.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace muster
{

//! How they behave.
struct HordeOptions {
    QByteArray first = {}; //!< Sent once connected.
    QByteArray drip = {};  //!< Sent again each dripMs; empty: nothing.
    int dripMs = 500;
    bool reads = true;    //!< Whether what arrives is taken off the socket.
    bool returns = false; //!< Whether whoever is thrown out comes back.
};

//! All of one behaviour, on one thread. Connects at once, ends its connections on destruction.
class Horde
{
public:
    Horde(quint16 port, int count, HordeOptions options) : m_port(port), m_options(std::move(options))
    {
        m_began = m_clock.steadyNow();
        for (int i = 0; i < count; ++i)
            addOne();
        if (!m_options.drip.isEmpty()) {
            QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { dripAll(); });
            m_timer.start(m_options.dripMs);
        }
    }
    ~Horde()
    {
        for (const auto &socket : m_sockets)
            socket->disconnect(&m_timer);
    }
    Q_DISABLE_COPY_MOVE(Horde)

    //! Those whose connection stands.
    int open() const
    {
        return static_cast<int>(std::ranges::count_if(
            m_sockets, [](const auto &socket) { return socket->state() != QAbstractSocket::UnconnectedState; }));
    }
    //! When the last connection ended, from the beginning on.
    milliseconds lastEnd() const { return m_lastEnd; }
    //! When the first did; zero when none has.
    milliseconds firstEnd() const { return m_firstEnd; }
    //! Answers with \a status in their first line that were seen.
    int answers(int status) const { return static_cast<int>(m_got.count("HTTP/1.1 " + QByteArray::number(status))); }

private:
    void addOne()
    {
        m_sockets.push_back(std::make_unique<QTcpSocket>());
        QTcpSocket *socket = m_sockets.back().get();
        if (!m_options.reads)
            socket->setReadBufferSize(1);
        QObject::connect(socket, &QTcpSocket::connected, &m_timer, [this, socket] { socket->write(m_options.first); });
        QObject::connect(socket, &QTcpSocket::readyRead, &m_timer, [this, socket] {
            if (m_options.reads)
                m_got += socket->readAll().left(64);
        });
        QObject::connect(socket, &QTcpSocket::disconnected, &m_timer, [this, socket] { ended(socket); });
        socket->connectToHost(QHostAddress::LocalHost, m_port);
    }
    void ended(QTcpSocket *socket)
    {
        m_lastEnd = m_clock.steadyNow() - m_began;
        if (m_firstEnd.count() == 0)
            m_firstEnd = m_lastEnd;
        if (m_options.returns)
            QMetaObject::invokeMethod(
                socket, [this, socket] { socket->connectToHost(QHostAddress::LocalHost, m_port); },
                Qt::QueuedConnection);
    }
    void dripAll()
    {
        for (const auto &socket : m_sockets) {
            if (socket->state() == QAbstractSocket::ConnectedState)
                socket->write(m_options.drip);
        }
    }

    const quint16 m_port;
    const HordeOptions m_options;
    SystemClock m_clock;
    SteadyTime m_began;
    milliseconds m_firstEnd{0};
    milliseconds m_lastEnd{0};
    QByteArray m_got;
    QTimer m_timer;
    std::vector<std::unique_ptr<QTcpSocket>> m_sockets;
};

} // namespace muster
