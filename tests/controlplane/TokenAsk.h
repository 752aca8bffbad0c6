// SPDX-License-Identifier: Apache-2.0
#pragma once
// A TokenRequest with every field left out that a test does not care about.

#include "core/domain/AccessToken.h"

namespace muster {

struct TokenAsk {
    TokenKind kind = TokenKind::Access;
    Tier tier = Tier::Viewer;
    QString name = {};
    QStringList capabilities = {};
    milliseconds life{0};
    int uses = 1;

    TokenRequest request() const
    {
        TokenRequest request;
        request.kind = kind;
        request.tier = tier;
        request.name = name;
        request.capabilities = capabilities;
        request.life = life;
        request.uses = uses;
        return request;
    }
};

} // namespace muster
