// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every NodeStore must do; run over each implementation like ClusterSuite.

#include "core/store/Stores.h"

#include <QObject>

#include <functional>

namespace muster {

//! Opens the same stores each time it is called; those given before are closed by then.
using StoresFactory = std::function<Result<std::unique_ptr<Stores>>()>;

class NodeStoreSuite : public QObject
{
    Q_OBJECT

protected:
    //! Before each case: an empty store.
    virtual StoresFactory freshStores() = 0;

private Q_SLOTS:
    void init();
    void cleanup();

    void emptyStoreHasNothing();
    void keepsEverythingOfANode();
    void keepsItOverARestart();
    void upsertReplaces();
    void touchSetsTheLastBeatOnly();
    void touchOfUnknownNodesDoesNothing();
    void removedNodeIsGoneButRemembered();
    void returnedNodeIsNoLongerRemoved();
    void touchDoesNotBringARemovedNodeBack();
    void removingWhatIsNotThereIsRemembered();
    void verbsTakeEffectInTheirOrder();
    void keyOfANodeIsNotInAnyFile();
    void verbsMayBeCalledFromAnotherThread();

private:
    NodeStore &nodes() { return m_stores->nodes(); }
    void reopen();

    StoresFactory m_factory;
    std::unique_ptr<Stores> m_stores;
};

} // namespace muster
