// SPDX-License-Identifier: Apache-2.0
// The handlers about what opens doors. Who asks is the caller as the router found it, never a word of the body.
#include "core/dialects/native/NativeRoutesApi.h"
#include "core/dialects/native/NativeTokens.h"

namespace muster {

using namespace Qt::StringLiterals;

Future<HttpReply> NativeRoutes::Api::join(const HttpRequest &request)
{
    Result<JoinRequest> asked = NativeTokens::readJoin(request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    asked->shown = TokenId(request.caller.token);
    return replyTo(this, m_cluster.join(*std::move(asked)),
                   [](const JoinGrant &grant) { return HttpReply::jsonText(201, NativeTokens::write(grant)); });
}

Future<HttpReply> NativeRoutes::Api::renewCredential(const HttpRequest &request)
{
    if (request.caller.node.isEmpty())
        return failed<HttpReply>(refused(u"only the credential of a node can be renewed, and this token is of none"_s));
    return replyTo(this, m_cluster.renewCredential(TokenId(request.caller.token)),
                   [](const JoinGrant &grant) { return HttpReply::jsonText(201, NativeTokens::write(grant)); });
}

Future<HttpReply> NativeRoutes::Api::tokens()
{
    return replyTo(this, m_cluster.tokens(),
                   [](const QList<TokenFacts> &tokens) { return HttpReply::jsonText(200, NativeTokens::write(tokens)); });
}

Future<HttpReply> NativeRoutes::Api::createToken(const HttpRequest &request)
{
    Result<TokenRequest> asked = NativeTokens::readRequest(request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    const Actor by = actorOf(request);
    asked->createdBy = by.name;
    asked->source = by.source;
    return replyTo(this, m_cluster.createToken(*std::move(asked)),
                   [](const IssuedToken &issued) { return HttpReply::jsonText(201, NativeTokens::write(issued)); });
}

Future<HttpReply> NativeRoutes::Api::revokeToken(const HttpRequest &request)
{
    const Result<TokenId> id = request.pathId<TokenId>("id"_L1);
    if (!id)
        return failed<HttpReply>(id.error());
    if (tokenIdOf(id->text().toLatin1())) // Further in it would be kept: the audit trail names what was asked for.
        return failed<HttpReply>(invalid(u"id"_s, u"id is what stands before the dot of a token, without the secret behind it"_s));
    return replyTo(this, m_cluster.revokeToken(*id, actorOf(request)),
                   [id = *id] { return HttpReply::json(200, QJsonObject{{u"revoked"_s, id.text()}}); });
}

} // namespace muster
