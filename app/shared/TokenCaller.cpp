// SPDX-License-Identifier: Apache-2.0
#include "app/shared/TokenCaller.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Access accessOf(Tier tier)
{
    switch (tier) {
    case Tier::Viewer:
        return Access::Viewer;
    case Tier::Operator:
        return Access::Operator;
    case Tier::Admin:
        return Access::Admin;
    }
    return Access::Public;
}

} // namespace

Caller callerOf(const TokenFacts &token)
{
    const QString id = token.id.text();
    switch (token.kind) {
    case TokenKind::Access:
        // One without a name is known all the same: an empty name means nobody (RefusalLedger).
        return {token.name.isEmpty() ? u"token %1"_s.arg(id) : token.name, accessOf(token.tier), {}, id};
    case TokenKind::Join:
        return {u"join token %1"_s.arg(id), Access::Join, {}, id};
    case TokenKind::Credential:
        // One that names no node speaks for none: it must not become one that speaks for all.
        if (!token.node)
            break;
        return {u"node %1"_s.arg(token.node->text()), Access::Worker, token.node->text(), id};
    }
    return {};
}

} // namespace muster
