// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a cluster is, which dialect it speaks, and what we show our side of it with.

#include "core/base/Secret.h"
#include "core/base/TlsPin.h"

#include <QString>
#include <QUrl>

namespace muster {

//! Enough to make a client, but for the secret.
struct ClusterAddress {
    QString dialect; //!< Id of the dialect: "native", "demo".
    QUrl url;        //!< Scheme, host and port; empty for clusters without a network.
    TlsPin pin = {}; //!< Of an https server with a certificate of its own; empty: authorities decide.
    bool allowsPlainSecrets = false; //!< Ticked by a person: secrets go over plain http beyond loopback (decisions.md 15).

    bool operator==(const ClusterAddress &) const = default;
};

//! What we show a cluster to be let in.
struct Credentials {
    Secret token = {};    //!< Bearer token; empty when there is none.
    Secret apiKey = {};   //!< Shown as x-api-key (AgenticMail); empty when there is none.
    QString user = {};    //!< For a sign-in: the e-mail address.
    Secret password = {}; //!< For a sign-in.
    QString tenant = {};  //!< For a sign-in to one of many companies (Cognipeer's slug); may be empty.

    bool hasSignIn() const { return !user.isEmpty() && !password.isEmpty(); }
    bool isEmpty() const { return token.isEmpty() && apiKey.isEmpty() && !hasSignIn(); }
};

//! Where plain http may lead.
enum class PlainHttp { LoopbackOnly, Anywhere };

//! The address in \a text: http or https, a host, no path, no user, no query; "host:port" gets http on loopback and https
//! beyond. Invalid blames \a field. Plain http beyond loopback is refused (decisions.md 15) unless \a plain allows it.
Result<QUrl> parseClusterUrl(const QString &text, const QString &field, PlainHttp plain = PlainHttp::LoopbackOnly);
//! Whether \a host is a literal loopback address or "localhost".
bool isLoopbackHost(const QString &host);

} // namespace muster
