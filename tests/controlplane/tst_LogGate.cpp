// SPDX-License-Identifier: Apache-2.0
#include "tests/controlplane/LogStage.h"

using namespace Qt::StringLiterals;

namespace muster {

//! Who may write into which log and how much, and who may read it.
class tst_LogGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_stage = std::make_unique<LogStage>(); }
    void cleanup() { m_stage.reset(); }

    void aRunThatGoesOnOverARestartIsStillHeard()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->jobLog(run.job).size(), 2, 5000);
        m_stage->plane.restart();
        m_stage->plane.beat(u"w1"_s);
        m_stage->plane.connectWorker(u"w1"_s);

        m_stage->write(run, numbered(2, 1));
        m_stage->write(run, numbered(3, 1));
        m_stage->worker->handler.end(run, "1");

        QTRY_COMPARE_WITH_TIMEOUT(m_stage->plane.job(run.job).state, JobState::Completed, 10000);
        QCOMPARE(LogStage::textsOf(m_stage->jobLog(run.job)).mid(0, 4), (QStringList{u"attempt 1 runs on w1"_s, u"1"_s, u"2"_s, u"3"_s}));
    }

    //! A line that came before its place was known again after a restart is not lost, nor is one that comes over a later line.
    void aResidentIsHeardAcrossLinesAndRestarts()
    {
        QVERIFY_RESULT(m_stage->plane.save(u"guard"_s, true));
        QTRY_VERIFY_WITH_TIMEOUT(m_stage->worker->handler.kept.contains(agentCalled(u"guard"_s).ref), 5000);
        m_stage->worker->handler.writeAs({agentCalled(u"guard"_s).ref}, numbered(1, 1));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->entityLog(u"guard"_s).size(), 1, 5000);
        m_stage->plane.connectWorker(u"w1"_s);
        m_stage->worker->handler.writeAs({agentCalled(u"guard"_s).ref}, numbered(2, 1));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->entityLog(u"guard"_s).size(), 2, 5000);

        m_stage->plane.restart();
        m_stage->plane.connectWorker(u"w1"_s);
        m_stage->worker->handler.writeAs({agentCalled(u"guard"_s).ref}, numbered(3, 1)); // No beat has come yet.

        QTRY_COMPARE_WITH_TIMEOUT(LogStage::textsOf(m_stage->entityLog(u"guard"_s)), (QStringList{u"1"_s, u"2"_s, u"3"_s}), 5000);
    }

    //! T-16, Q-5: nobody writes into a log that was not given to it.
    void aWorkerWritesOnlyAsWhatWasGivenToIt()
    {
        m_stage->plane.join(u"w2"_s);
        PlaneStage::Worker &other = m_stage->plane.connectWorker(u"w2"_s);
        QVERIFY_RESULT(m_stage->plane.save(u"guard"_s, true));
        QVERIFY_RESULT(m_stage->plane.pin(u"guard"_s, u"w1"_s, AssignmentMode::Strict));
        QVERIFY_RESULT(m_stage->plane.pin(u"hello"_s, u"w1"_s, AssignmentMode::Strict));
        const RunId run = m_stage->started();
        const EntityRef hello = agentCalled(u"hello"_s).ref;
        const EntityRef guard = agentCalled(u"guard"_s).ref;
        QTRY_VERIFY_WITH_TIMEOUT(m_stage->worker->handler.kept.contains(guard), 5000);
        const QList<OutputLine> forged{{LogStream::Output, u"forged"_s}};

        other.handler.writeAs({hello, run}, forged);                           // Another's run,
        other.handler.writeAs({hello}, forged);                                // an entity that is no resident,
        other.handler.writeAs({guard}, forged);                                // another's resident,
        other.handler.writeAs({hello, {JobId(u"j-none"_s), 1}}, forged);       // a job that is none,
        other.handler.writeAs({agentCalled(u"nobody"_s).ref}, forged);         // an entity that is none.
        m_stage->worker->handler.writeAs({hello, {run.job, run.attempt + 1}}, forged); // Another attempt,
        m_stage->worker->handler.writeAs({guard, run}, forged);                       // its own run in another's log.
        m_stage->write(run, {{LogStream::Output, u"true"_s}});
        m_stage->worker->handler.writeAs({guard}, {{LogStream::Output, u"true"_s}});

        QTRY_COMPARE_WITH_TIMEOUT(LogStage::textsOf(m_stage->entityLog(u"guard"_s)), QStringList{u"true"_s}, 5000);
        QTRY_COMPARE_WITH_TIMEOUT(LogStage::textsOf(m_stage->entityLog()), (QStringList{u"attempt 1 runs on w1"_s, u"true"_s}), 5000);
        QCOMPARE(m_stage->jobLog(run.job).size(), 2);
    }

    void aWorkerThatLostItsAttemptIsNotHeard()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1));
        m_stage->plane.join(u"w2"_s);
        m_stage->plane.workers[u"w2"_s] = std::make_unique<PlaneStage::Worker>(u"w2"_s);
        QVERIFY_RESULT(m_stage->plane.pin(u"hello"_s, u"w2"_s, AssignmentMode::Strict));
        PlaneStage::Worker &other = m_stage->plane.connectWorker(u"w2"_s);
        m_stage->plane.plane->connectWorker(NodeId(u"w1"_s), LocalMeshLine::pair().second); // Its line breaks.
        m_stage->plane.clock.advance(limits::kJobResetGrace);
        QTRY_COMPARE_WITH_TIMEOUT(other.handler.started.size(), 1, 20000);
        m_stage->plane.connectWorker(u"w1"_s);

        m_stage->write(run, {{LogStream::Output, u"late"_s}});
        other.handler.writeAs({agentCalled(u"hello"_s).ref, other.handler.started[0].id}, {{LogStream::Output, u"second"_s}});

        QTRY_COMPARE_WITH_TIMEOUT(lastOf(m_stage->jobLog(run.job)).text, u"second"_s, 5000);
        QVERIFY(!LogStage::textsOf(m_stage->jobLog(run.job)).contains(u"late"_s));
        QVERIFY(LogStage::textsOf(m_stage->jobLog(run.job)).contains(u"attempt 2 runs on w2"_s));
    }

    //! The handler keeps the rate; a worker that does not is held to it here.
    void aFloodIsCutAndSaysSo()
    {
        const RunId run = m_stage->started();
        const int burst = 20 * limits::kLogLinesPerSecond;
        for (int i = 0; i < 70; ++i)
            m_stage->write(run, numbered(1 + 1000 * i, 1000));
        QTRY_COMPARE_WITH_TIMEOUT(lastOf(m_stage->jobLog(run.job)).number, quint64(burst) + 1, 20000);
        m_stage->plane.clock.advance(milliseconds(1000));
        m_stage->write(run, numbered(1'000'000, 1));

        QTRY_COMPARE_WITH_TIMEOUT(lastOf(m_stage->jobLog(run.job)).text, u"1000000"_s, 20000);
        const QList<LogLine> end = m_stage->jobLog(run.job);
        QCOMPARE(end.constLast().number, quint64(burst) + 3); // And two lines of ours.
        QCOMPARE(end.at(end.size() - 2).text, u"30000 lines dropped: more than 2000 a second"_s);
        QCOMPARE(end.at(end.size() - 2).stream, LogStream::Muster);
    }

    //! T-16: whatever a worker says, its lines are safe to show.
    void linesAreMadeSafe()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, {{LogStream::Output, u"\u001b[2Jx\n"_s + QChar(0xd800)}, {LogStream::Output, QString(40'000, u'ä')}});

        QTRY_COMPARE_WITH_TIMEOUT(m_stage->jobLog(run.job).size(), 3, 5000);
        const QList<LogLine> lines = m_stage->jobLog(run.job);
        QVERIFY(lines[1].text.startsWith(u"\u241b[2Jx\u240a"_s));
        QVERIFY(lines[1].text.toUtf8().contains("?") || lines[1].text.contains(QChar(0xfffd)));
        QVERIFY(lines[2].text.toUtf8().size() <= limits::kLogLineBytes);
        QVERIFY(lines[2].text.endsWith(u" bytes more)"_s));
    }

    void foreignTenantsFindNothing()
    {
        const RunId run = m_stage->started();
        m_stage->write(run, numbered(1, 1));
        const Actor foreign{.name = u"eve"_s, .source = {}, .tenants = {TenantId(u"acme"_s)}};
        const LogSource ofJob{.entity = std::nullopt, .job = run.job};
        const LogSource ofEntity{.entity = agentCalled(u"hello"_s).ref};
        for (const LogSource &source : {ofJob, ofEntity}) {
            QCOMPARE(outcomeOf(m_stage->plane.plane->log({source}, foreign)).error().kind, ErrorKind::NotFound);
            Follower one(*m_stage->plane.plane, source, 0, foreign);
            QTRY_VERIFY_WITH_TIMEOUT(one.end.has_value(), 5000);
            QCOMPARE(one.end->kind, ErrorKind::NotFound);
            QVERIFY(one.lines.isEmpty());
        }
        QCOMPARE(outcomeOf(m_stage->plane.plane->log({{.entity = agentCalled(u"nobody"_s).ref}})).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(m_stage->plane.plane->log({{.entity = std::nullopt, .job = JobId(u"j-none"_s)}})).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(m_stage->plane.plane->log({})).error().kind, ErrorKind::Invalid);
    }

private:
    std::unique_ptr<LogStage> m_stage;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_LogGate)
#include "tst_LogGate.moc"
