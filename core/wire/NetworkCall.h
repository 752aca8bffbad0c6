// SPDX-License-Identifier: Apache-2.0
#pragma once
// What HttpClient and SseClient share: requests without surprises, and network errors in our words.

#include "core/base/Error.h"
#include "core/base/Secret.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <utility>

class QAbstractSocket;

namespace muster
{

//! One request of a client.
struct ClientRequest {
    QUrl url = {}; //!< With path and query; its host and port are those of the connection.
    QByteArray method = "GET";
    Secret token = {}; //!< Shown as `Authorization: Bearer`; empty shows none.
    QList<std::pair<QByteArray, QByteArray>> headers = {}; //!< Those with a line end are left out.
    QByteArray body = {};

    //! As it is sent: no cookies, no compressed reply asked for.
    QByteArray bytes() const;
};

//! Whether \a url names this machine.
bool isLoopback(const QUrl &url);
//! "127.0.0.1:3100" of \a url, for sentences.
QString whoIs(const QUrl &url);
//! The port of \a url, or that of its scheme.
quint16 portOf(const QUrl &url);
//! Why \a socket to \a who failed: Unreachable or Timeout, and for TLS what TlsTrust says.
Error networkError(const QAbstractSocket &socket, const QString &who);

} // namespace muster
