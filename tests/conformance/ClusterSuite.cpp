// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/ClusterSuite.h"

#include "tests/conformance/SuiteParts.h"

#include <thread>

namespace muster {

using namespace Qt::StringLiterals;
using namespace suite;

void ClusterSuite::init()
{
    m_rig = m_factory();
    QTRY_VERIFY_WITH_TIMEOUT(cluster().link().isLive(), 10000);
}

void ClusterSuite::cleanup()
{
    m_rig.reset();
}

void ClusterSuite::linkIsLive()
{
    QVERIFY(cluster().link().isLive());
    QVERIFY(cluster().isRunning());
}

void ClusterSuite::factsSayWhatItIs()
{
    const auto facts = outcomeOf(cluster().facts());

    QVERIFY_RESULT(facts);
    QVERIFY(!facts->epoch.isEmpty());
    QVERIFY(!facts->version.isEmpty());
    QVERIFY(facts->beatInterval.count() > 0);
    QVERIFY(facts->offlineAfter >= facts->beatInterval * 2);
    const auto snapshot = outcomeOf(cluster().snapshot());
    QVERIFY_RESULT(snapshot);
    QCOMPARE(snapshot->position.epoch, facts->epoch);
}

void ClusterSuite::missingVerbsSayUnsupported()
{
    if (!has(Feature::Announce)) {
        QVERIFY(failedAs(outcomeOf(cluster().announce(announcementOf(kId))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().beat(beatOf(kId, 1))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().leave(departureOf(kId))), ErrorKind::Unsupported));
    }
    if (!has(Feature::Remove))
        QVERIFY(failedAs(outcomeOf(cluster().remove(NodeId(kId))), ErrorKind::Unsupported));
    if (!has(Feature::Ping))
        QVERIFY(failedAs(outcomeOf(cluster().ping(NodeId(kId))), ErrorKind::Unsupported));
    if (!has(Feature::Restart))
        QVERIFY(failedAs(outcomeOf(cluster().restartAgents(NodeId(kId))), ErrorKind::Unsupported));
    if (!has(Feature::Reach))
        QVERIFY(failedAs(outcomeOf(cluster().reach({u"192.0.2.1"_s})), ErrorKind::Unsupported));
    if (!has(Feature::Tokens)) {
        QVERIFY(failedAs(outcomeOf(cluster().createToken({})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().tokens()), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().revokeToken(TokenId(u"0a1b"_s))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().join({identityCalled(kId), instanceOf(kId)})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().renewCredential()), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().backup()), ErrorKind::Unsupported));
    }
    if (!has(Feature::Audit)) {
        QVERIFY(failedAs(outcomeOf(cluster().audit({})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().verifyAudit()), ErrorKind::Unsupported));
    }
    const EntityRef hello = *EntityRef::parse(u"agent/hello"_s, {});
    if (!has(Feature::Entities)) {
        QVERIFY(failedAs(outcomeOf(cluster().saveEntity({})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().removeEntity(hello)), ErrorKind::Unsupported));
    }
    if (!has(Feature::Assign))
        QVERIFY(failedAs(outcomeOf(cluster().assign({hello, NodeId(kId)})), ErrorKind::Unsupported));
    if (!has(Feature::Entities) && !has(Feature::Assign))
        QVERIFY(failedAs(outcomeOf(cluster().entities()), ErrorKind::Unsupported));
    if (!has(Feature::Jobs)) {
        QVERIFY(failedAs(outcomeOf(cluster().submit({hello, {}})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().submitAll({})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().jobs({})), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().job(JobId(u"j-1"_s))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().retryJob(JobId(u"j-1"_s))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().cancelJob(JobId(u"j-1"_s))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().discardJob(JobId(u"j-1"_s))), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().queues()), ErrorKind::Unsupported));
        QVERIFY(failedAs(outcomeOf(cluster().pauseQueue(u"agent"_s, true)), ErrorKind::Unsupported));
    }
    if (!has(Feature::Logs)) {
        QVERIFY(failedAs(outcomeOf(cluster().log({{.entity = hello}})), ErrorKind::Unsupported));
        QVERIFY(!cluster().followLog({.entity = hello}, 0));
    } else {
        const EntityRef nobody = *EntityRef::parse(u"agent/nobody-of-this-name"_s, {});
        QVERIFY(failedAs(outcomeOf(cluster().log({{.entity = nobody}})), ErrorKind::NotFound));
    }
}

void ClusterSuite::verbsMayBeCalledFromAnotherThread()
{
    Future<ClusterSnapshot> snapshot;
    Future<ClusterFacts> facts;
    std::thread other([&] {
        snapshot = cluster().snapshot();
        facts = cluster().facts();
    });
    other.join();

    QVERIFY_RESULT(outcomeOf(snapshot));
    QVERIFY_RESULT(outcomeOf(facts));
}

void ClusterSuite::pingIsAnsweredByTheNextBeat()
{
    if (!has(Feature::Announce) || !has(Feature::Ping))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(cluster().beat(beatOf(kId, 1))));
    const Future<PingReport> ping = cluster().ping(NodeId(kId));
    // The question may still be on its way when the next beat is sent: beat until it comes.
    QString question;
    quint64 sequence = 1;
    for (int i = 0; i < 100 && question.isEmpty(); ++i) {
        const auto reply = outcomeOf(cluster().beat(beatOf(kId, ++sequence)));
        QVERIFY_RESULT(reply);
        question = reply->ping;
        QTest::qWait(1);
    }
    QVERIFY(!question.isEmpty());
    QVERIFY(!ping.isFinished());

    Heartbeat answer = beatOf(kId, ++sequence);
    answer.answersPing = question;
    const auto reply = outcomeOf(cluster().beat(answer));

    QVERIFY_RESULT(reply);
    QVERIFY(reply->ping.isEmpty());
    const auto report = outcomeOf(ping);
    QVERIFY_RESULT(report);
    QCOMPARE(report->via, u"beat"_s);
    QVERIFY(report->latencyMs >= 0);
}

void ClusterSuite::pingOfUnknownNodeIsNotFound()
{
    if (has(Feature::Ping))
        QVERIFY(failedAs(outcomeOf(cluster().ping(NodeId(u"nobody"_s))), ErrorKind::NotFound));
}

void ClusterSuite::pingOfOfflineNodeIsUnreachable()
{
    if (!has(Feature::Announce) || !has(Feature::Ping))
        return;
    QVERIFY_RESULT(outcomeOf(cluster().announce(announcementOf(kId))));
    QVERIFY_RESULT(outcomeOf(cluster().leave(departureOf(kId))));

    const auto ping = outcomeOf(cluster().ping(NodeId(kId)));

    QVERIFY(failedAs(ping, ErrorKind::Unreachable));
    QVERIFY(ping.error().what.contains(kId));
}

} // namespace muster
