// SPDX-License-Identifier: Apache-2.0
#pragma once
// What must survive a restart about tokens and credentials. Written by core/controlplane, implemented over SQL.

#include "core/base/Future.h"
#include "core/domain/AccessToken.h"

namespace muster {

//! A token as it is kept; its secret is not (T-23).
struct StoredToken {
    TokenFacts facts;
    QByteArray secretHash;   //!< SHA-256 of what stands behind the dot, 32 bytes.
    QByteArray instanceHash; //!< Of a credential: SHA-256 of the instance key that it is bound to; else empty.

    bool operator==(const StoredToken &) const = default;
};

//! When a token was last shown.
struct TokenUse {
    TokenId token;
    Timestamp at;
};

//! Verbs run in the order in which they are called and may be called from any thread. A finished write is synced to
//! disk. Every verb can fail with Storage; nothing of a failed write is kept.
class TokenStore
{
public:
    virtual ~TokenStore() = default;
    //! Every token, newest first. One that cannot be read is left out.
    virtual Future<QList<StoredToken>> all() = 0;
    //! Adds or replaces tokens, all or none.
    virtual Future<void> upsert(QList<StoredToken> tokens) = 0;
    //! Takes one use of the join token \a join at \a at and writes \a tokens, all or nothing. Refused (code
    //! "token-spent") when it has no use left, was revoked or is gone, whatever our caller believes (T-1).
    virtual Future<void> exchange(TokenId join, Timestamp at, QList<StoredToken> tokens) = 0;
    //! Sets lastUsedAt of tokens, together; those that are not there are left out.
    virtual Future<void> touch(QList<TokenUse> uses) = 0;
    //! Forgets tokens, together, also when they are not there.
    virtual Future<void> remove(QList<TokenId> tokens) = 0;
};

} // namespace muster
