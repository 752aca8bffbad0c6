// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every TokenStore must do; run over each implementation like NodeStoreSuite.

#include "tests/conformance/NodeStoreSuite.h"

namespace muster {

class TokenStoreSuite : public QObject
{
    Q_OBJECT

protected:
    //! Before each case: an empty store.
    virtual StoresFactory freshStores() = 0;

private Q_SLOTS:
    void init();
    void cleanup();

    void emptyStoreHasNothing();
    void keepsEverythingOfATokenOverARestart();
    void newestComesFirst();
    void upsertReplaces();
    void exchangeSpendsOneUseAndWritesTheCredential();
    void ofManyExchangesOfASingleUseTokenOneSucceeds();
    void exchangeOfARevokedOrUnknownTokenWritesNothing();
    void onlyJoinTokensCanBeSpent();
    void touchSetsTheLastUseOnly();
    void removedTokensAreGone();

private:
    TokenStore &tokens() { return m_stores->tokens(); }
    void reopen();

    StoresFactory m_factory;
    std::unique_ptr<Stores> m_stores;
};

} // namespace muster
