// SPDX-License-Identifier: Apache-2.0
#include "tests/dialects/demo/DemoStage.h"

#include <QJsonObject>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

EntityRef refOf(const QString &text)
{
    return *EntityRef::parse(text, {});
}

} // namespace

//! What people do in the demo, and what is read of it: drains, restarts, logs, the audit log, the colleague.
class tst_DemoDeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void logsGrowWhileTheirWorkGoesOn()
    {
        DemoStage stage;
        const LogQuery running{.source = {.entity = {}, .job = JobId(u"j-8f1d02"_s)}};
        const LogQuery resident{.source = {.entity = refOf(u"agent/sales-bot"_s), .job = {}}};
        const qsizetype before = outcomeOf(stage.cluster.log(running))->lines.size();
        const qsizetype said = outcomeOf(stage.cluster.log(resident))->lines.size();
        QVERIFY(before > 5 && said > 20);
        QCOMPARE(outcomeOf(stage.cluster.log(running))->lines.first().stream, LogStream::Muster);
        stage.run(30s);
        QVERIFY(outcomeOf(stage.cluster.log(running))->lines.size() > before);
        const QList<LogLine> lines = outcomeOf(stage.cluster.log(resident))->lines;
        QVERIFY(lines.size() > said);
        QVERIFY(std::ranges::is_sorted(lines, {}, [](const LogLine &line) { return line.at.msSinceEpoch; }));
        for (qsizetype i = 1; i < lines.size(); ++i)
            QCOMPARE(lines[i].number, lines[i - 1].number + 1);
        // What failed says why, and stays.
        const QList<LogLine> failed = outcomeOf(stage.cluster.log({.source = {.entity = {}, .job = JobId(u"j-8f0a41"_s)}}))->lines;
        QVERIFY(failed.at(failed.size() - 2).text.contains(u"deal 5512 is locked"_s));
        QCOMPARE(outcomeOf(stage.cluster.log({.source = {.entity = refOf(u"agent/nobody"_s), .job = {}}})).error().kind, ErrorKind::NotFound);
    }

    void aFollowedLogBringsEachLineOnce()
    {
        DemoStage stage;
        const LogSource source{.entity = refOf(u"mcp/docs-indexer"_s), .job = {}};
        const LogPage first = outcomeOf(stage.cluster.log({.source = source})).value();
        QList<LogLine> lines = first.lines;
        const std::unique_ptr<LogFeed> feed = stage.cluster.followLog(source, lines.last().number);
        QVERIFY(feed != nullptr);
        QObject::connect(feed.get(), &LogFeed::arrived, feed.get(), [&lines](const QList<LogLine> &more) { lines += more; });
        stage.run(2min);
        QVERIFY(lines.size() > first.lines.size() + 10);
        QCOMPARE(lines, outcomeOf(stage.cluster.log({.source = source}))->lines);
        QVERIFY(!stage.cluster.followLog({.entity = refOf(u"agent/nobody"_s), .job = {}}, 0));
    }

    void aSilentNodePrintsNothingMore()
    {
        DemoStage stage;
        const LogQuery query{.source = {.entity = refOf(u"browser/scraper-7"_s), .job = {}}};
        const LogPage before = outcomeOf(stage.cluster.log(query)).value();
        QVERIFY(!before.lines.isEmpty());
        stage.run(2min);
        QCOMPARE(outcomeOf(stage.cluster.log(query))->lines, before.lines);
    }

    void aDrainEmptiesItsNodeAndStopsAtAWord()
    {
        DemoStage stage;
        const NodeId node(u"gpu-box-2"_s);
        const auto draining = outcomeOf(stage.cluster.drain(node, {.deadline = 2min, .isImmediate = false, .note = u"new card"_s}));
        QVERIFY_RESULT(draining);
        QCOMPARE(draining->status, NodeStatus::Draining);
        QCOMPARE(draining->drain->jobsAtStart, 5);
        QVERIFY(!draining->drain->waitsFor.isEmpty());
        QCOMPARE(stage.entity(u"inference-server/llama-70b"_s).placement.waiting->reason, WaitReason::Draining);
        stage.run(2min + 1s);
        QCOMPARE(stage.node(u"gpu-box-2"_s).status, NodeStatus::Drained);
        QCOMPARE(stage.node(u"gpu-box-2"_s).drain->jobsLeft, 0);
        const auto stopped = outcomeOf(stage.cluster.stopDrain(node));
        QVERIFY_RESULT(stopped);
        QCOMPARE(stopped->status, NodeStatus::Online);
        QVERIFY(stopped->cordoned);
        QCOMPARE(outcomeOf(stage.cluster.stopDrain(node)).error().code, u"not-draining"_s);
        QVERIFY(!outcomeOf(stage.cluster.cordon(node, false))->cordoned);
        stage.run(20s);
        QVERIFY(stage.node(u"gpu-box-2"_s).load.jobsRunning.value_or(0) > 0);
        QCOMPARE(outcomeOf(stage.cluster.drain(NodeId(u"nobody"_s), {})).error().kind, ErrorKind::NotFound);
    }

    void anImmediateDrainTakesBackWhatRuns()
    {
        DemoStage stage;
        const auto drained = outcomeOf(stage.cluster.drain(NodeId(u"render-farm-1"_s), {.deadline = {}, .isImmediate = true, .note = {}}));
        QVERIFY_RESULT(drained);
        QCOMPARE(drained->status, NodeStatus::Drained);
        const Job frame = stage.job(u"j-8f2c14"_s);
        QCOMPARE(frame.state, JobState::Waiting);
        QCOMPARE(frame.attemptsMade, 0); // A drain takes none away.
        QCOMPARE(frame.history.size(), 1);
        QCOMPARE(frame.history.last().error->code, u"drained"_s);
    }

    void theDrainOfTheScriptComesAgain()
    {
        DemoStage stage;
        QCOMPARE(stage.node(u"aws-us-east-1"_s).status, NodeStatus::Draining);
        stage.run(7min);
        QCOMPARE(stage.node(u"aws-us-east-1"_s).status, NodeStatus::Drained);
        stage.run(4min);
        QCOMPARE(stage.node(u"aws-us-east-1"_s).status, NodeStatus::Online);
        stage.run(9min);
        QVERIFY(stage.node(u"aws-us-east-1"_s).drain.has_value());
    }

    void restartedAgentsAreOtherProcesses()
    {
        DemoStage stage;
        const QList<Agent> before = stage.node(u"mac-mini-office"_s).agents;
        QVERIFY(before.size() >= 4);
        QVERIFY_RESULT(outcomeOf(stage.cluster.restartAgents(NodeId(u"mac-mini-office"_s))));
        const QList<Agent> after = stage.node(u"mac-mini-office"_s).agents;
        QCOMPARE(after.size(), before.size());
        for (qsizetype i = 0; i < after.size(); ++i)
            QVERIFY(after[i].pid != before[i].pid);
        QCOMPARE(outcomeOf(stage.cluster.restartAgents(NodeId(u"pi-lab"_s))).error().kind, ErrorKind::Unreachable);
    }

    void aColleagueChangesAPinMeanwhile()
    {
        DemoStage stage;
        const quint64 seen = stage.entity(u"agent/voice-desk"_s).assignment->version;
        stage.run(30s);
        const EntityState theirs = stage.entity(u"agent/voice-desk"_s);
        QCOMPARE(theirs.assignment->updatedBy, u"kim"_s);
        QCOMPARE(theirs.placement.node.text(), u"hetzner-fsn1-b"_s);
        AssignmentRequest mine{.entity = theirs.entity.ref, .node = NodeId(u"studio-imac"_s), .mode = AssignmentMode::Preferred, .version = seen};
        QCOMPARE(outcomeOf(stage.cluster.assign(mine)).error().code, u"version"_s);
        mine.version = theirs.assignment->version;
        QVERIFY_RESULT(outcomeOf(stage.cluster.assign(mine)));
        const AuditPage page = outcomeOf(stage.cluster.audit({.before = 0, .most = 3, .search = u"voice-desk"_s})).value();
        QCOMPARE(page.entries.at(0).outcome, u"ok"_s);
        QCOMPARE(page.entries.at(1).outcome, u"version"_s);
        QCOMPARE(page.entries.at(2).actor, u"kim"_s);
    }

    void everythingIsWrittenDownAndHangsTogether()
    {
        DemoStage stage;
        const AuditProof before = outcomeOf(stage.cluster.verifyAudit()).value();
        QVERIFY(before.isWhole);
        QVERIFY(before.entries > 40);
        const AuditPage past = outcomeOf(stage.cluster.audit({.before = 0, .most = 1000, .search = {}})).value();
        QVERIFY(std::ranges::any_of(past.entries, [](const AuditEntry &one) { return one.outcome == "refused"_L1; }));
        QVERIFY(std::ranges::is_sorted(past.entries, std::ranges::greater(), [](const AuditEntry &one) { return one.at.msSinceEpoch; }));
        for (const AuditEntry &entry : past.entries)
            QVERIFY(entry.at < stage.clock.now());

        QVERIFY_RESULT(outcomeOf(stage.cluster.cordon(NodeId(u"vps-02"_s), true, u"disk"_s)));
        QVERIFY_RESULT(outcomeOf(stage.cluster.retryJob(JobId(u"j-8f0a41"_s))));
        QVERIFY(!outcomeOf(stage.cluster.cancelJob(JobId(u"j-none"_s))));
        const AuditPage page = outcomeOf(stage.cluster.audit({.before = 0, .most = 3, .search = {}})).value();
        QCOMPARE(page.entries.at(0).outcome, u"not-found"_s);
        QCOMPARE(page.entries.at(1).verb, u"job.retry"_s);
        QCOMPARE(page.entries.at(2).note, u"disk"_s);
        QCOMPARE(page.entries.at(2).before.toObject().value("cordoned"_L1), QJsonValue(false));
        QCOMPARE(page.entries.at(2).after.toObject().value("cordoned"_L1), QJsonValue(true));
        QVERIFY(page.hasMore);
        const AuditProof after = outcomeOf(stage.cluster.verifyAudit()).value();
        QVERIFY(after.isWhole);
        QCOMPARE(after.entries, before.entries + 3);
        QCOMPARE(after.head, page.entries.first().hash);
    }
};

QTEST_GUILESS_MAIN(tst_DemoDeeds)
#include "tst_DemoDeeds.moc"
