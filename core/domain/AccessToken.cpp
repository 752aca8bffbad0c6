// SPDX-License-Identifier: Apache-2.0
#include "core/domain/AccessToken.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(Tier tier)
{
    switch (tier) {
    case Tier::Viewer:
        return u"viewer"_s;
    case Tier::Operator:
        return u"operator"_s;
    case Tier::Admin:
        return u"admin"_s;
    }
    return {};
}

Result<Tier> tierOf(const QString &word, const QString &field)
{
    for (const Tier tier : {Tier::Viewer, Tier::Operator, Tier::Admin}) {
        if (word == wordOf(tier))
            return tier;
    }
    return invalid(field, u"must be viewer, operator or admin"_s);
}

QString wordOf(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Access:
        return u"access"_s;
    case TokenKind::Join:
        return u"join"_s;
    case TokenKind::Credential:
        return u"credential"_s;
    }
    return {};
}

Result<TokenKind> tokenKindOf(const QString &word, const QString &field)
{
    for (const TokenKind kind : {TokenKind::Access, TokenKind::Join, TokenKind::Credential}) {
        if (word == wordOf(kind))
            return kind;
    }
    return invalid(field, u"must be access, join or credential"_s);
}

std::optional<TokenId> tokenIdOf(const QByteArray &token)
{
    const qsizetype dot = token.indexOf('.');
    if (dot <= 0 || dot == token.size() - 1 || token.size() > 256)
        return std::nullopt;
    const Result<TokenId> id = TokenId::parse(QString::fromLatin1(token.first(dot)), u"token"_s);
    return id ? std::optional(*id) : std::nullopt;
}

} // namespace muster
