// SPDX-License-Identifier: Apache-2.0
#include "core/wire/ClientLine.h"

#include "core/wire/ClientDial.h"
#include "core/wire/NetworkCall.h"
#include "core/wire/SocketCalls.h"

#include <QPointer>
#include <QTcpSocket>

#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 kTurnBytes = 64 * 1024;

} // namespace

ClientLine::ClientLine(QUrl server, TlsTrust trust, QObject *parent)
    : QObject(parent), m_server(std::move(server)), m_trust(std::move(trust))
{
}

ClientLine::~ClientLine()
{
    closeSocket();
}

void ClientLine::ask(const ClientRequest &request)
{
    Q_ASSERT(m_state == State::Fresh || m_state == State::Free);
    m_isKept = m_state == State::Free;
    m_state = State::Asking;
    m_reader = ReplyReader(request.method == "HEAD" ? ReplyReader::Asked::Head : ReplyReader::Asked::Get);
    m_waiting = request.bytes();
    if (m_isKept) {
        m_socket->write(std::exchange(m_waiting, {}));
        return;
    }
    m_dial = new ClientDial(m_server, m_trust, this);
    connect(m_dial, &ClientDial::opened, this, &ClientLine::takeOpened);
    connect(m_dial, &ClientDial::failed, this, &ClientLine::finishWith);
}

bool ClientLine::isFree() const
{
    return m_state == State::Free && m_socket->state() == QAbstractSocket::ConnectedState &&
           m_socket->bytesAvailable() == 0 && !hasNews(m_socket->socketDescriptor());
}

void ClientLine::drop()
{
    m_state = State::Over;
    disconnect();
    closeSocket();
    deleteLater();
}

void ClientLine::takeOpened()
{
    m_socket = m_dial->takeSocket(this);
    std::exchange(m_dial, nullptr)->deleteLater();
    // None is acted on from within: Qt's TLS is not made for an end in the middle of its reading.
    connect(m_socket, &QTcpSocket::readyRead, this, &ClientLine::wake);
    connect(m_socket, &QTcpSocket::disconnected, this, &ClientLine::wake);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &ClientLine::wake);
    m_socket->write(std::exchange(m_waiting, {}));
    wake(); // For what came before we listened.
}

void ClientLine::wake()
{
    if (!std::exchange(m_isAwake, true))
        QMetaObject::invokeMethod(this, &ClientLine::takeTurn, Qt::QueuedConnection);
}

void ClientLine::takeTurn()
{
    m_isAwake = false;
    if (!m_socket)
        return;
    const bool isConnected = m_socket->state() == QAbstractSocket::ConnectedState;
    if (m_state != State::Asking) {
        if (isConnected && m_socket->bytesAvailable() == 0)
            return; // Late news of the last reply.
        m_state = State::Over; // Bytes that nobody asked for, or the end.
        return closeSocket();
    }
    // More than the socket holds is asked for: only then does Qt look for what waits below.
    if (!feed(m_socket->read(2 * kTurnBytes)))
        return;
    if (m_socket->bytesAvailable() > 0)
        wake();
    else if (!isConnected)
        takeEnd();
}

//! False when the request is over.
bool ClientLine::feed(QByteArrayView bytes)
{
    const QPointer<ClientLine> self(this); // A receiver may end whom we belong to.
    while (!bytes.isEmpty()) {
        QByteArray piece;
        const bool hadHead = m_reader.head().status > 0;
        bytes = bytes.sliced(m_reader.feed(bytes, &piece));
        if (!hadHead && m_reader.head().status > 0) {
            Q_EMIT headCame();
            if (!self || m_state != State::Asking)
                return false;
        }
        if (!piece.isEmpty()) {
            Q_EMIT bytesCame(piece);
            if (!self || m_state != State::Asking)
                return false;
        }
        if (m_reader.state() == ReplyReader::State::Complete) {
            finishWhole(bytes.isEmpty());
            return false;
        }
        if (m_reader.state() == ReplyReader::State::Failed) {
            finishWith({.kind = ErrorKind::Protocol,
                        .where = {},
                        .what = u"%1 did not answer in HTTP: %2"_s.arg(whoIs(m_server), m_reader.fault()),
                        .code = {},
                        .field = {}});
            return false;
        }
    }
    return true;
}

//! Nothing more comes.
void ClientLine::takeEnd()
{
    m_reader.end();
    if (isWhole())
        return finishWhole(false);
    m_isStale = m_isKept && m_reader.isFresh();
    finishWith(networkError(*m_socket, whoIs(m_server)));
}

void ClientLine::finishWhole(bool isClean)
{
    const bool isKept = isClean && m_reader.keepsConnection() && m_socket->bytesToWrite() == 0;
    m_state = isKept ? State::Free : State::Over;
    if (!isKept)
        closeSocket();
    Q_EMIT finished(); // Last: a receiver may ask again.
}

void ClientLine::finishWith(const Error &error)
{
    m_state = State::Over;
    m_error = error;
    closeSocket();
    Q_EMIT finished();
}

void ClientLine::closeSocket()
{
    if (m_dial) {
        m_dial->disconnect(this);
        std::exchange(m_dial, nullptr)->deleteLater();
    }
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    std::exchange(m_socket, nullptr)->deleteLater();
}

} // namespace muster
