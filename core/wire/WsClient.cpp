// SPDX-License-Identifier: Apache-2.0
#include "core/wire/WsClient.h"

#include "core/wire/ClientDial.h"
#include "core/wire/HttpError.h"
#include "core/wire/NetworkCall.h"
#include "core/wire/SocketCalls.h"
#include "core/wire/WsHandshake.h"
#include "core/wire/WsPeer.h"

#include <QSslSocket>

#include <utility>

namespace muster
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 kTurnBytes = 128 * 1024;
constexpr qsizetype kRefusalBytes = 64 * 1024; // F-3: of a server that does not open.

Error failure(ErrorKind kind, const QString &what)
{
    return {.kind = kind, .where = {}, .what = what, .code = {}, .field = {}};
}

} // namespace

WsClient::WsClient(const Clock &clock, WsClientSetup setup, QObject *parent)
    : QObject(parent), m_clock(clock), m_setup(std::move(setup)), m_key(wsKey()),
      m_dial(new ClientDial(m_setup.url, m_setup.trust, this))
{
    connect(m_dial, &ClientDial::opened, this, &WsClient::takeDialled);
    connect(m_dial, &ClientDial::failed, this, &WsClient::fail);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(failure(ErrorKind::Timeout, u"%1 did not answer in time"_s.arg(whoIs(m_setup.url))));
    });
    m_deadline.start(m_setup.deadline);
    connect(&m_timer, &QTimer::timeout, this, &WsClient::tick);
}

WsClient::~WsClient()
{
    if (m_peer && m_socket) {
        m_peer->disconnect(this);
        m_peer->flush();
        m_socket->flush();
    }
    closeSocket();
}

void WsClient::takeDialled()
{
    m_socket = m_dial->takeSocket(this);
    std::exchange(m_dial, nullptr)->deleteLater();
    // None is acted on from within: Qt's TLS is not made for an end in the middle of its reading.
    connect(m_socket, &QTcpSocket::readyRead, this, &WsClient::wake);
    connect(m_socket, &QTcpSocket::disconnected, this, &WsClient::wake);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &WsClient::wake);
    const ClientRequest request{.url = m_setup.url,
                                .token = m_setup.token,
                                .headers = wsHeaders(m_key, m_setup.protocol)};
    m_socket->write(request.bytes());
    wake(); // For what came before we listened.
}

void WsClient::wake()
{
    if (!std::exchange(m_isAwake, true))
        QMetaObject::invokeMethod(this, &WsClient::takeTurn, Qt::QueuedConnection);
}

void WsClient::takeTurn()
{
    m_isAwake = false;
    if (!m_socket)
        return;
    const bool isConnected = m_socket->state() == QAbstractSocket::ConnectedState;
    const QByteArray bytes = m_socket->read(kTurnBytes);
    if (m_peer)
        m_peer->take(bytes);
    else
        takeReply(bytes);
    if (!m_socket)
        return;
    if (m_socket->bytesAvailable() > 0)
        wake();
    else if (!isConnected)
        takeEnd();
}

void WsClient::takeReply(QByteArrayView bytes)
{
    using State = ReplyReader::State;
    while (!bytes.isEmpty() && m_reader.state() != State::Complete && m_reader.state() != State::Failed) {
        bytes = bytes.sliced(m_reader.feed(bytes, &m_body));
        if (m_body.size() > kRefusalBytes)
            return fail(failure(ErrorKind::Protocol, u"%1 answered at too great length"_s.arg(whoIs(m_setup.url))));
    }
    const QString who = whoIs(m_setup.url);
    if (m_reader.state() == State::Failed)
        return fail(failure(ErrorKind::Protocol, u"%1 did not answer in HTTP: %2"_s.arg(who, m_reader.fault())));
    if (m_reader.state() != State::Complete)
        return;
    if (m_reader.head().status >= 400)
        return fail(errorFrom(m_reader.head().status, m_body, who));
    if (const Result<void> checked = checkWsReply(m_reader.head(), m_key, m_setup.protocol); !checked)
        return fail(failure(ErrorKind::Protocol, who + u' ' + checked.error().what));
    open(bytes);
}

void WsClient::open(QByteArrayView rest)
{
    m_deadline.stop();
    m_peer = new WsPeer(WsRole::Client,
                        {[this](const QByteArray &bytes) { return write(bytes); }, [this] { return waiting(); }},
                        m_setup.socket, m_clock.steadyNow(), this);
    connect(m_socket, &QTcpSocket::bytesWritten, m_peer, &WsPeer::flush);
    if (auto *const secure = qobject_cast<QSslSocket *>(m_socket))
        connect(secure, &QSslSocket::encryptedBytesWritten, m_peer, &WsPeer::flush);
    connect(m_peer, &WsPeer::finished, this, [this](WsEnd end) {
        if (end == WsEnd::Orderly && m_socket)
            m_socket->disconnectFromHost(); // Behind what waits.
        else
            closeSocket();
    });
    m_timer.start(m_setup.tick);
    Q_EMIT opened();
    if (!rest.isEmpty())
        m_peer->take(rest);
}

void WsClient::takeEnd()
{
    if (!m_peer) {
        m_reader.end();
        if (m_reader.state() == ReplyReader::State::Complete)
            return takeReply({});
        return fail(networkError(*m_socket, whoIs(m_setup.url)));
    }
    m_peer->lose(u"%1 closed the connection"_s.arg(whoIs(m_setup.url)));
    closeSocket();
}

void WsClient::tick()
{
    m_peer->tick(m_clock.steadyNow());
}

bool WsClient::write(const QByteArray &bytes)
{
    if (!m_socket || m_socket->state() != QAbstractSocket::ConnectedState)
        return false;
    if (!qobject_cast<QSslSocket *>(m_socket))
        return writeNow(*m_socket, bytes);
    return m_socket->write(bytes) == bytes.size();
}

qint64 WsClient::waiting() const
{
    if (!m_socket)
        return 0;
    const auto *const secure = qobject_cast<const QSslSocket *>(m_socket);
    return m_socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
}

void WsClient::fail(const Error &error)
{
    m_deadline.stop();
    closeSocket();
    Q_EMIT failed(error);
}

void WsClient::closeSocket()
{
    m_timer.stop();
    if (m_dial) {
        m_dial->disconnect(this);
        std::exchange(m_dial, nullptr)->deleteLater();
    }
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->close();
    std::exchange(m_socket, nullptr)->deleteLater();
}

} // namespace muster
