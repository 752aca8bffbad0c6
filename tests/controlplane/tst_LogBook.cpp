// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/LogStage.h"

using namespace Qt::StringLiterals;

namespace muster {

//! Logs through the whole control plane, over real stores, with a worker of the test's making.
class tst_LogBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_stage = std::make_unique<LogStage>(); }
    void cleanup() { m_stage.reset(); }

    void aRunIsReadInBothLogs()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, {{LogStream::Output, u"hello"_s}, {LogStream::Error, u"oh"_s}});
        m_stage->worker->handler.end(run, "1");
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);

        const QStringList expected{u"attempt 1 runs on w1"_s, u"hello"_s, u"oh"_s, u"completed"_s};
        QCOMPARE(LogStage::textsOf(m_stage->jobLog(run.job)), expected);
        QCOMPARE(LogStage::textsOf(m_stage->entityLog()), expected);
        const LogLine error = m_stage->jobLog(run.job).at(2);
        QCOMPARE(error.stream, LogStream::Error);
        QCOMPARE(error.node, NodeId(u"w1"_s));
        QCOMPARE(error.job, run.job);
        QCOMPARE(error.at, m_stage->plane.clock.now());
        QCOMPARE(error.number, 3u);
    }

    void aSilentSuccessHasNoLog()
    {
        const RunId run = m_stage->started();
        m_stage->worker->handler.end(run, "1");
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);

        QVERIFY(m_stage->jobLog(run.job).isEmpty());
    }

    void logsOutliveNodeAndRestartAndNumbersGoOn()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 3));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->jobLog(run.job).size(), 4, 5000);

        m_stage->plane.restart();
        m_stage->plane.workers.clear();
        QVERIFY_RESULT(outcomeOf(m_stage->plane.plane->remove(NodeId(u"w1"_s))));

        const QList<LogLine> kept = m_stage->jobLog(run.job);
        QCOMPARE(LogStage::textsOf(kept), (QStringList{u"attempt 1 runs on w1"_s, u"1"_s, u"2"_s, u"3"_s}));
        m_stage->plane.join(u"w2"_s);
        m_stage->worker = &m_stage->plane.connectWorker(u"w2"_s);
        const RunId later = m_stage->started();
        m_stage->write(later, numbered(4, 1));
        QTRY_COMPARE_WITH_TIMEOUT(lastOf(m_stage->entityLog()).text, u"4"_s, 5000);
        const QList<LogLine> all = m_stage->entityLog();
        for (qsizetype i = 1; i < all.size(); ++i)
            QCOMPARE(all[i].number, all[i - 1].number + 1);
    }

    void aFollowerGetsWhatIsThereAndWhatComes()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1000));
        Follower ofJob(*m_stage->plane.plane, {.entity = std::nullopt, .job = run.job}, 0);
        for (int i = 1; i < 10; ++i)
            m_stage->write(run, numbered(1 + 1000 * i, 1000)); // While it reads.
        QTRY_COMPARE_WITH_TIMEOUT(ofJob.lines.size(), 10'001, 10000);
        QVERIFY(ofJob.isWhole());
        QCOMPARE(ofJob.lines.constLast().text, u"10000"_s);

        Follower late(*m_stage->plane.plane, {.entity = agentCalled(u"hello"_s).ref}, 9'000);
        QTRY_COMPARE_WITH_TIMEOUT(late.lines.size(), 1'001, 10000);
        m_stage->write(run, numbered(10'001, 2));
        QTRY_COMPARE_WITH_TIMEOUT(late.lines.size(), 1'003, 10000);
        QVERIFY(late.isWhole());
        QTRY_COMPARE_WITH_TIMEOUT(ofJob.lines.size(), 10'003, 10000);
        QVERIFY(!ofJob.end && !late.end);
    }

    void aFollowerMayLeaveInTheMiddle()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 5000));
        Follower one(*m_stage->plane.plane, {.entity = std::nullopt, .job = run.job}, 0);
        QObject::connect(one.feed.get(), &LogFeed::arrived, &one.context, [&one] { one.feed.reset(); });
        QTRY_VERIFY_WITH_TIMEOUT(!one.feed, 10000);
        m_stage->write(run, numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(lastOf(m_stage->jobLog(run.job)).number, 5002u, 10000);
        QVERIFY(one.lines.size() <= 1000);
    }

    void followersAreBounded()
    {
        std::vector<std::unique_ptr<LogFeed>> feeds;
        for (int i = 0; i < limits::kLogFollowers; ++i)
            feeds.push_back(m_stage->plane.plane->followLog({.entity = agentCalled(u"hello"_s).ref}, 0));
        Follower one(*m_stage->plane.plane, {.entity = agentCalled(u"hello"_s).ref}, 0);
        QTRY_VERIFY_WITH_TIMEOUT(one.end.has_value(), 5000);
        QCOMPARE(one.end->kind, ErrorKind::Busy);
        feeds.clear();
        Follower next(*m_stage->plane.plane, {.entity = agentCalled(u"hello"_s).ref}, 0);
        m_stage->write(m_stage->started(), numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(next.lines.size(), 2, 5000);
    }

    void whatFailedSaysWhy()
    {
        const RunId run = m_stage->started();
        Q_EMIT m_stage->worker->handler.ended(run, {{}, JobError{u"exit-status"_s, u"it returned 3"_s}});

        QTRY_COMPARE_WITH_TIMEOUT(LogStage::textsOf(m_stage->jobLog(run.job)),
                                  (QStringList{u"attempt 1 runs on w1"_s, u"attempt 1 ended: it returned 3; there will be another"_s}), 10000);
        QVERIFY_RESULT(outcomeOf(m_stage->plane.plane->cancelJob(run.job)));
    }

    void discardedJobsAndRemovedEntitiesTakeTheirLogsAlong()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 10));
        m_stage->worker->handler.end(run, "1");
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);
        Follower ofJob(*m_stage->plane.plane, {.entity = std::nullopt, .job = run.job}, 0);
        Follower ofEntity(*m_stage->plane.plane, {.entity = agentCalled(u"hello"_s).ref}, 0);
        QTRY_COMPARE_WITH_TIMEOUT(ofJob.lines.size(), 12, 5000);

        QVERIFY_RESULT(outcomeOf(m_stage->plane.plane->discardJob(run.job)));

        QTRY_VERIFY_WITH_TIMEOUT(ofJob.end.has_value(), 5000);
        QCOMPARE(ofJob.end->kind, ErrorKind::NotFound);
        QTRY_VERIFY_WITH_TIMEOUT(m_stage->entityLog().isEmpty(), 5000);
        const RunId next = m_stage->started();
        m_stage->write(next, numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->entityLog().size(), 2, 5000);
        QCOMPARE(m_stage->entityLog().constFirst().number, 13u);

        QVERIFY_RESULT(outcomeOf(m_stage->plane.plane->removeEntity(agentCalled(u"hello"_s).ref)));

        QTRY_VERIFY_WITH_TIMEOUT(ofEntity.end.has_value(), 5000);
        QVERIFY_RESULT(m_stage->plane.save(u"hello"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_stage->entityLog().isEmpty(), 5000);
    }

    //! Jobs go on; what was lost is said once it can be.
    void aStoreThatCannotBeWrittenLosesLinesOnly()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->jobLog(run.job).size(), 2, 5000);
        m_stage->breakLogs(true);
        m_stage->write(run, numbered(2, 7));
        m_stage->worker->handler.end(run, "1");
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);
        QCOMPARE(m_stage->jobLog(run.job).size(), 2); // Whoever reads makes us try.
        const auto notices = [&] { return outcomeOf(m_stage->plane.plane->facts())->notices; };
        QCOMPARE(notices().size(), 1); // Whoever looks at the control plane is told.
        QCOMPARE(notices()[0].code, u"logs-dropped"_s);
        QVERIFY2(notices()[0].text.endsWith(u" 7 lines of logs were dropped so far."_s), qPrintable(notices()[0].text));

        m_stage->breakLogs(false);

        const auto told = [&] { return LogStage::textsOf(m_stage->jobLog(run.job)).filter(u" lines dropped: they could not be written: "_s); };
        QTRY_COMPARE_WITH_TIMEOUT(told().size(), 1, 10000);
        QVERIFY(told().constFirst().startsWith(u"7 "_s)); // What we said ourselves is not counted.
        QVERIFY(notices().isEmpty());
    }

    void jobsThatAreForgottenTakeTheirLogsAlong()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1));
        m_stage->worker->handler.end(run, "1");
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);
        QTRY_VERIFY_WITH_TIMEOUT(m_stage->chunks(u"in_job = 1"_s) > 0, 5000);
        m_stage->plane.clock.advance(limits::kCompletedJobsKept + milliseconds(3'600'000));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->chunks(u"in_job = 1"_s), 0, 20000);
        QVERIFY(m_stage->chunks(u"in_entity = 1"_s) > 0); // What its entity did is kept for longer.
        m_stage->plane.clock.advance(limits::kLogsKept);
        m_stage->plane.restart();
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->chunks(u"1"_s), 0, 10000);
    }

private:
    std::unique_ptr<LogStage> m_stage;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_LogBook)
#include "tst_LogBook.moc"
