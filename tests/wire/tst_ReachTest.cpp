// SPDX-License-Identifier: Apache-2.0
// "Test connection" against real servers, good and bad (T-15).
#include "core/wire/ReachTest.h"
#include "tests/support/Outcome.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

namespace
{

using Then = ScriptedServer::Then;

DialTarget here(quint16 port)
{
    return {.host = u"127.0.0.1"_s, .port = port, .loopback = LoopbackRule::Allowed};
}

quint16 portOf(const ScriptedServer &server)
{
    return quint16(server.url().port());
}

QByteArray json(const QByteArray &status, const QByteArray &body)
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
           body;
}

//! Answers everything with \a bytes and leaves the connection open.
ScriptedServer::Script always(const QByteArray &bytes, Then then = Then::Keep)
{
    return [bytes, then](int) { return std::pair(bytes, then); };
}

} // namespace

class tst_ReachTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodeAnswers();
    void secondPathIsAskedWhenTheFirstIsNotFound();
    void chunkedAnswersAreRead();
    void resolvesNames();
    void redirectsAreNotFollowed();
    void endlessBodyIsCut();
    void endlessHeadIsCut();
    void silentServerTimesOutInItsStage();
    void closedPort();
    void nonsenseIsNoNode_data();
    void nonsenseIsNoNode();
    void hostileFieldsAreBounded();
    void endsWithItsContext();
    void requestSaysLittle();

private:
    Result<DialReport> reach(const DialTarget &target, const DialOptions &options = {})
    {
        return outcomeOf(testReach(m_clock, target, this, options));
    }
    ManualClock m_clock;
};

void tst_ReachTest::nodeAnswers()
{
    const ScriptedServer server(always(json("200 OK", R"({"version":"1.2.3","agentId":"a-1","status":"ok"})")));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(report->isReachable);
    QCOMPARE(report->version, u"1.2.3"_s);
    QCOMPARE(report->agentId, u"a-1"_s);
    QCOMPARE(report->path, u"/health"_s);
    QCOMPARE(report->stages.size(), 3);
    QCOMPARE(report->stages[0].name, u"resolve"_s);
    QCOMPARE(report->stages[1].name, u"connect"_s);
    QCOMPARE(report->stages[2].name, u"answer"_s);
    QVERIFY(!report->stages[2].cause);
}

void tst_ReachTest::secondPathIsAskedWhenTheFirstIsNotFound()
{
    const ScriptedServer server([](int number) {
        return std::pair(number == 0 ? json("404 Not Found", "{}") : json("200 OK", "{}"), Then::Close);
    });

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(report->isReachable);
    QCOMPARE(report->path, u"/api/status"_s);
    QVERIFY(report->version.isEmpty());
    QVERIFY(server.heads()[0].startsWith("GET /health HTTP/1.1\r\n"));
    QVERIFY(server.heads()[1].startsWith("GET /api/status HTTP/1.1\r\n"));
}

void tst_ReachTest::chunkedAnswersAreRead()
{
    const ScriptedServer server(always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       "8\r\n{\"versio\r\n8\r\nn\":\"2\"} \r\n0\r\n\r\n"));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QCOMPARE(report->version, u"2"_s);
}

void tst_ReachTest::resolvesNames()
{
    const ScriptedServer server(always(json("200 OK", "{}")));
    DialTarget target = here(portOf(server));
    target.host = u"localhost"_s;

    const Result<DialReport> report = reach(target);

    QVERIFY_RESULT(report);
    QVERIFY(report->isReachable);
}

void tst_ReachTest::redirectsAreNotFollowed()
{
    const ScriptedServer canary(always(json("200 OK", "{}")));
    const ScriptedServer server(always("HTTP/1.1 302 Found\r\nLocation: " + canary.url(u"/secret"_s).toEncoded() +
                                       "\r\nRefresh: 0;url=" + canary.url().toEncoded() +
                                       "\r\nContent-Length: 0\r\n\r\n"));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(!report->isReachable);
    QCOMPARE(report->stages.last().cause->code, u"not-a-node"_s);
    QCOMPARE(server.requests(), int(DialOptions().paths.size()));
    QTest::qWait(50);
    QCOMPARE(canary.requests(), 0);
}

void tst_ReachTest::endlessBodyIsCut()
{
    const ScriptedServer server(
        always("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"version\":\"" + QByteArray(1 << 20, 'x')));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(report->isReachable); // It answered; what it says of itself is not believed.
    QVERIFY(report->version.isEmpty());
}

void tst_ReachTest::endlessHeadIsCut()
{
    const ScriptedServer server(always("HTTP/1.1 200 OK\r\n" + QByteArray("X-A: b\r\n").repeated(100'000)));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(report->isReachable);
}

void tst_ReachTest::silentServerTimesOutInItsStage()
{
    const ScriptedServer server(always({}));

    const Result<DialReport> report = reach(here(portOf(server)), {.stage = milliseconds(200)});

    QVERIFY_RESULT(report);
    QVERIFY(!report->isReachable);
    QCOMPARE(report->stages.size(), 3);
    QCOMPARE(report->stages.last().name, u"answer"_s);
    QCOMPARE(report->stages.last().cause->code, u"no-answer"_s);
    QCOMPARE(report->stages.last().cause->kind, ErrorKind::Timeout);
}

void tst_ReachTest::closedPort()
{
    auto server = std::make_unique<ScriptedServer>(always({}));
    const quint16 port = portOf(*server);
    server.reset();

    const Result<DialReport> report = reach(here(port));

    QVERIFY_RESULT(report);
    QCOMPARE(report->stages.size(), 2);
    QCOMPARE(report->stages.last().name, u"connect"_s);
    QCOMPARE(report->stages.last().cause->code, u"connection-refused"_s);
}

void tst_ReachTest::nonsenseIsNoNode_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("ssh") << "SSH-2.0-OpenSSH_9.2\r\n"_ba;
    QTest::newRow("http 2") << "HTTP/2 200\r\n\r\n"_ba;
    QTest::newRow("status of letters") << "HTTP/1.1 abc\r\n\r\n"_ba;
    QTest::newRow("status too small") << "HTTP/1.1 042 X\r\n\r\n"_ba;
    QTest::newRow("cut line") << "HTTP/1.1"_ba;
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("server error") << json("500 Oops", "{\"version\":\"1\"}");
}

void tst_ReachTest::nonsenseIsNoNode()
{
    QFETCH(QByteArray, bytes);
    const ScriptedServer server(always(bytes, Then::Close));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QVERIFY(!report->isReachable);
    QCOMPARE(report->stages.last().cause->code, u"not-a-node"_s);
    QVERIFY(report->version.isEmpty());
}

void tst_ReachTest::hostileFieldsAreBounded()
{
    const ScriptedServer server(
        always(json("200 OK", "{\"version\":\"" + QByteArray(2000, 'v') + "\",\"agentId\":{\"a\":[1,2]}}")));

    const Result<DialReport> report = reach(here(portOf(server)));

    QVERIFY_RESULT(report);
    QCOMPARE(report->version.size(), limits::kNodeTextCharacters);
    QVERIFY(report->agentId.isEmpty());
}

void tst_ReachTest::endsWithItsContext()
{
    const ScriptedServer server(always({}));
    auto context = std::make_unique<QObject>();

    const Future<DialReport> future = testReach(m_clock, here(portOf(server)), context.get());
    QTRY_COMPARE(server.requests(), 1);
    context.reset();

    QCOMPARE(outcomeOf(future).error().kind, ErrorKind::Cancelled);
}

void tst_ReachTest::requestSaysLittle()
{
    const ScriptedServer server(always(json("200 OK", "{}")));

    QVERIFY_RESULT(reach(here(portOf(server))));

    QCOMPARE(server.heads().first(), "GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(portOf(server)) +
                                         "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
}

QTEST_GUILESS_MAIN(tst_ReachTest)
#include "tst_ReachTest.moc"
