// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/TokenText.h"

#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct TokenTextTr {
    Q_DECLARE_TR_FUNCTIONS(TokenText)
};

QString tr(const char *text)
{
    return TokenTextTr::tr(text);
}

QString agoText(const char *sentence, Timestamp at, Timestamp now)
{
    return tr(sentence).arg(shortAge(std::max(milliseconds(0), now - at)));
}

} // namespace

QString tokenKindTitle(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Access:
        return tr("Access token");
    case TokenKind::Join:
        return tr("Join token");
    case TokenKind::Credential:
        return tr("Node credential");
    }
    Q_UNREACHABLE();
}

QString tierTitle(Tier tier)
{
    switch (tier) {
    case Tier::Viewer:
        return tr("Viewer");
    case Tier::Operator:
        return tr("Operator");
    case Tier::Admin:
        return tr("Admin");
    }
    Q_UNREACHABLE();
}

QString tokenName(const TokenFacts &token)
{
    if (token.node)
        return token.node->text();
    if (!token.name.isEmpty())
        return token.name;
    return token.kind == TokenKind::Join ? tr("any node") : token.id.text();
}

QString tokenRight(const TokenFacts &token)
{
    if (token.kind == TokenKind::Access) {
        QStringList tenants;
        for (const TenantId &tenant : token.tenants)
            tenants.append(tenant.text());
        return tenants.isEmpty() ? tierTitle(token.tier) : tr("%1 of %2").arg(tierTitle(token.tier), tenants.join(", "_L1));
    }
    if (token.kind == TokenKind::Credential)
        return tr("this node alone");
    if (token.usesLeft <= 0)
        return tr("lets nobody in any more");
    return token.usesLeft == 1 ? tr("lets in 1 %1").arg(wordOf(token.role))
                               : tr("lets in %1, role %2").arg(token.usesLeft).arg(wordOf(token.role));
}

bool hasEnded(const TokenFacts &token, Timestamp now)
{
    return token.revokedAt || (token.expiresAt && *token.expiresAt <= now)
        || (token.kind == TokenKind::Join && token.usesLeft <= 0);
}

QString tokenEndText(const TokenFacts &token, Timestamp now)
{
    // Being used up ends a join token like a revocation does; a person wants to know which it was.
    if (token.kind == TokenKind::Join && token.usesLeft <= 0)
        return tr("used up");
    if (token.revokedAt)
        return agoText("revoked %1 ago", *token.revokedAt, now);
    if (!token.expiresAt)
        return tr("never");
    if (*token.expiresAt <= now)
        return agoText("expired %1 ago", *token.expiresAt, now);
    return tr("in %1").arg(longSpan(*token.expiresAt - now));
}

QString tokenUseText(const TokenFacts &token, Timestamp now)
{
    return token.lastUsedAt ? agoText("%1 ago", *token.lastUsedAt, now) : tr("never");
}

QString revocationText(const TokenFacts &token)
{
    const QString name = tokenName(token);
    switch (token.kind) {
    case TokenKind::Access:
        return tr("Whatever %1 has open with it is closed at once: consoles, event streams, scripts. This cannot be undone; "
                  "a new token can be made.").arg(name);
    case TokenKind::Join:
        return tr("Nobody joins with it any more. Nodes that joined with it before keep the credentials that they got.");
    case TokenKind::Credential:
        return tr("%1 is shut out at once: its connection is closed, and its beats are refused. It comes back only with a new "
                  "join token.").arg(name);
    }
    Q_UNREACHABLE();
}

} // namespace muster
