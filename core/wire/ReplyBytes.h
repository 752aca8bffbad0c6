// SPDX-License-Identifier: Apache-2.0
#pragma once
// HttpReply -> bytes. Used by HttpConnection.

#include "core/wire/HttpReply.h"

#include <QByteArray>

namespace muster
{

//! What the bytes of a reply depend on besides the reply.
struct ReplyFrame {
    bool isHead = false;   //!< The answer to HEAD: the length, but no body.
    bool closes = false;   //!< The connection ends behind it.
    bool isStream = false; //!< No length: the body ends with the connection.
};

//! Appends the status line and headers of \a reply, with the empty line. \a date is a whole Date header line or empty.
void appendReplyHead(QByteArray &out, const HttpReply &reply, ReplyFrame frame, const QByteArray &date);
//! Whether a body belongs behind the head.
bool sendsBody(const HttpReply &reply, ReplyFrame frame);
//! "Date: Sat, 21 Nov 2026 09:30:00 GMT\r\n".
QByteArray dateLine(qint64 msSinceEpoch);

} // namespace muster
