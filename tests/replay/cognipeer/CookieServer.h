// SPDX-License-Identifier: Apache-2.0
#pragma once
// The HTTP below the replay: requests and replies as values over plain sockets. None of our own server, so that client and
// replay cannot share a mistake.

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QTcpServer>

#include <functional>
#include <optional>
#include <utility>

class QTcpSocket;

namespace muster {

struct ConsoleRequest {
    QByteArray method;
    QByteArray path;                     //!< Without the query.
    QMap<QByteArray, QByteArray> headers; //!< Names in lower case.
    QByteArray body;

    //! The cookie called \a name; empty when it was not sent.
    QByteArray cookie(const QByteArray &name) const;
};

struct ConsoleReply {
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
};

//! Answers each request with what `answer` gives; nothing at all, for ever, for nullopt.
class CookieServer
{
public:
    using Answer = std::function<std::optional<ConsoleReply>(const ConsoleRequest &)>;

    explicit CookieServer(Answer answer);
    ~CookieServer();
    Q_DISABLE_COPY_MOVE(CookieServer)

    //! Listens on \a port of 127.0.0.1, 0 picks one.
    bool open(quint16 port);
    //! As if the process had died: nobody listens, all connections end.
    void close();
    quint16 port() const { return m_port; }

private:
    void adopt(QTcpSocket *socket);
    void readSome(QTcpSocket *socket);

    const Answer m_answer;
    QTcpServer m_server;
    quint16 m_port = 0; // Of the last open().
};

} // namespace muster
