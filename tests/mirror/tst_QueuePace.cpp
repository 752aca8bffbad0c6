// SPDX-License-Identifier: Apache-2.0
// What the console counts and asks of queues: pace, last minutes, what waits longest, who paused, failures by error.
#include "core/mirror/QueuePace.h"

#include "core/domain/NodeHistory.h"
#include "core/mirror/QueueLook.h"
#include "tests/support/JobsCluster.h"
#include "tests/support/ManualClock.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Desk {
    ManualClock clock;
    JobsCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    QueueCounts counts;
    QueuePace pace{&counts};
    QueueLook look{&counts};

    explicit Desk(int jobs = 0, JobState state = JobState::Waiting)
    {
        auto made = std::make_unique<JobsCluster>();
        cluster = made.get();
        cluster->state.takenAt = clock.now();
        cluster->fill(jobs, state);
        session = std::make_unique<ClusterSession>(std::move(made), clock);
    }
    bool go()
    {
        session->setTicking(false);
        counts.setSession(session.get());
        pace.setSession(session.get());
        look.setSession(session.get());
        session->start();
        return QTest::qWaitFor([this] { return session->isLive() && counts.isKnown(); }, 5000);
    }
    void pass(milliseconds span)
    {
        clock.advance(span);
        session->tick();
    }
    void end(int row, JobState to = JobState::Completed)
    {
        Job job = cluster->all.at(row);
        job.state = to;
        cluster->put(job);
        cluster->tellJob(job);
    }
};

AuditEntry pauseOf(quint64 number, const QString &actor, Timestamp at, const QString &outcome)
{
    AuditEntry entry;
    entry.number = number;
    entry.at = at;
    entry.actor = actor;
    entry.verb = u"queue.pause"_s;
    entry.target = u"queue/agent"_s;
    entry.outcome = outcome;
    return entry;
}

} // namespace

class tst_QueuePace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rateIsOfTheLastMinute()
    {
        Desk desk(90);
        QVERIFY(desk.go());
        desk.pass(0ms);
        QVERIFY(!desk.pace.rate(u"agent"_s)); // Two jobs in the first second would be a rate of two.
        for (int i = 0; i < 60; ++i)
            desk.end(i);
        desk.cluster->tellQueue();
        desk.pass(30s);
        QCOMPARE(desk.pace.rate(u"agent"_s).value_or(-1), 2.0); // It was followed for half a minute.
        desk.pass(30s);
        QCOMPARE(desk.pace.rate(u"agent"_s).value_or(-1), 1.0);

        desk.pass(31s);

        QCOMPARE(desk.pace.rate(u"agent"_s).value_or(-1), 0.0);
    }

    void jobsThatWereNotToldSinglyCountToo()
    {
        Desk desk(100);
        QVERIFY(desk.go());
        desk.pass(0ms);
        desk.cluster->tellQueue();
        for (int i = 0; i < 60; ++i)
            desk.cluster->all[i].state = JobState::Completed;

        desk.cluster->tellQueue(60);
        desk.pass(60s);

        QCOMPARE(desk.pace.rate(u"agent"_s).value_or(-1), 1.0);
    }

    void linesHaveGapsWhileTheLinkIsLost()
    {
        Desk desk(12);
        QVERIFY(desk.go());
        desk.pass(10s);
        desk.cluster->setLink(LinkState::Reconnecting);
        desk.pass(10s);
        QVERIFY(!desk.pace.rate(u"agent"_s));
        QCOMPARE(desk.pace.samples(u"agent"_s, JobState::Waiting), (QList<qint64>{12, 12, -1}));

        const QByteArray line = paceLine(desk.pace.samples(u"agent"_s, JobState::Waiting));

        QCOMPARE(static_cast<quint8>(line.at(2)), NodeHistory::kGap);
        QVERIFY(line.at(0) > 80 && line.at(0) <= 95); // Nearly at the top, without the warning above 95.
        QVERIFY(paceLine({1, 1}).at(0) < 20);            // One job is no peak.
        for (int i = 0; i < 100; ++i)
            desk.pass(10s);
        QCOMPARE(desk.pace.samples(u"agent"_s, JobState::Waiting).size(), limits::kHistorySamples);
    }

    void pauseIsSeenAsItHappens()
    {
        Desk desk(1);
        QVERIFY(desk.go());
        QVERIFY(!desk.pace.pausedAt(u"agent"_s));
        desk.cluster->setPaused(true);
        desk.cluster->tellQueue();
        QCOMPARE(desk.pace.pausedAt(u"agent"_s), desk.cluster->state.takenAt);
        desk.cluster->setPaused(false);
        desk.cluster->tellQueue();
        QVERIFY(!desk.pace.pausedAt(u"agent"_s));
    }

    void oldestIsAskedForWhileSomebodyLooks()
    {
        Desk desk(3);
        QVERIFY(desk.go());
        QVERIFY(desk.cluster->asked.isEmpty());

        desk.look.setWatched(true);

        QTRY_VERIFY(desk.look.oldest(u"agent"_s));
        QCOMPARE(desk.look.oldest(u"agent"_s)->id, desk.cluster->all.last().id);
        desk.look.setWatched(false);
        desk.cluster->asked.clear();
        desk.cluster->tellQueue();
        QVERIFY(desk.cluster->asked.isEmpty());
    }

    void whoPausedIsReadByAdminsAlone()
    {
        Desk desk(1);
        desk.cluster->can |= Feature::Audit;
        desk.cluster->about.version = u"1"_s;
        desk.cluster->about.callerTier = Tier::Operator;
        desk.cluster->setPaused(true);
        desk.cluster->entries = {pauseOf(3, u"eve"_s, desk.clock.now(), u"refused"_s), pauseOf(2, u"kim"_s, desk.clock.now(), u"ok"_s)};
        QVERIFY(desk.go());
        QTRY_COMPARE(desk.session->facts().callerTier, Tier::Operator);
        desk.look.setWatched(true);
        QTRY_VERIFY(desk.look.oldest(u"agent"_s));
        QCOMPARE(desk.cluster->audits, 0); // To be refused is noted against the person.
        QVERIFY(!desk.look.pause(u"agent"_s));

        Desk admin(1);
        admin.cluster->can |= Feature::Audit;
        admin.cluster->about.version = u"1"_s;
        admin.cluster->about.callerTier = Tier::Admin;
        admin.cluster->setPaused(true);
        admin.cluster->entries = desk.cluster->entries;
        QVERIFY(admin.go());
        QTRY_COMPARE(admin.session->facts().callerTier, Tier::Admin);
        admin.look.setWatched(true);
        QTRY_VERIFY(admin.look.pause(u"agent"_s));
        QCOMPARE(admin.look.pause(u"agent"_s)->who, u"kim"_s);
    }

    void failuresAreGroupedByTheirWords()
    {
        Desk desk(5, JobState::Failed);
        desk.cluster->all[1].error = JobError{u"timeout"_s, u"it took too long"_s};
        QVERIFY(desk.go());
        desk.look.setWatched(true);

        QTRY_COMPARE(desk.look.failed().size(), 2);
        QCOMPARE(desk.look.failed().first().error, u"exit status 1"_s);
        QCOMPARE(desk.look.failed().first().jobs, 4);
        QCOMPARE(desk.look.failed().first().newest, *desk.cluster->all.first().finishedAt);
        QCOMPARE(desk.look.failed().last().jobs, 1);
    }
};

QTEST_GUILESS_MAIN(tst_QueuePace)
#include "tst_QueuePace.moc"
