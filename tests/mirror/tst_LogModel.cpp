// SPDX-License-Identifier: Apache-2.0
// A log as the console follows it: every line once, gaps told, breaks mended, and nothing moved while somebody reads.
#include "core/mirror/LogModel.h"
#include "tests/support/LogCluster.h"
#include "tests/support/ManualClock.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

LogSource hello()
{
    return {.entity = EntityRef{.kind = EntityKind::Agent, .id = EntityId(u"hello"_s)}};
}

struct LogStage {
    ManualClock clock;
    LogCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
    std::unique_ptr<LogModel> model;

    LogStage()
    {
        auto owned = std::make_unique<LogCluster>();
        cluster = owned.get();
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
        model = std::make_unique<LogModel>(session.get());
    }
    bool go(quint64 lines = 0)
    {
        cluster->keep(1, lines);
        session->start();
        model->follow(hello());
        return QTest::qWaitFor([this] { return model->state() == LogModel::State::Following && cluster->isFollowed(); });
    }
    QString text(int row) const { return model->rows().at(row).line.text; }
    quint64 last() const { return model->rows().last(); }
};

} // namespace

class tst_LogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheNewestAndThenEachLineOnce()
    {
        LogStage stage;
        QVERIFY(stage.go(3));
        QCOMPARE(stage.cluster->followedAfter, 3u);
        QCOMPARE(stage.model->rows().count(), 3);

        stage.cluster->write(4, 6);
        Q_EMIT stage.model->changed(0, 0); // Nobody may depend on how often it says so.
        QTRY_COMPARE(stage.last(), 6u);
        QCOMPARE(stage.model->rows().count(), 6);
        QCOMPARE(stage.text(5), u"line 6"_s);
    }

    void burstIsReleasedInFrames()
    {
        LogStage stage;
        QVERIFY(stage.go());
        QSignalSpy changed(stage.model.get(), &LogModel::changed);
        for (quint64 number = 1; number <= 2000; ++number)
            stage.cluster->write(number, number);

        QTRY_COMPARE(stage.last(), 2000u);
        QVERIFY2(changed.count() < 100, qPrintable(QString::number(changed.count())));
    }

    void linesDroppedAtTheirSourceAreTold()
    {
        LogStage stage;
        QVERIFY(stage.go(2));
        stage.cluster->write(8, 9);

        QTRY_COMPARE(stage.last(), 9u);
        QCOMPARE(stage.model->rows().count(), 5);
        QCOMPARE(stage.model->rows().at(2).kind, LogRow::Kind::Dropped);
        QCOMPARE(stage.model->rows().at(2).missing, 5u);
    }

    void brokenFeedIsMendedWithoutALineLostOrTwice()
    {
        LogStage stage;
        QVERIFY(stage.go(2));
        stage.cluster->breakFeed();
        QTRY_COMPARE(stage.model->state(), LogModel::State::Waiting);
        QCOMPARE(stage.model->error().kind, ErrorKind::Unreachable);
        stage.cluster->keep(3, 5); // While nobody listens.

        QTRY_COMPARE(stage.model->state(), LogModel::State::Following);
        QTRY_VERIFY(stage.cluster->isFollowed());
        QCOMPARE(stage.cluster->asked.last().after, 2u);
        QCOMPARE(stage.cluster->followedAfter, 5u);
        QCOMPARE(stage.model->rows().count(), 5);
        for (int row = 0; row < 5; ++row)
            QCOMPARE(stage.model->rows().at(row).line.number, static_cast<quint64>(row + 1));
    }

    void lostLinkWaitsAndGoesOnWithIt()
    {
        LogStage stage;
        QVERIFY(stage.go(1));
        stage.cluster->setLink(LinkState::Reconnecting);
        QTRY_COMPARE(stage.model->state(), LogModel::State::Waiting);
        stage.cluster->keep(2, 2);
        stage.cluster->setLink(LinkState::Live);

        QTRY_COMPARE(stage.last(), 2u);
        QTRY_COMPARE(stage.model->state(), LogModel::State::Following);
    }

    void moreThanIsKeptIsPassedOverVisibly()
    {
        LogStage stage;
        QVERIFY(stage.go(1));
        stage.cluster->breakFeed();
        QTRY_COMPARE(stage.model->state(), LogModel::State::Waiting);
        stage.cluster->keep(2, LogRows::kMost + 11);

        QTRY_COMPARE(stage.last(), quint64(LogRows::kMost + 11));
        QCOMPARE(stage.model->rows().count(), LogRows::kMost);
        bool isTold = false;
        for (int row = 0; row < 3; ++row)
            isTold |= stage.model->rows().at(row).kind == LogRow::Kind::Skipped;
        QVERIFY(!isTold); // It was line 1 and the gap behind it that had to go: what is there is whole.
        QCOMPARE(stage.model->rows().at(0).line.number, 12u);
    }

    void oldestGoWhenThereAreTooMany()
    {
        LogStage stage;
        QVERIFY(stage.go(LogRows::kMost));
        QSignalSpy changed(stage.model.get(), &LogModel::changed);
        stage.cluster->write(LogRows::kMost + 1, LogRows::kMost + 5);

        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toInt(), 5);
        QCOMPARE(changed.first().at(1).toInt(), 5);
        QCOMPARE(stage.text(0), u"line 6"_s);
    }

    void longLinesAreBoundedToo()
    {
        LogRows rows;
        const QString wide(1 << 20, u'x');
        QList<LogLine> lines;
        for (quint64 number = 1; number <= 12; ++number)
            lines += LogCluster::line(number, wide);
        QCOMPARE(rows.append(lines, LogRow::Kind::Dropped), 12);
        QCOMPARE(rows.trim(), 4);
        QCOMPARE(rows.at(0).line.number, 5u);
    }

    void nothingGoesWhileSomebodyReads()
    {
        LogStage stage;
        QVERIFY(stage.go(LogRows::kMost));
        stage.model->setHeld(true);
        quint64 next = LogRows::kMost + 1;
        for (int burst = 0; burst < 30; ++burst, next += 1000)
            stage.cluster->write(next, next + 999);
        QTRY_VERIFY(stage.model->passed() > 0);
        QCOMPARE(stage.text(0), u"line 1"_s);
        QVERIFY(stage.model->rows().count() <= 2 * LogRows::kMost + 1000);

        stage.model->setHeld(false);
        QTRY_COMPARE(stage.last(), next - 1);
        QCOMPARE(stage.model->passed(), 0u);
        QCOMPARE(stage.model->rows().count(), LogRows::kMost);
        stage.cluster->write(next, next);
        QTRY_COMPARE(stage.last(), next);
    }

    void clusterWithoutLogsIsAskedNothing()
    {
        LogStage stage;
        stage.cluster->can = Feature::Follow;
        stage.session->start();
        stage.model->follow(hello());

        QTRY_COMPARE(stage.model->state(), LogModel::State::Unsupported);
        QVERIFY(stage.cluster->asked.isEmpty());
    }

    void clusterThatFollowsNothingIsPolled()
    {
        LogStage stage;
        stage.cluster->canFollow = false;
        stage.cluster->keep(1, 1);
        stage.session->start();
        stage.model->follow(hello());
        QTRY_COMPARE(stage.last(), 1u);
        stage.cluster->keep(2, 2);

        QTRY_COMPARE_WITH_TIMEOUT(stage.last(), 2u, 10'000);
        QCOMPARE(stage.model->state(), LogModel::State::Following);
    }

    void refusalStandsUntilSomebodyAsksAgain()
    {
        LogStage stage;
        stage.cluster->logError = notFound(u"no such log"_s);
        stage.session->start();
        stage.model->follow(hello());
        QTRY_COMPARE(stage.model->state(), LogModel::State::Failed);
        stage.cluster->logError.reset();
        stage.cluster->keep(1, 1);
        stage.model->retryNow();

        QTRY_COMPARE(stage.last(), 1u);
    }

    void otherSourceBeginsAnew()
    {
        LogStage stage;
        QVERIFY(stage.go(5));
        QSignalSpy reset(stage.model.get(), &LogModel::reset);
        stage.model->follow({.entity = std::nullopt, .job = JobId(u"j1"_s)});

        QCOMPARE(reset.count(), 1);
        QTRY_COMPARE(stage.cluster->asked.last().source.job, JobId(u"j1"_s));
        QCOMPARE(stage.cluster->asked.last().after, 0u);
    }

    void sessionMayGoFirst()
    {
        LogStage stage;
        QVERIFY(stage.go(1));
        stage.session->stop();
        stage.session.reset();
        stage.model->follow({});
        QCOMPARE(stage.model->rows().count(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_LogModel)
#include "tst_LogModel.moc"
