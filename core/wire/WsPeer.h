// SPDX-License-Identifier: Apache-2.0
#pragma once
// One open WebSocket: texts both ways, pings, silence, a bounded queue. Both roles; whoever has the connection moves the bytes:
// HttpConnection for a server, WsClient for a client. Source: RFC 6455; reliability.md W-3, W-5.

#include "core/base/Clock.h"
#include "core/wire/WsReader.h"

#include <QObject>

#include <functional>

namespace muster
{

//! How a WsPeer reaches its connection.
struct WsWay {
    std::function<bool(const QByteArray &)> write; //!< Gives bytes to the connection; false when it has gone.
    std::function<qint64()> waiting;               //!< Bytes that it has not got rid of.
};

//! What becomes of the connection.
enum class WsEnd {
    Orderly, //!< Both have said goodbye, or the peer was told why we end: send what waits, then close.
    Cut,     //!< Nothing more can reach the peer.
};

//! One thread. Belongs to its connection; users keep it in a QPointer.
class WsPeer final : public QObject
{
    Q_OBJECT
public:
    WsPeer(WsRole role, WsWay way, const WsOptions &options, SteadyTime now, QObject *parent);
    Q_DISABLE_COPY_MOVE(WsPeer)

    //! Queues one text, which must be UTF-8. Texts of one turn of the event loop leave in one write. False when it is not open, or
    //! closes now: more than WsOptions::pendingBytes wait, or the text is longer than messageBytes.
    bool send(const QByteArray &text);
    //! Says goodbye; what was sent before is delivered first. Nothing when it is not open.
    void close(quint16 code, const QString &why);
    bool isOpen() const { return m_state == State::Open; }
    //! Bytes that wait for the peer, in this process.
    qsizetype pendingBytes() const { return m_pending.size() + qsizetype(m_way.waiting()); }

    //! The connection's part: \a bytes came;
    void take(QByteArrayView bytes);
    //! it got rid of bytes;
    void flush();
    //! time passed (call it several times a second);
    void tick(SteadyTime now);
    //! it has gone.
    void lose(const QString &why);

Q_SIGNALS:
    //! Not after close().
    void textArrived(const QByteArray &text);
    //! For users: nothing more arrives. Once, and never from within a call of theirs.
    void closed(const QString &why);
    //! For the connection: it is to end. Once, in a turn of its own.
    void finished(muster::WsEnd end);

private:
    enum class State {
        Open,
        Closing, //!< We said goodbye and wait for the peer's.
        Over,
    };

    void takeMessage(const WsMessage &message);
    void takeClose(const WsMessage &message);
    void queue(WsOpcode opcode, QByteArrayView payload);
    void scheduleFlush();
    void fail(quint16 code, const QString &what);
    void tellClosed(const QString &why);
    void finish(WsEnd end, const QString &why);

    const WsRole m_role;
    const WsWay m_way;
    const WsOptions m_options;
    WsReader m_reader;
    QByteArray m_pending;
    State m_state = State::Open;
    SteadyTime m_heardAt;
    SteadyTime m_pingedAt;
    SteadyTime m_tickedAt;
    std::optional<SteadyTime> m_closeBy;
    bool m_hasHeard = false; // Since the last tick.
    bool m_isFlushScheduled = false;
    bool m_isToldClosed = false;
};

} // namespace muster
