// SPDX-License-Identifier: Apache-2.0
// What AgenticMail's dashboard asks of our server, and what it is told.
#include "core/dialects/agenticmail/AgenticmailConsoleApi.h"

#include "tests/dialects/agenticmail/RoutesBench.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace muster {

class tst_AgenticmailConsoleApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsNodesInTheOrderOfRegistration()
    {
        RoutesBench bench;
        bench.rig.join(u"ours"_s);
        bench.rig.clock.advance(1s);
        bench.join(u"mac"_s);
        const auto said = bench.ask("GET", u"/cluster/nodes"_s, "viewer-key");
        QCOMPARE(said.status, 200);
        const QJsonArray nodes = said.body.value("nodes"_L1).toArray();
        QCOMPARE(nodes.size(), 2);
        QCOMPARE(nodes[0]["nodeId"_L1].toString(), u"ours"_s);
        QCOMPARE(nodes[1]["nodeId"_L1].toString(), u"mac"_s);
        QCOMPARE(said.body.value("stats"_L1)["totalCpus"_L1].toInt(), 18);
    }
    void missingNodesAre404InItsWords()
    {
        RoutesBench bench;
        for (const auto &[method, path] : {std::pair("GET"_ba, u"/cluster/nodes/no"_s), std::pair("DELETE"_ba, u"/cluster/nodes/no"_s),
                                           std::pair("GET"_ba, u"/cluster/nodes/a%2Fb"_s)}) {
            const auto said = bench.ask(method, path);
            QCOMPARE(said.status, 404);
            QCOMPARE(said.body.value("error"_L1).toString(), u"Node not found"_s);
            QCOMPARE(said.code(), u"not-found"_s);
        }
        QCOMPARE(bench.ask("GET", u"/agent-status/no"_s).status, 404);
    }
    void aRemovedNodeIsGoneForItsWorker()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        const auto said = bench.ask("DELETE", u"/cluster/nodes/mac"_s);
        QCOMPARE(said.body, (QJsonObject{{u"removed"_s, true}}));
        QCOMPARE(bench.beat(u"mac"_s, {u"agent-1"_s}).status, 404); // So that it can know, and register again.
        QCOMPARE(bench.ask("GET", u"/cluster/nodes/mac"_s).status, 404);
        bench.join(u"mac"_s);
        QCOMPARE(bench.ask("GET", u"/cluster/nodes/mac"_s).status, 200);
    }
    void theBestNodeCanAndHasTheFewestAgents()
    {
        RoutesBench bench;
        const auto best = [&bench](const QString &wanted) {
            const auto said = bench.ask("GET", u"/cluster/best-node?capabilities="_s + wanted);
            return said.status == 200 ? said.body.value("nodeId"_L1).toString() : said.body.value("error"_L1).toString();
        };
        QCOMPARE(best({}), u"No suitable node available"_s);
        bench.join(u"busy"_s, u"agent-1"_s);
        QCOMPARE(bench.beat(u"busy"_s, {u"agent-2"_s}).status, 200);
        bench.rig.clock.advance(10ms);
        bench.join(u"first"_s, u"agent-3"_s);
        bench.rig.clock.advance(10ms);
        bench.join(u"second"_s, u"agent-4"_s);
        QCOMPARE(best({}), u"first"_s);
        QCOMPARE(best(u"gpu,,browser"_s), u"first"_s);
        QCOMPARE(best(u"GPU"_s), u"No suitable node available"_s); // Compared exactly, as there.
        bench.rig.advance(46s); // All are late, so none is online.
        QCOMPARE(best({}), u"No suitable node available"_s);
        QCOMPARE(bench.beat(u"busy"_s, {u"agent-1"_s}).status, 200);
        QCOMPARE(best({}), u"busy"_s);
    }
    void theBestNodeIsTheLeastLoaded()
    {
        RoutesBench bench;
        const auto load = [&bench](const QString &id, double cpu) {
            return bench.post(u"/cluster/heartbeat/"_s + id, {{u"cpuUsage"_s, cpu}}).status;
        };
        bench.join(u"few"_s);
        bench.join(u"many"_s);
        QCOMPARE(bench.beat(u"many"_s, {u"agent-1"_s, u"agent-2"_s}).status, 200);
        QCOMPARE(load(u"few"_s, 0.9), 200);
        QCOMPARE(load(u"many"_s, 0.1), 200);
        const auto said = bench.ask("GET", u"/cluster/best-node"_s);
        QCOMPARE(said.body.value("nodeId"_L1).toString(), u"many"_s);
        QCOMPARE(said.body.value("cpuCount"_L1).toInt(), 10); // All of a Node.
    }
    void aTestConnectionAsksTheControlPlane()
    {
        RoutesBench bench;
        QCOMPARE(bench.post(u"/cluster/test-connection"_s, {{u"host"_s, u"mac"_s}}, "operator-key").status, 501); // Nobody tests.
        ReachTarget asked;
        ReachReport report{.isReachable = true, .latencyMs = 4, .version = {}, .agentId = u"a1"_s, .stages = {}};
        bench.rig.plane->setReacher([&](const ReachTarget &target) {
            asked = target;
            return ready(report);
        });
        const auto said = bench.post(u"/cluster/test-connection"_s, {{u"host"_s, u"mac"_s}}, "operator-key");
        QCOMPARE(said.body, (QJsonObject{{u"success"_s, true}, {u"latencyMs"_s, 4}, {u"agentId"_s, u"a1"_s}}));
        QCOMPARE(asked.host, u"mac"_s);
        QCOMPARE(asked.port, 3101);
        QCOMPARE(asked.askedBy, u"operator"_s);
        QVERIFY(!asked.isAdmin);
        report.isReachable = false;
        const auto failed = bench.post(u"/cluster/test-connection"_s, {{u"host"_s, u"mac"_s}, {u"port"_s, 80}}, "admin-key");
        QCOMPARE(failed.status, 200);
        QCOMPARE(failed.body.value("error"_L1).toString(), u"No response from mac:80"_s);
        QVERIFY(asked.isAdmin);
    }
    void wrongTestsAre400AndForbiddenOnes403()
    {
        RoutesBench bench;
        bench.rig.plane->setReacher([](const ReachTarget &) { return failed<ReachReport>(refused(u"not this one"_s)); });
        const QString path = u"/cluster/test-connection"_s;
        QCOMPARE(bench.post(path, {}, "operator-key").field(), u"host"_s);
        QCOMPARE(bench.post(path, {{u"host"_s, QString()}}, "operator-key").status, 400);
        QCOMPARE(bench.post(path, {{u"host"_s, u"a"_s}, {u"port"_s, 0}}, "operator-key").field(), u"port"_s);
        QCOMPARE(bench.ask("POST", path, "operator-key", "{broken").status, 400);
        QCOMPARE(bench.post(path, {{u"host"_s, u"169.254.169.254"_s}}, "operator-key").status, 403);
    }
    void aRestartSaysOkOnlyWhenItWasTaken()
    {
        RoutesBench bench;
        bench.join(u"mac"_s);
        Future<void> outcome = ready();
        bench.rig.plane->setRestarter([&outcome](const Node &) { return outcome; });
        const auto taken = bench.ask("POST", u"/cluster/nodes/mac/restart"_s);
        QCOMPARE(taken.status, 200);
        QCOMPARE(taken.body.value("message"_L1).toString(), u"Restart signal sent to Office Mac"_s);
        outcome = failed<void>(Error{ErrorKind::Unreachable, {}, u"the worker answered 404"_s, {}, {}});
        const auto refusal = bench.ask("POST", u"/cluster/nodes/mac/restart"_s);
        QCOMPARE(refusal.status, 502);
        QCOMPARE(refusal.code(), u"unreachable"_s);
        QCOMPARE(bench.ask("POST", u"/cluster/nodes/no/restart"_s).body.value("error"_L1).toString(), u"Node not found"_s);
    }
    void deployingIsNotThereYet()
    {
        RoutesBench bench;
        const auto said = bench.post(u"/cluster/deploy-via-ssh"_s, {{u"host"_s, u"a"_s}, {u"privateKey"_s, u"secret"_s}}, "admin-key");
        QCOMPARE(said.status, 501);
        QCOMPARE(said.code(), u"unsupported"_s);
        QVERIFY(!said.body.value("error"_L1).toString().contains(u"secret"_s));
    }
    void agentsAreThoseOfTheNodes()
    {
        RoutesBench bench;
        bench.join(u"mac"_s, u"agent-7"_s);
        const auto all = bench.ask("GET", u"/agent-status"_s, "viewer-key");
        QCOMPARE(all.body.value("statuses"_L1).toArray().size(), 1);
        const auto one = bench.ask("GET", u"/agent-status/agent-7"_s, "viewer-key");
        QCOMPARE(one.body, all.body.value("statuses"_L1)[0].toObject());
        QCOMPARE(one.body.value("status"_L1).toString(), u"online"_s);
        bench.rig.advance(90s);
        QCOMPARE(bench.ask("GET", u"/agent-status/agent-7"_s).body.value("status"_L1).toString(), u"offline"_s);
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_AgenticmailConsoleApi)
#include "tst_AgenticmailConsoleApi.moc"
