// SPDX-License-Identifier: Apache-2.0
#pragma once
// Opens one connection to a server: every address of its name, TLS where it is asked for. Used by ClientLine.

#include "core/base/Error.h"
#include "core/wire/TlsTrust.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>
#include <QUrl>

class QHostInfo;
class QTcpSocket;

namespace muster
{

//! One way to a server. Addresses are tried in the order of the system's resolver, the next one when 300 ms have
//! passed or one has failed, and the first that answers wins; no proxy for loopback. Has no deadline of its own. Exactly
//! one of its signals follows, never from within the constructor. One thread.
class ClientDial final : public QObject
{
    Q_OBJECT
public:
    //! \a server: http or https.
    ClientDial(QUrl server, TlsTrust trust, QObject *parent);
    ~ClientDial() override;
    Q_DISABLE_COPY_MOVE(ClientDial)

    //! After opened(): the socket, which is \a owner's child from now on.
    QTcpSocket *takeSocket(QObject *owner);

Q_SIGNALS:
    //! Connected, and behind https believed.
    void opened();
    //! Unreachable, Timeout, or a code of tlscode.
    void failed(const muster::Error &error);

private:
    void begin();
    void takeAddresses(const QHostInfo &info);
    void tryNext();
    QTcpSocket *addSocket();
    void choose(QTcpSocket *socket);
    void confirm();
    void lose(QTcpSocket *socket);
    void dropAttempts();
    void fail(const Error &error);

    const QUrl m_server;
    const TlsTrust m_trust;
    QList<QHostAddress> m_addresses; // Still to be tried.
    QList<QTcpSocket *> m_attempts;  // Children.
    QTcpSocket *m_socket = nullptr;  // Child: the one that is connected.
    QTimer m_next;
};

} // namespace muster
