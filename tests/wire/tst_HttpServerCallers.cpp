// SPDX-License-Identifier: Apache-2.0
// What becomes of connections and streams when the token behind them is revoked (T-3, W-7).
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

namespace
{

constexpr const char *kOther = "fedcba9876543210";

QByteArray otherKey()
{
    return "Authorization: Bearer "_ba + kOther + "\r\n";
}

//! A bench with two tokens, "one" (kKey) and "two" (kOther), and a stream and a slow answer that need one.
struct TokenBench {
    TokenBench()
    {
        bench.keys.remove(u"viewer"_s);
        bench.keys.add(Secret(kKey), {u"ann"_s, Access::Viewer, {}, u"one"_s});
        bench.keys.add(Secret(kOther), {u"bob"_s, Access::Viewer, {}, u"two"_s});
        bench.router.add(HttpMethod::Get, u"/mine"_s, {.access = Access::Viewer}, [this](const HttpRequest &) {
            return ready(HttpReply::stream([this](SseWriter *writer) { bench.writers.append(writer); }));
        });
        bench.router.add(HttpMethod::Get, u"/slow"_s, {.access = Access::Viewer}, [this](const HttpRequest &) {
            bench.later.append(Pending<HttpReply>());
            return bench.later.last().future();
        });
    }
    quint16 port() const { return bench.server->port(); }
    ServerBench bench;
};

} // namespace

class tst_HttpServerCallers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsStreamsOfTheTokenAlone();
    void endsKeptConnections();
    void endsRequestsInFlight();
    void aBodyThatCameTooLateIsRefused();
    void anonymousConnectionsStay();
    void laterCallerOfAConnectionCounts();
    void mayBeCalledByAHandlerOfTheSameToken();
    void refusalsOfHandlersAreHeard();
};

void tst_HttpServerCallers::endsStreamsOfTheTokenAlone()
{
    TokenBench tokens;
    RawPeer ann(tokens.port());
    RawPeer bob(tokens.port());
    ann.ask(tokens.bench.request("GET /mine", ServerBench::key()));
    bob.ask(tokens.bench.request("GET /mine", otherKey()));
    QTRY_COMPARE(tokens.bench.server->streamCount(), 2);

    tokens.bench.server->closeCallers(u"one"_s);

    QVERIFY(ann.waitForClose());
    QTRY_COMPARE(tokens.bench.server->streamCount(), 1);
    tokens.bench.writers.last()->send(":still here\n\n");
    QTRY_VERIFY(bob.got().contains("still here"));
}

void tst_HttpServerCallers::endsKeptConnections()
{
    TokenBench tokens;
    RawPeer ann(tokens.port());
    RawPeer bob(tokens.port());
    ann.ask(tokens.bench.request("GET /nodes/aa", ServerBench::key()));
    bob.ask(tokens.bench.request("GET /nodes/aa", otherKey()));

    tokens.bench.server->closeCallers(u"two"_s);

    QVERIFY(bob.waitForClose());
    ann.ask(tokens.bench.request("GET /nodes/aa", ServerBench::key()));
    QCOMPARE(ann.replies(), 2);
}

void tst_HttpServerCallers::endsRequestsInFlight()
{
    TokenBench tokens;
    RawPeer ann(tokens.port());
    ann.send(tokens.bench.request("GET /slow", ServerBench::key()));
    QTRY_COMPARE(tokens.bench.later.size(), 1);

    tokens.bench.server->closeCallers(u"one"_s);
    tokens.bench.finishLater(HttpReply::text(200, "secret"));

    QVERIFY(ann.waitForClose());
    QVERIFY(ann.got().isEmpty());
}

void tst_HttpServerCallers::aBodyThatCameTooLateIsRefused()
{
    TokenBench tokens;
    ServerBench &bench = tokens.bench;
    int asked = 0;
    QStringList done;
    bench.router.setAuthoriser([&](const HttpRequest &request) {
        ++asked;
        return bench.keys.callerOf(request);
    });
    bench.router.add(HttpMethod::Post, u"/make"_s, {.access = Access::Viewer}, [&done](const HttpRequest &request) {
        done.append(request.caller.name);
        return ready(HttpReply::empty(204));
    });
    RawPeer ann(tokens.port());
    RawPeer bob(tokens.port());
    ann.send(bench.request("POST /make", ServerBench::key() + "Content-Length: 4\r\n"));
    bob.send(bench.request("POST /make", otherKey() + "Content-Length: 4\r\n"));
    QTRY_COMPARE(asked, 2); // Both are let in, and owe their bodies.

    bench.keys.remove(u"ann"_s);
    ann.ask("body");
    bob.ask("body");

    QCOMPARE(ann.status(), 401);
    QCOMPARE(bob.status(), 204);
    QCOMPARE(done, QStringList{u"bob"_s});
    QCOMPARE(asked, 4);
    bob.ask(bench.request("POST /make", otherKey() + "Content-Length: 4\r\n", "body"));
    QCOMPARE(asked, 5); // What comes at once is looked at once.
}

void tst_HttpServerCallers::anonymousConnectionsStay()
{
    TokenBench tokens;
    RawPeer peer(tokens.port());
    peer.ask(tokens.bench.request("GET /open"));

    tokens.bench.server->closeCallers({});
    tokens.bench.server->closeCallers(u"one"_s);
    peer.ask(tokens.bench.request("GET /open"));

    QCOMPARE(peer.replies(), 2);
}

void tst_HttpServerCallers::laterCallerOfAConnectionCounts()
{
    TokenBench tokens;
    RawPeer peer(tokens.port());
    peer.ask(tokens.bench.request("GET /nodes/aa", ServerBench::key()));
    peer.ask(tokens.bench.request("GET /nodes/aa", otherKey()));

    tokens.bench.server->closeCallers(u"one"_s);
    peer.ask(tokens.bench.request("GET /nodes/aa", otherKey()));
    QCOMPARE(peer.replies(), 3);

    tokens.bench.server->closeCallers(u"two"_s);
    QVERIFY(peer.waitForClose());
}

void tst_HttpServerCallers::mayBeCalledByAHandlerOfTheSameToken()
{
    TokenBench tokens;
    tokens.bench.router.add(HttpMethod::Delete, u"/me"_s, {.access = Access::Viewer},
                            [&tokens](const HttpRequest &request) {
                                tokens.bench.server->closeCallers(request.caller.token);
                                return ready(HttpReply::empty(204));
                            });
    RawPeer ann(tokens.port());

    ann.send(tokens.bench.request("DELETE /me", ServerBench::key()).repeated(3));

    QVERIFY(ann.waitForClose());
    QTRY_COMPARE(tokens.bench.server->connectionCount(), 0);
}

// A key may open a route and still not do this: that is a refusal like the router's own.
void tst_HttpServerCallers::refusalsOfHandlersAreHeard()
{
    TokenBench tokens;
    QStringList heard;
    tokens.bench.router.setRefusalObserver([&heard](const HttpRequest &asked, const Error &error) {
        heard.append(asked.caller.name + u' ' + asked.segments.join(u'/') + u' ' + error.codeOrDefault());
    });
    tokens.bench.router.add(HttpMethod::Get, u"/theirs"_s, {.access = Access::Viewer}, [](const HttpRequest &) {
        return failed<HttpReply>(refused(u"this is bob's"_s, u"not-yours"_s));
    });
    RawPeer ann(tokens.port());

    ann.send(tokens.bench.request("GET /slow", ServerBench::key()));
    QTRY_COMPARE(tokens.bench.later.size(), 1);
    tokens.bench.later.first().finish(notFound(u"it is gone"_s));
    QTRY_VERIFY(ann.got().contains(" 404 "));
    ann.send(tokens.bench.request("GET /theirs", ServerBench::key()));
    QTRY_VERIFY(ann.got().contains(" 403 "));

    QCOMPARE(heard, QStringList{u"ann theirs not-yours"_s});
}

QTEST_GUILESS_MAIN(tst_HttpServerCallers)
#include "tst_HttpServerCallers.moc"
