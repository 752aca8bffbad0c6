// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a node may listen in this version: loopback only.

#include "core/base/Result.h"

#include <QHostAddress>

namespace muster {

struct ListenAddress {
    QHostAddress host;
    quint16 port = 0;

    bool operator==(const ListenAddress &) const = default;
};

//! Reads "127.0.0.1:3100", "[::1]:0" or "localhost:3100". Invalid blames \a field, also for an address beyond loopback, which
//! needs TLS (decisions.md 15).
Result<ListenAddress> parseListenAddress(const QString &text, const QString &field);
//! The loopback address that \a host names; Invalid as above.
Result<QHostAddress> loopbackAddress(const QString &host, const QString &field);

} // namespace muster
