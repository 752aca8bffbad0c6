// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a node listens. Beyond loopback it needs TLS, or --insecure (decisions.md 15): LocalNodeHost sees to that.

#include "core/base/Result.h"

#include <QHostAddress>

namespace muster {

struct ListenAddress {
    QHostAddress host;
    quint16 port = 0;

    bool operator==(const ListenAddress &) const = default;
};

//! Reads "127.0.0.1:3100", "[::]:0", "0.0.0.0:3100" or "localhost:3100". Invalid blames \a field.
Result<ListenAddress> parseListenAddress(const QString &text, const QString &field);
//! The address that \a host names: an IP address, or localhost. Invalid as above.
Result<QHostAddress> listenHost(const QString &host, const QString &field);
//! Names and addresses by which others reach a server that listens on \a address: itself, or for 0.0.0.0 and [::] those of
//! this machine's interfaces, loopback left out, best first; then this machine's name. For Host rules and certificates.
QStringList reachableNames(const QHostAddress &address);

} // namespace muster
