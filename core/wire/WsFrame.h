// SPDX-License-Identifier: Apache-2.0
#pragma once
// The frames of a WebSocket (RFC 6455) as bytes: what is sent. WsReader reads them.

#include "core/base/Limits.h"
#include "core/base/Timestamp.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace muster
{

//! Which end of a WebSocket somebody is.
enum class WsRole {
    Client, //!< Masks what it sends.
    Server,
};

enum class WsOpcode : quint8 {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa,
};

//! Why a WebSocket is closed (RFC 6455, 7.4.1); those that we say.
namespace wsclose
{
inline constexpr quint16 kNormal = 1000;
inline constexpr quint16 kGoingAway = 1001;
inline constexpr quint16 kProtocol = 1002;
inline constexpr quint16 kNotText = 1003;
inline constexpr quint16 kNone = 1005; //!< A close frame without a code; is never sent.
inline constexpr quint16 kBadUtf8 = 1007;
inline constexpr quint16 kPolicy = 1008;
inline constexpr quint16 kTooBig = 1009;
} // namespace wsclose

//! How one WebSocket is kept.
struct WsOptions {
    milliseconds ping = limits::kWsPing;
    milliseconds silence = limits::kWsSilence;          //!< Without a byte from the peer; then it is lost (W-5).
    qsizetype messageBytes = limits::kWsMessageBytes;   //!< Longest message, both ways.
    qsizetype pendingBytes = limits::kWsPendingBytes;   //!< Most bytes that wait for the peer (W-3).
    milliseconds closeDeadline = limits::kHttpLinger;   //!< For the peer's answer to our close.
};

//! One whole frame. \a mask: set for a client.
QByteArray wsFrame(WsOpcode opcode, QByteArrayView payload, std::optional<quint32> mask);
//! What a close frame carries; a longer \a why is cut between two characters.
QByteArray wsClosePayload(quint16 code, const QString &why);

} // namespace muster
