// SPDX-License-Identifier: Apache-2.0
#pragma once
// Bytes -> messages of a WebSocket: pure, incremental, bounded, strict (RFC 6455; reliability.md W-6). No extensions. Used by
// WsPeer.

#include "core/wire/Utf8Check.h"
#include "core/wire/WsFrame.h"

#include <QList>

#include <array>

namespace muster
{

//! A whole message, or a control frame.
struct WsMessage {
    WsOpcode kind = WsOpcode::Text; //!< Never Continuation.
    QByteArray bytes;               //!< Unmasked; of Close, the reason.
    quint16 code = wsclose::kNone;  //!< Of Close.
    bool operator==(const WsMessage &) const = default;
};

//! Reads what one peer sends. The outcome does not depend on where the bytes were cut. A length is looked at before anything
//! is kept, so that a peer costs no more than the bytes that it really sent, and those are bounded.
class WsReader
{
public:
    enum class State {
        Open,
        Closed, //!< A close frame came: nothing may follow.
        Failed, //!< failure() says why; the connection must end.
    };

    //! \a role: of who reads. \a most: longest message.
    WsReader(WsRole role, qsizetype most) : m_role(role), m_most(most) {}

    //! Takes \a bytes and appends to \a out what became whole. What comes after the end is dropped.
    void feed(QByteArrayView bytes, QList<WsMessage> *out);

    State state() const { return m_state; }
    //! The code to close with, once Failed.
    quint16 failureCode() const { return m_failureCode; }
    //! What the peer did, to be put behind its name.
    const QString &failure() const { return m_failure; }

private:
    qsizetype feedHead(uchar byte, QList<WsMessage> *out);
    qsizetype feedPayload(QByteArrayView bytes, QList<WsMessage> *out);
    void takeFirstByte(uchar byte);
    void takeSecondByte(uchar byte);
    void takeHead(QList<WsMessage> *out);
    void takeFrame(QList<WsMessage> *out);
    void takeClose(QList<WsMessage> *out);
    bool isControl() const { return quint8(m_opcode) >= quint8(WsOpcode::Close); }
    void fail(quint16 code, const QString &what);

    WsRole m_role;
    qsizetype m_most;
    State m_state = State::Open;
    std::array<uchar, 14> m_head{}; // Of the frame under way.
    qsizetype m_headBytes = 0;
    qsizetype m_headSize = 2; // As far as known.
    WsOpcode m_opcode = WsOpcode::Text;
    bool m_isFinal = false;
    bool m_isInPayload = false;
    qsizetype m_left = 0; // Of the payload.
    std::array<uchar, 4> m_mask{};
    qsizetype m_maskAt = 0;
    QByteArray m_control;
    QByteArray m_message; // The fragments so far.
    std::optional<WsOpcode> m_kind; // Of the message under way.
    Utf8Check m_text;
    quint16 m_failureCode = 0;
    QString m_failure;
};

} // namespace muster
