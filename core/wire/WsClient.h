// SPDX-License-Identifier: Apache-2.0
#pragma once
// A WebSocket to a server: dials, asks for the upgrade, and then is the connection under a WsPeer.

#include "core/base/Clock.h"
#include "core/base/Error.h"
#include "core/base/Secret.h"
#include "core/wire/ReplyReader.h"
#include "core/wire/TlsTrust.h"
#include "core/wire/WsFrame.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

class QTcpSocket;

namespace muster
{

class ClientDial;
class WsPeer;

//! Where to, and as whom.
struct WsClientSetup {
    QUrl url = {};       //!< http or https, with path and query.
    TlsTrust trust = {}; //!< As HttpClient's.
    Secret token = {};   //!< Shown as `Authorization: Bearer`; empty shows none.
    QByteArray protocol = {}; //!< The subprotocol that the server must take.
    milliseconds deadline = limits::kCallDeadline; //!< Until it is open.
    WsOptions socket = {};
    milliseconds tick = limits::kHttpTick; //!< How exact silence and pings are.
};

//! Either opened() or failed() follows, never from within the constructor. Ends with destruction: what was sent before is left to
//! the kernel. One thread; the clock must outlive it.
class WsClient final : public QObject
{
    Q_OBJECT
public:
    WsClient(const Clock &clock, WsClientSetup setup, QObject *parent = nullptr);
    ~WsClient() override;
    Q_DISABLE_COPY_MOVE(WsClient)

    //! From opened() on; a child.
    WsPeer *peer() const { return m_peer; }

Q_SIGNALS:
    void opened();
    //! As HttpClient's errors: NotFound where the server knows no such address, Refused for a key that it does not take.
    void failed(const muster::Error &error);

private:
    void takeDialled();
    void wake();
    void takeTurn();
    void takeReply(QByteArrayView bytes);
    void open(QByteArrayView rest);
    void takeEnd();
    void tick();
    bool write(const QByteArray &bytes);
    qint64 waiting() const;
    void fail(const Error &error);
    void closeSocket();

    const Clock &m_clock;
    const WsClientSetup m_setup;
    const QByteArray m_key;
    ClientDial *m_dial = nullptr;   // Child, until it has connected.
    QTcpSocket *m_socket = nullptr; // Child, from then on.
    WsPeer *m_peer = nullptr;       // Child, once it is open.
    ReplyReader m_reader{ReplyReader::Asked::Upgrade};
    QByteArray m_body; // Of a refusal.
    QTimer m_deadline;
    QTimer m_timer;
    bool m_isAwake = false; // A turn is under way to us.
};

} // namespace muster
