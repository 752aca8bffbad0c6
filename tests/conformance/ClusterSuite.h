// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every Cluster must do, whoever implements it: one suite, run over the control plane itself, over each dialect's
// client, and over the demo.
//
//   class tst_ClusterSuite_Native : public muster::ClusterSuite
//   {
//       Q_OBJECT
//   public:
//       tst_ClusterSuite_Native() : ClusterSuite([] { return std::make_unique<NativeRig>(); }) {}
//   };
//   QTEST_GUILESS_MAIN(tst_ClusterSuite_Native)

#include "core/cluster/Cluster.h"

#include <functional>
#include <memory>

namespace muster {

//! A cluster to test, with a hand on the clock and the power switch behind it.
class ClusterRig
{
public:
    virtual ~ClusterRig() = default;
    //! Started. The suite waits for its link to be live.
    virtual Cluster &cluster() = 0;
    //! Lets \a span pass for the control plane: in steps of at most a second, each followed by a sweep. False when time
    //! cannot be moved here; the cases that need it then end early.
    virtual bool advance(milliseconds span)
    {
        Q_UNUSED(span)
        return false;
    }
    //! Stops the control plane and starts it again over the same store; cluster() may be another object afterwards.
    //! False when it cannot be done here.
    virtual bool restart() { return false; }
    //! The cluster as the holder of \a token has it; not started, lives as long as the rig. Where nobody shows anything it is
    //! cluster(), and the verb's argument says which token was shown.
    virtual Cluster &asHolderOf(const Secret &token)
    {
        Q_UNUSED(token)
        return cluster();
    }
    //! Whether connection tests and orders to nodes are answered by tests/conformance/Outside.h.
    virtual bool hasOutside() const { return false; }
};

using ClusterFactory = std::function<std::unique_ptr<ClusterRig>()>;

//! The cases. Each gets a fresh rig; those that need a feature the cluster lacks check that the verb says Unsupported.
class ClusterSuite : public QObject
{
    Q_OBJECT

public:
    explicit ClusterSuite(ClusterFactory factory) : m_factory(std::move(factory)) {}

private Q_SLOTS:
    void init();
    void cleanup();

    void linkIsLive();
    void factsSayWhatItIs();
    void missingVerbsSayUnsupported();
    void verbsMayBeCalledFromAnotherThread();

    void announcedNodeIsJoiningAndInTheSnapshot();
    void firstBeatMakesItOnline();
    void beatKeepsLoadAndAgents();
    void beatOfUnknownNodeIsToldToAnnounce();
    void secondMachineWithOneIdIsRefused();
    void leavingIsOfflineAtOnce();
    void silentNodeGoesOfflineAndOnlineAgain();
    void removedNodeIsGoneAndCanReturn();
    void removingWhatIsNotThereIsNotFound();
    void wrongIdsAreRefused();

    void pingIsAnsweredByTheNextBeat();
    void pingOfUnknownNodeIsNotFound();
    void pingOfOfflineNodeIsUnreachable();

    void eventsComeInOrderWithoutGap();
    void snapshotAndEventsTellTheSameStory();
    void eventsAfterGivesWhatWasMissed();
    void eventsAfterNonsenseAsksForResync();
    void restartIsNoOutage();

    void madeTokensAreListedWithoutTheirSecrets();
    void wrongTokensAreNotMade();
    void aJoinTokenGivesOneNodeACredential();
    void aJoinTokenOfAnotherNameLetsNobodyIn();
    void joiningAsALivingNodeIsAConflict();
    void aRenewedCredentialOutlivesTheOldOne();
    void aRevokedTokenOpensNothing();
    void aRemovedNodeLosesItsCredential();
    void tokensOutliveARestart();
    void aBackupHasTheNodesAndNoKeys();

    void reachSaysHowFarItCame();
    void restartGivesTheOrderToTheNode();

    void entitiesAreKeptAndListed();
    void wrongEntitiesAreRefused();
    void changesOfEntitiesAreTold();
    void pinsCarryAVersion();
    void whatIsNotThereCannotBePinned();
    void strictWaitsForItsNodeAndSaysSo();
    void nodesAreRankedForNeeds();
    void jobsWaitUntilSomebodyTakesThem();
    void jobsAreListedPageByPage();
    void bulksAreAllOrNone();
    void whatRunsAllTheTimeTakesNoJobs();
    void jobsAreCancelledRetriedAndDiscarded();
    void aPausedQueueSaysSo();
    void aRemovedEntityTakesItsJobsAlong();
    void workOutlivesARestart();

    void changesAreWrittenDown();
    void theAuditLogIsReadPageByPageAndProved();

private:
    Cluster &cluster() { return m_rig->cluster(); }
    //! Shows \a token for the \a machine-th machine that calls itself \a id.
    Result<JoinGrant> joinWith(const IssuedToken &token, const QString &id, int machine = 1);
    bool has(Feature feature) { return cluster().features().testFlag(feature); }

    ClusterFactory m_factory;
    std::unique_ptr<ClusterRig> m_rig;
};

} // namespace muster
