// SPDX-License-Identifier: Apache-2.0
// The verbs of NativeClient about work over real sockets: what reaches the cluster, what comes back, what is no answer. What a
// control plane makes of them is in tests/conformance.
#include "core/dialects/native/NativeClient.h"

#include "tests/dialects/native/ApiBench.h"
#include "tests/dialects/native/ScriptedCluster.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"

using namespace Qt::StringLiterals;

namespace muster {

namespace {

QByteArray okReply(const QByteArray &body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

EntityRef acme()
{
    return *EntityRef::parse(u"agent/acme:hello"_s, {});
}

} // namespace

class tst_NativeClientWork : public QObject
{
    Q_OBJECT

    std::unique_ptr<NativeClient> clientWith(const QByteArray &key)
    {
        return std::make_unique<NativeClient>(m_bench->address(), Credentials{Secret(key)}, m_clock, 1);
    }

private Q_SLOTS:
    void init()
    {
        m_cluster = std::make_unique<ScriptedCluster>();
        m_bench = std::make_unique<ApiBench>(*m_cluster);
        QVERIFY(m_bench->isOpen);
        m_client = clientWith("admin-key");
    }
    void cleanup()
    {
        m_client.reset();
        m_bench.reset();
        m_cluster.reset();
    }

    void entitiesGoThereAndComeBack()
    {
        m_cluster->entityState.placement.waiting = Waiting{WaitReason::StrictNodeOffline, u"node-1 is offline"_s};
        QCOMPARE(outcomeOf(m_client->entities()).value(), QList<EntityState>{m_cluster->entityState});
        EntityRequest request;
        request.entity.ref = acme();
        request.entity.settings = m_cluster->entityState.entity.settings;
        request.secrets = {{u"TOKEN"_s, Secret("s3cret")}};
        request.keptSecrets = {u"OLD"_s};
        request.mustBeNew = false;
        request.note = u"why"_s;
        QCOMPARE(outcomeOf(m_client->saveEntity(request)).value(), m_cluster->entityState);
        QCOMPARE(m_cluster->lastEntity->entity.ref, acme());
        QCOMPARE(m_cluster->lastEntity->secrets[u"TOKEN"_s].reveal(), "s3cret"_ba);
        QCOMPARE(m_cluster->lastEntity->keptSecrets, request.keptSecrets);
        QVERIFY(!m_cluster->lastEntity->mustBeNew);
        QVERIFY(outcomeOf(m_client->removeEntity(acme(), u"a & b?"_s)));
        QCOMPARE(m_cluster->lastNote, u"a & b?"_s);
    }
    void theServerSaysWhoAsks()
    {
        // Whatever a caller claims: his key says who he is and what he sees.
        QVERIFY(outcomeOf(clientWith("operator-key")->cancelJob(JobId(u"j-1"_s), Actor{u"root"_s, {}, {}, true})));
        QCOMPARE(m_cluster->lastActor->name, u"operator"_s);
        QCOMPARE(m_cluster->lastActor->source, u"127.0.0.1"_s);
        QVERIFY(!m_cluster->lastActor->seesSecrets);
        QVERIFY(outcomeOf(m_client->job(JobId(u"j-1"_s))));
        QVERIFY(m_cluster->lastActor->seesSecrets);
    }
    void pinsGoThereAndAreCleared()
    {
        QVERIFY(outcomeOf(m_client->assign({acme(), NodeId(u"node-1"_s), AssignmentMode::Preferred, 3, u"why"_s})));
        QCOMPARE(m_cluster->lastAssignment->entity, acme());
        QCOMPARE(m_cluster->lastAssignment->node.text(), u"node-1"_s);
        QCOMPARE(m_cluster->lastAssignment->mode, AssignmentMode::Preferred);
        QCOMPARE(m_cluster->lastAssignment->version, std::optional<quint64>(3));
        QCOMPARE(m_cluster->lastAssignment->note, u"why"_s);
        QVERIFY(outcomeOf(m_client->assign({acme(), {}, AssignmentMode::Strict, 4, u"not any more"_s})));
        QVERIFY(m_cluster->lastAssignment->node.isEmpty());
        QCOMPARE(m_cluster->lastAssignment->version, std::optional<quint64>(4));
        QCOMPARE(m_cluster->lastAssignment->note, u"not any more"_s);
        QVERIFY(outcomeOf(m_client->assign({acme(), {}})));
        QVERIFY(!m_cluster->lastAssignment->version);
    }
    void placesAreAskedForByNeeds()
    {
        QCOMPARE(outcomeOf(m_client->bestNodes({u"gpu"_s, u"a&b"_s})).value(), m_cluster->candidates);
        QCOMPARE(m_cluster->lastNeeds, QStringList({u"gpu"_s, u"a&b"_s}));
        QVERIFY(outcomeOf(m_client->bestNodes({})));
        QVERIFY(m_cluster->lastNeeds.isEmpty());
    }
    void payloadsArriveByteForByte()
    {
        JobRequest request;
        request.entity = acme();
        request.payload = "{ \"x\" : 1.00,\n\"big\":12345678901234567890 }";
        request.dedupeKey = u"a+b & c=d 100 % ü"_s;
        request.attempts = 9;
        const Result<Job> job = outcomeOf(m_client->submit(request));
        QVERIFY_RESULT(job);
        QCOMPARE(job->id, m_cluster->work.id);
        QCOMPARE(m_cluster->lastJobs.size(), 1);
        QCOMPARE(m_cluster->lastJobs[0].entity, acme());
        QCOMPARE(m_cluster->lastJobs[0].payload, request.payload);
        QCOMPARE(m_cluster->lastJobs[0].dedupeKey, request.dedupeKey);
        QCOMPARE(m_cluster->lastJobs[0].attempts, 9);
        QVERIFY(outcomeOf(m_client->submit({acme(), {}})));
        QVERIFY(m_cluster->lastJobs[0].payload.isEmpty());
    }
    void payloadsThatAreNoneDoNotLeave()
    {
        const Result<QList<JobId>> bulk = outcomeOf(m_client->submitAll({{acme(), "1"}, {acme(), "{x"}}));
        QCOMPARE(bulk.error().kind, ErrorKind::Invalid);
        QCOMPARE(bulk.error().field, u"jobs[1].data"_s);
        QCOMPARE(m_cluster->changes, 0);
        QCOMPARE(outcomeOf(m_client->submit({acme(), "{x"})).error().field, u"data"_s);
        QCOMPARE(m_cluster->changes, 0);
        const Result<Job> large = outcomeOf(m_client->submit({acme(), '"' + QByteArray(limits::kJobPayloadBytes, 'x') + '"'}));
        QCOMPARE(large.error().kind, ErrorKind::Invalid);
        QCOMPARE(m_cluster->changes, 0);
        QCOMPARE(outcomeOf(m_client->submitAll({{acme(), "1"}, {acme(), "2"}})).value().size(), 2);
    }
    void jobsAndQueuesComeBack()
    {
        m_cluster->work.error = JobError{u"exit-status"_s, u"ended with 3"_s};
        m_cluster->work.payload = R"({"token":"t-secret","x":1})";
        const Result<Job> job = outcomeOf(m_client->job(JobId(u"j-1"_s)));
        QVERIFY_RESULT(job);
        QCOMPARE(*job, m_cluster->work);
        JobQuery query;
        query.state = JobState::Failed;
        query.search = u"a b"_s;
        query.most = 7;
        const Result<JobPage> page = outcomeOf(m_client->jobs(query));
        QVERIFY_RESULT(page);
        QVERIFY(page->hasMore);
        QCOMPARE(page->jobs.size(), 1);
        QCOMPARE(m_cluster->lastQuery->state, query.state);
        QCOMPARE(m_cluster->lastQuery->search, query.search);
        QCOMPARE(m_cluster->lastQuery->most, 7);
        QCOMPARE(outcomeOf(m_client->retryJob(JobId(u"j-1"_s))).value().id, m_cluster->work.id);
        QCOMPARE(outcomeOf(m_client->cancelJob(JobId(u"j-1"_s))).value().id, m_cluster->work.id);
        QVERIFY(outcomeOf(m_client->discardJob(JobId(u"j-1"_s))));
        QCOMPARE(outcomeOf(m_client->queues()).value(), QList<QueueFacts>{m_cluster->queue});
        QVERIFY(outcomeOf(m_client->pauseQueue(u"agent"_s, true))->isPaused);
        QVERIFY(!outcomeOf(m_client->pauseQueue(u"agent"_s, false))->isPaused);
    }
    void masksComeBackAsValues()
    {
        const Result<Job> job = outcomeOf(clientWith("viewer-key")->job(JobId(u"j-1"_s)));
        QVERIFY_RESULT(job);
        QCOMPARE(QString::fromUtf8(job->payload), u"{\"token\":\"••••••••\",\"x\":1}"_s);
        QVERIFY(!job->result.contains("k-secret"));
    }
    void whatIsNoAnswerIsProtocol_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body : {"", "x", "7", "\"text\"", "[7]", "{}", "[{}]", R"({"jobs":7})", R"({"jobs":[7]})", R"({"jobs":[{"id":"j-1"}]})",
                                 R"({"ids":["/"]})", R"({"id":"j-1","queue":"agent","entity":"agent/hello","state":"done"})",
                                 R"([{"name":7}])"})
            QTest::addRow("%s", body) << QByteArray(body);
    }
    void whatIsNoAnswerIsProtocol()
    {
        QFETCH(QByteArray, body);
        ScriptedServer server([&body](int) { return std::pair(okReply(body), ScriptedServer::Then::Close); });
        NativeClient client({u"native"_s, server.url()}, Credentials{Secret("key")}, m_clock, 1);
        const auto kindOf = [](const auto &outcome) { return outcome ? ErrorKind::Internal : outcome.error().kind; };
        QCOMPARE(kindOf(outcomeOf(client.entities())), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.assign({acme(), NodeId(u"n1"_s)}))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.bestNodes({}))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.submit({acme(), "1"}))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.submitAll({{acme(), "1"}}))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.jobs({}))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.job(JobId(u"j-1"_s)))), ErrorKind::Protocol);
        QCOMPARE(kindOf(outcomeOf(client.queues())), ErrorKind::Protocol);
    }

private:
    SystemClock m_clock;
    std::unique_ptr<ScriptedCluster> m_cluster;
    std::unique_ptr<ApiBench> m_bench;
    std::unique_ptr<NativeClient> m_client;
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_NativeClientWork)
#include "tst_NativeClientWork.moc"
