// SPDX-License-Identifier: Apache-2.0
#pragma once
// How HTTP becomes a WebSocket (RFC 6455, 4): both sides, as values. No extensions, exactly one subprotocol.

#include "core/wire/HttpReply.h"
#include "core/wire/HttpRequest.h"
#include "core/wire/ReplyHead.h"

#include <functional>

namespace muster
{

class WsPeer;

//! The reply of a server to \a request, which asks for \a protocol: 101, after which \a open gets the open WebSocket; or a
//! refusal: 426 (code "upgrade-required") for what is no WebSocket of version 13, 400 that names the header for one that is
//! malformed or of another protocol. Host, Origin and key were checked before, as of any request.
HttpReply wsUpgrade(const HttpRequest &request, QByteArrayView protocol, std::function<void(WsPeer *)> open);

//! A fresh Sec-WebSocket-Key.
QByteArray wsKey();
//! What a client adds to its GET.
QList<std::pair<QByteArray, QByteArray>> wsHeaders(const QByteArray &key, const QByteArray &protocol);
//! Whether \a reply is the 101 that belongs to wsHeaders(); Protocol when it is another one.
Result<void> checkWsReply(const ReplyHead &reply, const QByteArray &key, QByteArrayView protocol);

} // namespace muster
