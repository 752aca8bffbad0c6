// SPDX-License-Identifier: Apache-2.0
#pragma once
// TokenStore over SQL.

#include "core/store/StoreThread.h"
#include "core/store/TokenStore.h"

namespace muster {

//! Tokens as rows of the table tokens; \a thread must outlive it.
class SqlTokenStore final : public TokenStore
{
public:
    explicit SqlTokenStore(StoreThread &thread) : m_thread(thread) {}

    Future<QList<StoredToken>> all() override;
    Future<void> upsert(QList<StoredToken> tokens) override;
    Future<void> exchange(TokenId join, Timestamp at, QList<StoredToken> tokens) override;
    Future<void> touch(QList<TokenUse> uses) override;
    Future<void> remove(QList<TokenId> tokens) override;

private:
    StoreThread &m_thread;
};

} // namespace muster
