// SPDX-License-Identifier: Apache-2.0
#include "tests/replay/cognipeer/CookieServer.h"

#include <QHostAddress>
#include <QTcpSocket>

namespace muster {

namespace {

constexpr qsizetype kMostBytes = 1024 * 1024; // A test that sends more is wrong.

struct Parsed {
    ConsoleRequest request;
    qsizetype bytes = 0;
};

//! The first request in \a bytes, once all of it is there.
std::optional<Parsed> parsed(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    Parsed one;
    const QList<QByteArray> lines = bytes.left(end).split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    one.request.method = words.value(0);
    one.request.path = words.value(1).split('?').first();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        one.request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype length = one.request.headers.value("content-length").toLongLong();
    one.bytes = end + 4 + length;
    if (bytes.size() < one.bytes)
        return std::nullopt;
    one.request.body = bytes.mid(end + 4, length);
    return one;
}

QByteArray bytesOf(const ConsoleReply &reply)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(reply.status) + " -\r\n";
    for (const auto &[name, value] : reply.headers)
        bytes += name + ": " + value + "\r\n";
    bytes += "Content-Type: " + reply.contentType + "\r\n";
    bytes += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n\r\n";
    return bytes + reply.body;
}

} // namespace

QByteArray ConsoleRequest::cookie(const QByteArray &name) const
{
    for (const QByteArray &part : headers.value("cookie").split(';')) {
        const QByteArray one = part.trimmed();
        if (one.startsWith(name + '='))
            return one.mid(name.size() + 1);
    }
    return {};
}

CookieServer::CookieServer(Answer answer) : m_answer(std::move(answer))
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            adopt(socket);
    });
}

CookieServer::~CookieServer()
{
    close();
}

bool CookieServer::open(quint16 port)
{
    const bool isOpen = m_server.listen(QHostAddress::LocalHost, port);
    m_port = isOpen ? m_server.serverPort() : m_port;
    return isOpen;
}

void CookieServer::close()
{
    m_server.close();
    for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>()) {
        socket->disconnect();
        socket->abort();
        socket->deleteLater();
    }
}

void CookieServer::adopt(QTcpSocket *socket)
{
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { readSome(socket); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void CookieServer::readSome(QTcpSocket *socket)
{
    QByteArray bytes = socket->property("bytes").toByteArray() + socket->readAll();
    while (const std::optional<Parsed> one = parsed(bytes)) {
        bytes = bytes.mid(one->bytes);
        if (const std::optional<ConsoleReply> reply = m_answer(one->request))
            socket->write(bytesOf(*reply));
    }
    if (bytes.size() > kMostBytes)
        socket->abort();
    socket->setProperty("bytes", bytes);
}

} // namespace muster
