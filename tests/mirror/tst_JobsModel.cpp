// SPDX-License-Identifier: Apache-2.0
// The rows of jobs: a hundred thousand of them, read where somebody looks, and true there.
#include "core/mirror/JobFollower.h"
#include "core/mirror/QueueCounts.h"
#include "tests/mirror/JobsModelStage.h"

#include <QItemSelectionModel>
#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;

using Stage = JobsModelStage;

class tst_JobsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hundredThousandAreReadAsTheyAreLookedAt()
    {
        Stage stage(100'000);

        QVERIFY(stage.go());

        QCOMPARE(stage.jobs.rowCount(), 200);
        QVERIFY(stage.jobs.canFetchMore({}));
        stage.jobs.fetchMore({});
        QTRY_COMPARE(stage.jobs.rowCount(), 400);
        QVERIFY(stage.isTrue());
        QCOMPARE(stage.cluster->asked.size(), 2);
    }

    void clusterWithoutJobsHasNoRows()
    {
        Stage stage(5);
        stage.cluster->can = Feature::Follow;
        stage.session->start();

        QTRY_VERIFY(stage.session->mirror().hasSnapshot());

        QCOMPARE(stage.jobs.phase(), JobsModel::Phase::Off);
        QVERIFY(stage.cluster->asked.isEmpty());
    }

    void toldChangeIsShownWithoutReading()
    {
        Stage stage(10, JobState::Waiting);
        QVERIFY(stage.go());
        const qsizetype asked = stage.cluster->asked.size();
        Job job = stage.cluster->all.at(3);
        job.state = JobState::Active;
        job.node = NodeId(u"w1"_s);
        job.attemptsMade = 1;
        stage.cluster->put(job);
        QSignalSpy changed(&stage.jobs, &QAbstractItemModel::dataChanged);

        stage.cluster->tellJob(job);

        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(stage.jobs.jobAt(3).state, JobState::Active);
        QCOMPARE(stage.jobs.jobAt(3).startedAt, std::optional(stage.cluster->state.takenAt));
        QCOMPARE(stage.cluster->asked.size(), asked);
    }

    void whatWasNotToldSinglyIsReadAgainAndSelectionsLive()
    {
        Stage stage(50);
        QVERIFY(stage.go());
        stage.cluster->tellQueue();
        QItemSelectionModel selection(&stage.jobs);
        selection.select(stage.jobs.index(7), QItemSelectionModel::Select);
        const JobId selected = stage.idAt(7);
        QSignalSpy resets(&stage.jobs, &QAbstractItemModel::modelReset);

        stage.cluster->fill(30, JobState::Waiting);
        stage.cluster->tellQueue(30);

        QTRY_COMPARE(stage.jobs.rowCount(), 80);
        QVERIFY(stage.isTrue());
        QCOMPARE(selection.selectedIndexes().size(), 1);
        QCOMPARE(stage.idAt(selection.selectedIndexes().first().row()), selected);
        QCOMPARE(resets.size(), 0);
    }

    void stormOfChangesIsReadTwiceASecondAtMost()
    {
        Stage stage(50);
        QVERIFY(stage.go());
        const qsizetype asked = stage.cluster->asked.size();
        QElapsedTimer since;
        since.start();

        for (int i = 0; i < 100; ++i) {
            stage.cluster->fill(50);
            stage.cluster->tellQueue(50);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(stage.jobs.rowCount() > 0 && stage.idAt(0) == stage.cluster->all.first().id);

        QVERIFY(stage.isTrue());
        const qsizetype most = since.elapsed() / 500 * 6 + 7; // A gap of more than a page takes a few more.
        QVERIFY2(stage.cluster->asked.size() - asked <= most, qPrintable(QString::number(stage.cluster->asked.size() - asked)));
    }

    void gapBetweenPagesIsClosed()
    {
        Stage stage(300);
        QVERIFY(stage.go());
        const JobId oldest = stage.idAt(199);

        stage.cluster->fill(1500); // More than the first page and the one after it.
        stage.cluster->tellQueue(1500);

        QTRY_COMPARE_WITH_TIMEOUT(stage.idAt(0), stage.cluster->all.first().id, 5000);
        QTRY_VERIFY(stage.isTrue());
        QVERIFY(stage.jobs.rowOf(oldest) >= 1500);
    }

    void gapTooLargeForReadingDropsWhatIsBelow()
    {
        Stage stage(300);
        QVERIFY(stage.go());

        stage.cluster->fill(20'000);
        stage.cluster->tellQueue(20'000);

        QTRY_COMPARE_WITH_TIMEOUT(stage.idAt(0), stage.cluster->all.first().id, 5000);
        QTRY_VERIFY(stage.isTrue());
        QVERIFY(stage.jobs.hasMore());
    }

    void eventDuringAReadingIsNotUndoneByIt()
    {
        Stage stage(10, JobState::Waiting);
        QVERIFY(stage.go());
        stage.cluster->holdsPages = true;
        stage.jobs.refresh();
        QTRY_COMPARE(stage.cluster->heldPages(), 1); // It knows the job as waiting.
        Job job = stage.cluster->all.at(2);
        job.state = JobState::Active;
        stage.cluster->put(job);
        stage.cluster->tellJob(job);
        QTRY_COMPARE(stage.jobs.jobAt(2).state, JobState::Active);

        stage.cluster->answerPage();

        QCOMPARE(stage.jobs.jobAt(2).state, JobState::Active);
    }

    void filteredListLosesWhatNoLongerBelongsThere()
    {
        Stage stage(10, JobState::Waiting);
        QVERIFY(stage.go());
        JobQuery waiting;
        waiting.state = JobState::Waiting;
        stage.jobs.setQuery(waiting);
        QTRY_COMPARE(stage.jobs.rowCount(), 10);
        Job job = stage.cluster->all.at(0);
        job.state = JobState::Active;
        stage.cluster->put(job);

        stage.cluster->tellJob(job);

        QTRY_COMPARE(stage.jobs.rowCount(), 9);
        QCOMPARE(stage.jobs.rowOf(job.id), -1);
    }

    void discardedJobsGo()
    {
        Stage stage(10);
        QVERIFY(stage.go());
        stage.cluster->tellQueue();
        const JobId gone = stage.idAt(4);
        stage.cluster->all.removeAt(4);

        stage.cluster->tellQueue(); // One fewer, though nothing was told of it.

        QTRY_COMPARE(stage.jobs.rowOf(gone), -1);
        QVERIFY(stage.isTrue());
    }

    void lostLinkKeepsRowsAndReadsThemAgain()
    {
        Stage stage(10);
        QVERIFY(stage.go());
        stage.cluster->setLink(LinkState::Reconnecting);
        stage.cluster->fill(3);
        QCOMPARE(stage.jobs.rowCount(), 10);

        stage.cluster->setLink(LinkState::Live);

        QTRY_COMPARE(stage.jobs.rowCount(), 13);
        QVERIFY(stage.isTrue());
    }

    void unreadablePageSaysWhyAndIsReadWhenAskedFor()
    {
        Stage stage(10);
        stage.cluster->pageError = Error{ErrorKind::Storage, {}, u"the disk is gone"_s, {}, {}};
        stage.session->start();
        QTRY_COMPARE(stage.jobs.phase(), JobsModel::Phase::Failed);
        QCOMPARE(stage.jobs.error()->what, u"the disk is gone"_s);
        stage.cluster->pageError.reset();

        stage.jobs.refresh();

        QTRY_COMPARE(stage.jobs.rowCount(), 10);
        QVERIFY(!stage.jobs.error());
    }

    void nothingIsReadWhileNobodyLooks()
    {
        Stage stage(10);
        stage.jobs.setWatched(false);
        stage.session->start();
        QTRY_VERIFY(stage.session->isLive());
        stage.cluster->tellQueue(5);
        QVERIFY(stage.cluster->asked.isEmpty());

        stage.jobs.setWatched(true);

        QTRY_COMPARE(stage.jobs.rowCount(), 10);
    }

    void hiddenListAgreesWithTheCountsWhenTheLinkIsLost()
    {
        Stage stage(10);
        QVERIFY(stage.go());
        stage.jobs.setWatched(false);
        stage.cluster->fill(2);
        stage.cluster->tellQueue(2);

        QTRY_COMPARE_WITH_TIMEOUT(stage.jobs.rowCount(), 12, 10'000);
        stage.cluster->setLink(LinkState::Reconnecting);
        QCOMPARE(stage.jobs.rowCount(), 12);
    }

    void countsFollowTheQueues()
    {
        Stage stage(10, JobState::Failed);
        QueueCounts counts;
        counts.setSession(stage.session.get());
        QVERIFY(!counts.isKnown());
        QVERIFY(stage.go());
        QTRY_VERIFY(counts.isKnown());
        QCOMPARE(counts.count(JobState::Failed), 10);
        stage.cluster->fill(5, JobState::Waiting);
        stage.cluster->setPaused(true);

        stage.cluster->tellQueue(5);

        QTRY_COMPARE(counts.count(), 15);
        QCOMPARE(counts.paused().size(), 1);
        QCOMPARE(counts.count(JobState::Waiting, u"mcp"_s), 0);
        counts.setSession(nullptr);
    }

    void followedJobIsReadAsAWholeAndSaysWhenItIsGone()
    {
        Stage stage(10, JobState::Active);
        QVERIFY(stage.go());
        JobFollower follower;
        follower.setSession(stage.session.get());
        Job job = stage.cluster->all.at(5);
        job.payload = "{\"x\":1}";
        stage.cluster->put(job);

        follower.follow(job.id);
        QTRY_VERIFY(follower.job());
        QCOMPARE(follower.job()->payload, job.payload);
        job.state = JobState::Completed;
        job.result = "{\"exitStatus\":0,\"output\":\"done\"}";
        stage.cluster->put(job);
        stage.cluster->tellJob(job);
        QCOMPARE(follower.job()->state, JobState::Completed); // At once;
        QTRY_COMPARE(follower.job()->result, job.result);     // the rest by reading.
        stage.cluster->all.removeIf([&job](const Job &one) { return one.id == job.id; });
        follower.refresh();

        QTRY_VERIFY(follower.isGone());
        QVERIFY(follower.job());
        follower.setSession(nullptr);
    }
};

QTEST_GUILESS_MAIN(tst_JobsModel)
#include "tst_JobsModel.moc"
