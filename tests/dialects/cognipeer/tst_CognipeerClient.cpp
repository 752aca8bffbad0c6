// SPDX-License-Identifier: Apache-2.0
// The polled cluster: what the console's quirks become, and its link when polls fail.
#include "core/dialects/cognipeer/CognipeerClient.h"
#include "tests/conformance/SuiteParts.h"
#include "tests/dialects/cognipeer/ReplayBench.h"
#include "tests/support/ChaosProxy.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_CognipeerClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isPolledWithItsInterval()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerPace{.poll = milliseconds(40)});
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Polled);
        QCOMPARE(client.link().pollInterval, milliseconds(40));
        QCOMPARE(client.link().lastHeardAt, bench.clock.now());
        QTRY_VERIFY(bench.replay.overviews >= 4);
        QCOMPARE(client.features(), Features(Feature::Assign));
    }
    void theOwnNodeIsTheTrueOne()
    {
        CognipeerBench bench;
        bench.replay.serving = u"node-b"_s; // Its overview still says node-a.
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const auto facts = outcomeOf(client.facts());
        QVERIFY_RESULT(facts);
        QCOMPARE(facts->node, u"node-b"_s);
        QCOMPARE(facts->version, u"0.1.0"_s);
        QCOMPARE(facts->beatInterval, milliseconds(10000));
        QCOMPARE(facts->offlineAfter, milliseconds(30000));
    }
    void verbsWorkWithoutStart()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const auto snapshot = outcomeOf(client.snapshot());
        QVERIFY_RESULT(snapshot);
        QCOMPARE(snapshot->nodes.size(), 2);
        QCOMPARE(client.link().state, LinkState::Idle);
    }
    void differencesBecomeEvents()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        suite::EventLog log(client);
        const auto first = outcomeOf(client.snapshot());
        QVERIFY_RESULT(first);

        bench.clock.advance(milliseconds(10000));
        bench.replay.nodes.boot({.name = u"node-c"_s, .url = {}, .tags = {}});
        bench.replay.nodes.end(u"node-b"_s);
        const auto second = outcomeOf(client.snapshot());

        QVERIFY_RESULT(second);
        QCOMPARE(log.kindsOf(u"node-c"_s), QStringList{u"node-joined"_s});
        QCOMPARE(log.kindsOf(u"node-b"_s), QStringList{u"node-left"_s});
        QCOMPARE(log.kindsOf(u"node-a"_s), QStringList());
        QCOMPARE(log.events.last().position, second->position);
        for (qsizetype i = 0; i < log.events.size(); ++i)
            QCOMPARE(log.events[i].position.number, first->position.number + quint64(i) + 1);
        const bool hasBeat = std::ranges::any_of(log.events, [](const ClusterEvent &event) {
            return event.kind() == "node-beat"_L1 && event.node().text() == "node-a"_L1;
        });
        QVERIFY(hasBeat);
    }
    void aKilledNodeIsOfflineBeforeTheConsoleSaysSo()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        bench.clock.advance(milliseconds(5000));
        bench.replay.nodes.boot({.name = u"node-c"_s, .url = {}, .tags = {}});
        bench.replay.nodes.kill(u"node-c"_s); // Its sweeps come at 30 s and 60 s: the row stays online until then.
        bench.clock.advance(milliseconds(31000));
        const auto snapshot = outcomeOf(client.snapshot());
        QVERIFY_RESULT(snapshot);
        QCOMPARE(bench.replay.nodes.rows().at(2).status, u"online"_s);
        const Node *node = suite::nodeIn(*snapshot, u"node-c"_s);
        QVERIFY(node);
        QCOMPARE(node->status, NodeStatus::Offline);
        QVERIFY(suite::hasReason(*node, reason::kBeatsStopped));
    }
    void aDeadServerIsReconnectingAndComesBack()
    {
        CognipeerBench bench;
        CognipeerPace pace = CognipeerBench::still();
        pace.poll = milliseconds(30);
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, pace);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Polled);
        const quint16 port = bench.replay.port();
        bench.replay.close();
        QTRY_COMPARE(client.link().state, LinkState::Reconnecting);
        QTRY_VERIFY(client.link().attempt >= 2);
        QVERIFY(client.link().retryAt.has_value());
        QCOMPARE(client.link().cause.kind, ErrorKind::Unreachable);
        QVERIFY(bench.replay.open(port));
        QTRY_COMPARE(client.link().state, LinkState::Polled);
        QCOMPARE(client.link().cause, Error());
        QCOMPARE(bench.replay.logins, 1);
    }
    void stoppingWaitsAsLongAsTold()
    {
        CognipeerBench bench;
        bench.replay.phase = ConsolePhase::Stopping;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Reconnecting);
        QCOMPARE(client.link().cause.kind, ErrorKind::Busy);
        QCOMPARE(*client.link().retryAt - bench.clock.now(), milliseconds(5000));
    }
    void askedTooOftenItAsksLess()
    {
        CognipeerBench bench;
        CognipeerPace pace = CognipeerBench::still();
        pace.poll = milliseconds(40);
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, pace);
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Polled);
        bench.replay.answerNext({.status = 429, .body = "{}", .headers = {{"Retry-After", "7"}}});
        QTRY_COMPARE(client.link().pollInterval, milliseconds(7000));
        QCOMPARE(client.link().state, LinkState::Polled);
    }
    void whatNeedsAPersonIsBlocked()
    {
        CognipeerBench bench;
        bench.replay.edition = ConsoleEdition::NoLicence;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Blocked);
        QCOMPARE(client.link().cause.code, u"payment-required"_s);
        bench.replay.edition = ConsoleEdition::Open;
        client.retryNow();
        QTRY_COMPARE(client.link().state, LinkState::Polled);
    }
    void afterAnotherNetworkItAsksOverAFreshLine()
    {
        CognipeerBench bench;
        ChaosProxy proxy(quint16(bench.replay.url().port()));
        CognipeerClient client({u"cognipeer"_s, proxy.url()}, bench.credentials(), bench.clock, CognipeerBench::still());
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Polled);
        const int asked = bench.replay.overviews;
        proxy.halfOpenAll(); // Nothing tells us.

        client.retryNow();

        QTRY_VERIFY_WITH_TIMEOUT(bench.replay.overviews > asked, 7'000); // Not at the deadline of a call, 10 s.
        QTRY_COMPARE(client.link().state, LinkState::Polled);
    }
    void aWrongPasswordIsBlockedForGood()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.wrongCredentials(), bench.clock, CognipeerBench::still());
        client.start();
        QTRY_COMPARE(client.link().state, LinkState::Blocked);
        QVERIFY(!client.link().retryAt);
        client.retryNow();
        QTRY_COMPARE(bench.replay.logins, 2);
    }
    void nonsenseIsProtocolAndNamesThePath()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        bench.replay.answerNext({.body = R"({"nodes":[{"name":7,"status":"online"}]})"});
        const Error error = outcomeOf(client.snapshot()).error();
        QCOMPARE(error.kind, ErrorKind::Protocol);
        QVERIFY(error.text().contains(u"nodes[0].name"_s));
        bench.replay.answerNext({.contentType = "text/html", .body = "<html>hello</html>"});
        QCOMPARE(outcomeOf(client.snapshot()).error().kind, ErrorKind::Protocol);
    }
    void entitiesOfTheConsoleAreSeen()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const auto entities = outcomeOf(client.entities());
        QVERIFY_RESULT(entities);
        QCOMPARE(entities->size(), 4);
        QCOMPARE(entities->last().entity.ref.text(), u"alert-rule/acme:8c21aa30"_s);
        const EntityState calc = stateOf(client, u"js-runtime/acme:calc"_s);
        QCOMPARE(calc.entity.name(), u"Calculator"_s);
        QCOMPARE(calc.assignment->node.text(), u"node-b"_s);
        QVERIFY(calc.placement.isExplicit);
        const auto snapshot = outcomeOf(client.snapshot());
        QCOMPARE(snapshot->entities, *entities);
        QCOMPARE(snapshot->defaultNode.text(), u"node-a"_s);
        bench.replay.skipsTenant = true; // A short list is no proof of absence.
        QCOMPARE(outcomeOf(client.entities())->size(), 4);
    }
    void aPinIsClearedAndTold()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const EntityState before = stateOf(client, u"js-runtime/acme:calc"_s);
        suite::EventLog log(client);
        const auto cleared = outcomeOf(client.assign({before.entity.ref, {}, AssignmentMode::Strict, before.assignment->version}));
        QVERIFY_RESULT(cleared);
        QVERIFY(!cleared->assignment && !cleared->placement.isExplicit);
        QCOMPARE(log.events.last().kind(), u"entity-changed"_s);
        QVERIFY(bench.replay.assignments.isEmpty());
        QVERIFY(!stateOf(client, u"js-runtime/acme:calc"_s).assignment); // The next poll agrees.
        const qsizetype told = std::ranges::count_if(log.events, [](const ClusterEvent &one) { return one.kind() == "entity-changed"_L1; });
        QCOMPARE(told, 1);
    }
    void publicVersionsRefuseEveryPin()
    {
        CognipeerBench bench;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const EntityRef agent = *EntityRef::parse(u"agent/acme:support"_s, {});
        const Error error = outcomeOf(client.assign({agent, NodeId(u"node-b"_s)})).error();
        QCOMPARE(error.kind, ErrorKind::Unsupported);
        QCOMPARE(error.code, u"pin-unsupported"_s);
        QVERIFY(error.what.contains(u"nodeName is required"_s)); // What it says.
    }
    void wherePinsWorkTheyWork()
    {
        CognipeerBench bench;
        bench.replay.readsBodies = true;
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const EntityRef agent = *EntityRef::parse(u"agent/acme:support"_s, {});
        const auto pinned = outcomeOf(client.assign({agent, NodeId(u"node-b"_s), AssignmentMode::Preferred, 0}));
        QVERIFY_RESULT(pinned);
        QCOMPARE(pinned->assignment->node.text(), u"node-b"_s);
        QCOMPARE(pinned->assignment->mode, AssignmentMode::Preferred);
        QCOMPARE(pinned->assignment->updatedBy, u"u-1"_s);
        QCOMPARE(stateOf(client, u"agent/acme:support"_s), *pinned);
        QCOMPARE(outcomeOf(client.assign({agent, NodeId(u"nowhere"_s)})).error().kind, ErrorKind::NotFound);
        QCOMPARE(outcomeOf(client.assign({*EntityRef::parse(u"agent/acme:nobody"_s, {}), NodeId(u"node-b"_s)})).error().kind, ErrorKind::NotFound);
        bench.replay.nodes.erase(u"node-b"_s); // Behind our back: its refusal is a 500.
        QCOMPARE(outcomeOf(client.assign({agent, NodeId(u"node-b"_s)})).error().kind, ErrorKind::NotFound);
    }
    void whoeverSawAnotherPinIsTold()
    {
        CognipeerBench bench;
        bench.replay.readsBodies = true;
        CognipeerClient ours(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        CognipeerClient theirs(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const EntityState seen = stateOf(ours, u"js-runtime/acme:calc"_s);
        QVERIFY_RESULT(outcomeOf(theirs.assign({seen.entity.ref, NodeId(u"node-a"_s)})));
        const Error error = outcomeOf(ours.assign({seen.entity.ref, {}, AssignmentMode::Strict, seen.assignment->version})).error();
        QCOMPARE(error.kind, ErrorKind::Conflict);
        QCOMPARE(error.code, u"version"_s);
        QVERIFY(error.what.contains(u"node-a"_s));
        QCOMPARE(bench.replay.assignments.size(), 1);
    }
    void aListThatCannotBeHadHidesNoNodes()
    {
        CognipeerBench bench;
        bench.replay.instances = {QJsonObject{{u"entityType"_s, u"agent"_s}}}; // Without an id.
        CognipeerClient client(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        const auto snapshot = outcomeOf(client.snapshot());
        QVERIFY_RESULT(snapshot);
        QCOMPARE(snapshot->nodes.size(), 2);
        QCOMPARE(snapshot->entities.size(), 1); // What is pinned is known all the same.
        QCOMPARE(outcomeOf(client.facts())->notices.first().code, u"entities-unread"_s);
        bench.replay.instances = {QJsonObject{{u"entityType"_s, u"crawler"_s}, {u"entityId"_s, u"1f7f9169:site"_s}}};
        QVERIFY_RESULT(outcomeOf(client.snapshot()));
        const auto notices = outcomeOf(client.facts())->notices;
        QCOMPARE(notices.size(), 1);
        QVERIFY(notices.first().code == "unknown-kinds"_L1 && notices.first().text.contains(u"crawler"_s));
    }
    void stopAndDeathAreSafeAtAnyMoment()
    {
        CognipeerBench bench;
        bench.replay.isSilent = true;
        auto client = std::make_unique<CognipeerClient>(bench.address(), bench.credentials(), bench.clock, CognipeerBench::still());
        client->start();
        const auto snapshot = client->snapshot();
        client->stop();
        QCOMPARE(client->link().state, LinkState::Idle);
        client->start();
        client.reset();
        QTRY_VERIFY(snapshot.isFinished());
    }

private:
    static EntityState stateOf(Cluster &cluster, const QString &entity)
    {
        const auto all = outcomeOf(cluster.entities());
        for (const EntityState &one : all.value_or(QList<EntityState>())) {
            if (one.entity.ref.text() == entity)
                return one;
        }
        return {};
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_CognipeerClient)
#include "tst_CognipeerClient.moc"
