// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a cluster is, which dialect it speaks, and what we show our side of it with.

#include "core/base/Secret.h"

#include <QString>
#include <QUrl>

namespace muster {

//! Enough to make a client, but for the secret.
struct ClusterAddress {
    QString dialect; //!< Id of the dialect: "native", "demo".
    QUrl url;        //!< Scheme, host and port; empty for clusters without a network.

    bool operator==(const ClusterAddress &) const = default;
};

//! What we show a cluster to be let in.
struct Credentials {
    Secret token; //!< Bearer token; empty when there is none.
};

//! The address in \a text: http or https, a host, no path, no user, no query; "host:port" gets http. Invalid blames
//! \a field. Plain http beyond loopback is refused (decisions.md 15).
Result<QUrl> parseClusterUrl(const QString &text, const QString &field);
//! Whether \a host is a literal loopback address or "localhost".
bool isLoopbackHost(const QString &host);

} // namespace muster
