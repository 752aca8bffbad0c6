// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about what opens doors.
#include "core/dialects/native/NativeClient.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NativeTokens.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! A backup is made, sent and read as a whole; the longest takes its time.
constexpr milliseconds kBackupDeadline = std::chrono::minutes(10);

//! All tokens that a control plane keeps (limits::kTokens), at some 800 bytes each.
constexpr qsizetype kTokensReplyBytes = 16 * 1024 * 1024;
const HttpCallOptions kShort{.replyBytes = kShortReplyBytes};

QString tokensPath(const QString &rest = {})
{
    return u"/api/v1/tokens"_s + rest;
}

} // namespace

Future<IssuedToken> NativeClient::createToken(TokenRequest request)
{
    return calling<IssuedToken>([this, request = std::move(request)] {
        return reading<IssuedToken>(u"making a token"_s, m_http.post(tokensPath(), NativeTokens::write(request), kShort),
                                    [](const HttpAnswer &answer) { return NativeTokens::readIssued(answer.body); });
    });
}

Future<QList<TokenFacts>> NativeClient::tokens()
{
    return calling<QList<TokenFacts>>([this] {
        return reading<QList<TokenFacts>>(u"reading the tokens"_s, m_http.get(tokensPath(), {.replyBytes = kTokensReplyBytes}),
                                          [](const HttpAnswer &answer) { return NativeTokens::readTokens(answer.body); });
    });
}

Future<void> NativeClient::revokeToken(TokenId token, Actor)
{
    if (const Result<TokenId> checked = TokenId::parse(token.text(), u"id"_s); !checked)
        return failed<void>(checked.error());
    return calling<void>([this, token = std::move(token)] {
        return reading<void>(u"revoking the token "_s + token.text(),
                             m_http.remove(tokensPath(u'/' + HttpClient::segment(token.text())), kShort),
                             [](const HttpAnswer &) { return Result<void>(); });
    });
}

Future<JoinGrant> NativeClient::join(JoinRequest request)
{
    return calling<JoinGrant>([this, request = std::move(request)] {
        return reading<JoinGrant>(u"joining"_s, m_http.post(u"/api/v1/join"_s, NativeTokens::write(request), kShort),
                                  [](const HttpAnswer &answer) { return NativeTokens::readGrant(answer.body); });
    });
}

Future<JoinGrant> NativeClient::renewCredential(TokenId)
{
    return calling<JoinGrant>([this] {
        return reading<JoinGrant>(u"renewing the credential"_s, m_http.post(u"/api/v1/credential"_s, QJsonObject(), kShort),
                                  [this](const HttpAnswer &answer) -> Result<JoinGrant> {
                                      MUSTER_TRY(grant, NativeTokens::readGrant(answer.body));
                                      m_http.setToken(grant.credential);
                                      m_stream.setToken(grant.credential);
                                      return grant;
                                  });
    });
}

Future<QByteArray> NativeClient::backup()
{
    return calling<QByteArray>([this] {
        HttpCallOptions options;
        options.deadline = kBackupDeadline;
        options.replyBytes = limits::kBackupBytes;
        return reading<QByteArray>(u"reading a backup"_s, m_http.get(u"/api/v1/backup"_s, options),
                                   [](const HttpAnswer &answer) -> Result<QByteArray> {
                                       if (answer.contentType.startsWith("application/octet-stream"))
                                           return answer.body;
                                       return Error{ErrorKind::Protocol, {}, u"the answer is no backup"_s, {}, {}};
                                   });
    });
}

} // namespace muster
