// SPDX-License-Identifier: Apache-2.0
// Servers that mean harm, against the clients of all dialects (F-3): whatever they answer, the snapshot ends in a clear
// error, the link is not live, and the window would go on painting.
#include "core/base/Clock.h"
#include "core/cluster/Dialect.h"
#include "core/dialects/native/NativeClient.h"
#include "tests/hostile/Attacks.h"
#include "tests/hostile/Bars.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

using namespace muster;

namespace
{

//! With credentials of every sort: each dialect takes what it knows.
std::unique_ptr<Cluster> clientOf(const Dialect &dialect, const QUrl &url)
{
    return dialect.client({dialect.id(), url},
                          {.token = Secret("t.x"), .apiKey = Secret("ek_x"), .user = u"a@b.c"_s, .password = Secret("x")});
}

//! In place of any answer.
QList<Attack> attacksOnDialects()
{
    const QByteArray head = okHead("application/json");
    const QByteArray types =
        "{\"nodes\":42,\"epoch\":[],\"position\":{},\"takenAt\":true,\"summary\":\"\",\"timestamp\":[[]]}";
    const QByteArray names = "{\"nodes\":[{\"nodeId\":" + QByteArray(2000, '[') + "}]}";
    return replyAttacks() +
           QList<Attack>{
               {"wrong types", {head + types}},
               {"millions of wrong nodes", {head + "{\"nodes\":[", repeated("0,0,0,0,0,0,0,0,0,0,", 600'000)}},
               {"deep within a node", {head + names}},
               {"null", {head + "null"}},
               {"empty object", {head + "{}"}},
           };
}

} // namespace

class tst_HostileDialects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shortAnswersAreReadShortly_data();
    void shortAnswersAreReadShortly();
    void endInAnError_data();
    void endInAnError();
};

void tst_HostileDialects::initTestCase()
{
    QVERIFY(!bomb().isEmpty()); // Made before the limit.
    QVERIFY(limitMemory(kMemoryLimit));
}

void tst_HostileDialects::shortAnswersAreReadShortly_data()
{
    using Ask = std::function<Result<void>(NativeClient &)>;
    QTest::addColumn<Ask>("ask");
    const auto row = [](const char *name, auto verb) {
        QTest::newRow(name) << Ask([verb](NativeClient &client) -> Result<void> {
            const auto outcome = outcomeOf(verb(client));
            return outcome ? Result<void>() : Result<void>(outcome.error());
        });
    };
    const NodeId node(u"n-1"_s);
    row("facts", [](NativeClient &client) { return client.facts(); });
    row("announce", [](NativeClient &client) { return client.announce(announcementOf(u"n-1"_s)); });
    row("beat", [](NativeClient &client) { return client.beat(beatOf(u"n-1"_s, 1)); });
    row("leave", [](NativeClient &client) { return client.leave(departureOf(u"n-1"_s)); });
    row("remove", [node](NativeClient &client) { return client.remove(node); });
    row("ping", [node](NativeClient &client) { return client.ping(node); });
    row("restart", [node](NativeClient &client) { return client.restartAgents(node); });
    row("reach", [](NativeClient &client) { return client.reach({u"127.0.0.1"_s, 3100}); });
    row("create a token", [](NativeClient &client) { return client.createToken({}); });
    row("tokens", [](NativeClient &client) { return client.tokens(); });
    row("revoke", [](NativeClient &client) { return client.revokeToken(TokenId(u"t-1"_s)); });
    row("join", [](NativeClient &client) { return client.join({}); });
    row("renew", [](NativeClient &client) { return client.renewCredential(); });
}

void tst_HostileDialects::shortAnswersAreReadShortly()
{
    QFETCH(std::function<Result<void>(NativeClient &)>, ask);
    const HostileServer server([](const QByteArray &) -> HostileAnswer {
        return {okHead("application/json"), endless("[")};
    });
    const SystemClock clock;
    NativeClient client({u"native"_s, server.url()}, {.token = Secret("t.x")}, clock, 1);
    Bars bars;

    const Result<void> outcome = ask(client);

    QVERIFY(bars.hold()); // Without having wanted much.
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::Protocol);
    QVERIFY2(outcome.error().text().contains(u"longer than"_s), qPrintable(outcome.error().text()));
}

void tst_HostileDialects::endInAnError_data()
{
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<Attack>("attack");
    const QList<Attack> attacks = attacksOnDialects();
    for (const Dialect *dialect : builtInDialects()) {
        if (dialect->id() == u"demo"_s) // Asks nobody.
            continue;
        for (const Attack &attack : attacks)
            QTest::addRow("%s: %s", qPrintable(dialect->id()), attack.name) << dialect->id() << attack;
    }
}

void tst_HostileDialects::endInAnError()
{
    QFETCH(QString, dialect);
    QFETCH(Attack, attack);
    // Streams break in a way of their own; the sign-in works, so that what is behind it meets the attack.
    const HostileServer server([&attack](const QByteArray &head) -> HostileAnswer {
        if (head.contains("text/event-stream"))
            return {okHead("text/event-stream"), endless("data: " + QByteArray(8000, 'x') + "\n")};
        if (head.startsWith("POST /api/auth/login"))
            return {"HTTP/1.1 200 OK\r\nSet-Cookie: token=abc; Path=/\r\nContent-Type: application/json\r\n"
                    "Content-Length: 2\r\nConnection: close\r\n\r\n{}"};
        return attack.answer;
    });
    const auto client = clientOf(*dialectById(dialect), server.url());
    Bars bars;

    client->start();
    const Result<ClusterSnapshot> snapshot = outcomeOf(client->snapshot(), milliseconds(20'000));
    QTRY_VERIFY_WITH_TIMEOUT(!client->link().cause.what.isEmpty() && !client->link().isLive(), 20'000);

    QVERIFY(bars.hold()); // A call and a stream are attacked at once.
    if (snapshot) // A dialect that enforces no types may read an empty list from nonsense, and nothing else.
        QVERIFY(snapshot->nodes.isEmpty());
    else
        QVERIFY(!snapshot.error().what.isEmpty() && snapshot.error().text().size() < 1000);
    client->stop();
}

QTEST_GUILESS_MAIN(tst_HostileDialects)
#include "tst_HostileDialects.moc"
