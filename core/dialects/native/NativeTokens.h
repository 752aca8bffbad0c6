// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tokens on /api/v1: what is asked and answered, as values and back; pure. Source: resources/openapi.yaml.

#include "core/domain/AccessToken.h"

#include <QJsonObject>

namespace muster {

//! Requests are read by routes: a wrong field is Invalid and named, an unknown one is dropped. Replies are read by clients:
//! Protocol, naming the path, for anything unexpected.
struct NativeTokens {
    static QJsonObject write(const TokenRequest &request);
    //! createdBy stays empty: a body does not say who asks.
    static Result<TokenRequest> readRequest(const QByteArray &body);

    static QJsonObject write(const JoinRequest &request);
    //! `shown` stays empty: a body does not say which token was shown.
    static Result<JoinRequest> readJoin(const QByteArray &body);

    static QByteArray write(const IssuedToken &issued);
    static Result<IssuedToken> readIssued(const QByteArray &body);

    static QByteArray write(const JoinGrant &grant);
    static Result<JoinGrant> readGrant(const QByteArray &body);

    static QByteArray write(const QList<TokenFacts> &tokens);
    static Result<QList<TokenFacts>> readTokens(const QByteArray &body);
};

} // namespace muster
