// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a reach test came no further, in classes that are coarse but tell what to do (reliability.md T-15). Used by
// ReachTest. All pure.

#include "core/base/Error.h"

#include <QAbstractSocket>
#include <QByteArray>

namespace muster::reachcause
{

//! How a name was looked up in vain.
enum class Lookup { Unknown, Late };
//! "unknown-host".
Error lookup(Lookup outcome);
//! "target-not-allowed".
Error notAllowed();
//! A connection that failed: "connection-refused", "no-route", else "no-connection".
Error connection(QAbstractSocket::SocketError error);
//! "connect-timeout": nothing said yes or no in time.
Error connectTimeout();
//! "no-answer": something took the connection, and said nothing in time.
Error answerTimeout();
//! Of the \a bytes that came instead of an answer: "closed" for none, "speaks-tls" for a TLS alert, else "not-a-node".
Error nonsense(const QByteArray &bytes);

} // namespace muster::reachcause
