// SPDX-License-Identifier: Apache-2.0
#pragma once
// One connection of a client to a server: a request, its reply, perhaps the next request. All that the server sends is
// bounded (F-3; core/decisions/0021). Used by HttpCall, by way of ClientLines, and SseClient.

#include "core/base/Error.h"
#include "core/wire/ReplyReader.h"
#include "core/wire/TlsTrust.h"

#include <QObject>
#include <QUrl>

class QTcpSocket;

namespace muster
{

class ClientDial;
struct ClientRequest;

//! Signals of one request: headCame(), any number of bytesCame(), finished(); or finished() alone. Receivers may call
//! drop() from within; they never delete the line. A turn of the event loop takes 64 KiB at most, and what is not taken
//! stays with the kernel, so that a fast server is slowed down. No deadline of its own. One thread.
class ClientLine final : public QObject
{
    Q_OBJECT
public:
    //! Connects with the first request to \a server, whom \a trust decides about.
    ClientLine(QUrl server, TlsTrust trust, QObject *parent);
    ~ClientLine() override;
    Q_DISABLE_COPY_MOVE(ClientLine)

    //! Sends \a request; the line must be fresh or isFree().
    void ask(const ClientRequest &request);
    //! Whether the last reply is whole and another request may follow on the same connection.
    bool isFree() const;
    //! Ends the connection at once and silently, and the line itself later.
    void drop();

    //! Of the reply under way, or the last one; its status is 0 until its head has come.
    const ReplyHead &head() const { return m_reader.head(); }
    //! The length of the body, when the head announced one.
    std::optional<qint64> announced() const { return m_reader.announced(); }
    //! After finished(): whether the reply came to its end in good order.
    bool isWhole() const { return m_reader.state() == ReplyReader::State::Complete; }
    //! After finished() of a reply that is not whole: Unreachable, Timeout, or Protocol for what is no HTTP.
    const Error &error() const { return m_error; }
    //! After finished(): whether a connection that had been kept ended before it brought a byte, as happens when the
    //! server closes it at the moment in which we use it.
    bool wasStale() const { return m_isStale; }

Q_SIGNALS:
    //! The reply's head is whole.
    void headCame();
    //! A piece of the body.
    void bytesCame(const QByteArray &bytes);
    //! Nothing more comes for this request.
    void finished();

private:
    enum class State { Fresh, Asking, Free, Over };

    void takeOpened();
    void wake();
    void takeTurn();
    bool feed(QByteArrayView bytes);
    void takeEnd();
    void finishWhole(bool isClean);
    void finishWith(const Error &error);
    void closeSocket();

    const QUrl m_server;
    const TlsTrust m_trust;
    ClientDial *m_dial = nullptr;   // Child, until it has connected.
    QTcpSocket *m_socket = nullptr; // Child, from then on.
    QByteArray m_waiting;           // The request, until it has connected.
    ReplyReader m_reader;
    Error m_error;
    State m_state = State::Fresh;
    bool m_isKept = false; // This request is not the first of its connection.
    bool m_isStale = false;
    bool m_isAwake = false; // A turn is under way to us.
};

} // namespace muster
