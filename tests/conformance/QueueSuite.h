// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every QueueProvider must do; run over each implementation. A further provider only plugs in its factory.

#include "core/queue/QueueProvider.h"
#include "tests/support/ManualClock.h"

#include <functional>

namespace muster {

//! A queue with what it stands on, which goes after it.
struct QueueUnderTest {
    std::shared_ptr<void> ground;
    std::unique_ptr<QueueProvider> queue;
};
//! Makes the same queue each time it is called, not yet open; those made before are gone by then, as after the end of a process.
using QueueFactory = std::function<QueueUnderTest()>;

class QueueSuite : public QObject
{
    Q_OBJECT

protected:
    //! Before each case: an empty queue that reads \a clock.
    virtual QueueFactory freshQueue(const Clock &clock) = 0;

    QueueProvider &queue() { return *m_under.queue; }
    ManualClock &clock() { return m_clock; }
    //! Closes the queue and opens it anew.
    void reopen();
    //! Both clocks go on by \a span, in steps that a living process would see, with a sweep after each.
    void pass(milliseconds span);
    static EntityRef entity(const QString &text = QStringLiteral("agent/a1"));
    static JobRequest request(const QString &text = QStringLiteral("agent/a1"), const QByteArray &payload = "{}");
    JobId add(const JobRequest &request);
    QList<JobId> addMany(int count, const QString &text = QStringLiteral("agent/a1"));
    QList<Claim> claim(int most = 1, const QStringList &lanes = {QStringLiteral("agent/a1")},
                       const QString &holder = QStringLiteral("n1"));
    //! The only claim; fails the test when there is none.
    Claim claimOne(const QString &holder = QStringLiteral("n1"));
    Job job(const JobId &id);
    QueueFacts facts(const QString &name = QStringLiteral("agent"));

private Q_SLOTS:
    void init();
    void cleanup();

    // QueueSuite.cpp: what is added and claimed
    void emptyQueueGivesNothing();
    void beforeItIsOpenItSaysSo();
    void claimGivesWhatWasAdded();
    void higherPriorityComesFirstThenOlder();
    void lanesAreApart();
    void aClaimTakesTheBestOfAllItsLanes();
    void everyJobIsClaimedOnce();
    void aLaneLongerThanAnyWindowComesInOrder();
    void tooLongPayloadIsRefusedAndNothingOfItsCall();

    // QueueSuite_Keys.cpp: dedupe keys, pauses, lists, counts, signals
    void sameKeyGivesTheSameJob();
    void aKeyHoldsOverARestartAndAfterItsJobIsOver();
    void keysOfTwoLanesAreTwo();
    void aForgottenJobFreesItsKey();
    void pausedQueueGivesNothingAndStaysPaused();
    void pagesAreNewestFirst();
    void countsFollowAndAreThereAfterARestart();
    void readyLanesAreToldOnceATurn();
    void changesAreToldBeforeTheAnswer();
    void everythingWaitsOverARestart();

    // QueueSuite_Attempts.cpp: how attempts end
    void completedJobKeepsItsResult();
    void lateWordsAreRefused();
    void aSecondCompletionIsRefused();
    void failureIsTriedAgainAfterItsBackoff();
    void eventsTellWhichAttemptEnded();
    void attemptsNeverExceedTheirNumber();
    void poisonJobIsADeadLetter();
    void aJobGivenBackHasNotFailed();
    void whatWasTakenUsesUpNoAttempt();
    void silentHolderLosesItsJob();
    void renewedLockHolds();
    void lostHolderFreesItsJobsAtOnce();
    void aStallOfTheQueueTakesNoLocks();
    void runningAttemptsSurviveARestart();

    // QueueSuite_People.cpp: cancelled, retried, forgotten
    void cancelledJobRunsNoMore();
    void cancelledAttemptIsFencedOff();
    void jobThatIsOverCannotBeCancelled();
    void deadLetterRunsAgainWithAllAttempts();
    void attemptsBeforeARetryStayFencedOff();
    void onlyWhatIsOverCanBeForgotten();
    void aLaneIsCancelledWhole();
    void historyTellsAllAttempts();

    // QueueSuite_Time.cpp: delays and retention
    void delayedJobWaitsForItsTime();
    void delayGoesOnOverARestart();
    void wallClockJumpsFireNothing();
    void aClockSetBackDelaysNothingTwice();
    void overdueDelaysComeInBounds();
    void oldJobsGoByAge();
    void deadLettersStayLonger();

private:
    ManualClock m_clock;
    QueueFactory m_factory;
    QueueUnderTest m_under;
};

} // namespace muster
