// SPDX-License-Identifier: Apache-2.0
// What stands before every handler; above all, that guessing keys leads nowhere and stops nobody (T-2).
#include "core/wire/RequestGate.h"
#include "tests/support/Sanitized.h"
#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

namespace
{

HttpRequest requestWith(const QByteArray &key, const QHostAddress &peer, const QByteArray &host = "127.0.0.1:80",
                        const QByteArray &origin = {})
{
    HttpRequest request;
    request.segments = {u"nodes"_s, u"a"_s};
    request.peer = peer;
    const auto add = [&request](const QByteArray &name, const QByteArray &value) {
        const quint32 at = quint32(request.head.size());
        request.head += name + ": " + value + "\r\n";
        request.fields.push_back({at, quint32(name.size()), at + quint32(name.size()) + 2, quint32(value.size())});
    };
    add("host", host);
    if (!origin.isEmpty())
        add("origin", origin);
    if (!key.isEmpty())
        add("authorization", "Bearer " + key);
    return request;
}

const QHostAddress kHere(QHostAddress::LocalHost);

//! A gate before a router with one key.
struct Gated {
    Gated()
    {
        keys.add(Secret(kKey), {u"viewer"_s, Access::Viewer});
        router.setAuthoriser([this](const HttpRequest &request) { return keys.callerOf(request); });
        router.add(HttpMethod::Get, u"/nodes/{id}"_s, {.access = Access::Viewer},
                   [](const HttpRequest &) { return ready(HttpReply::empty(204)); });
    }
    //! 0: let in.
    int statusFor(const QByteArray &key, const QHostAddress &peer = kHere) { return statusFor(requestWith(key, peer)); }
    int statusFor(HttpRequest request)
    {
        const RequestGate::Answer answer = gate.admit(request, now);
        return answer.admission.refusal ? answer.admission.refusal->status : 0;
    }

    SteadyTime now{milliseconds(1'000'000)};
    ApiKeys keys;
    Router router;
    RequestGate gate{router, HostRules(kHere, 80, {}, {})};
};

} // namespace

class tst_RequestGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongKeysAreAnsweredUnreadBeyondTheLimit();
    void missingKeysAreNoGuesses();
    void foreignHostsAreNotAskedForKeys();
    void foreignHostsAndPagesAreHeardOf();
    void gainedAddressesAreLookedForOnceASecond();
    void aMillionGuessesStopNoRightKey();
    void floodOverSocketsStopsNoRightKey();
};

void tst_RequestGate::wrongKeysAreAnsweredUnreadBeyondTheLimit()
{
    Gated gated;
    for (int i = 0; i < limits::kGuessesPerMinute; ++i)
        QCOMPARE(gated.statusFor("wrong"), 401);

    QCOMPARE(gated.statusFor("wrong"), 429);
    QCOMPARE(gated.statusFor(kKey), 0);
    QCOMPARE(gated.statusFor("wrong", QHostAddress(u"192.0.2.1"_s)), 401);
    gated.now += milliseconds(60'000);
    QCOMPARE(gated.statusFor("wrong"), 401);
}

void tst_RequestGate::missingKeysAreNoGuesses()
{
    Gated gated;

    for (int i = 0; i < 2 * limits::kGuessesPerMinute; ++i)
        QCOMPARE(gated.statusFor(QByteArray()), 401);

    QCOMPARE(gated.statusFor("wrong"), 401);
}

void tst_RequestGate::foreignHostsAreNotAskedForKeys()
{
    Gated gated;
    HttpRequest request = requestWith(kKey, kHere);
    request.head.replace("127.0.0.1:80", "evil.test:80");

    const RequestGate::Answer answer = gated.gate.admit(request, gated.now);

    QCOMPARE(answer.admission.refusal->status, 421);
    QVERIFY(answer.closes);
    QCOMPARE(request.caller, Caller{});
}

void tst_RequestGate::foreignHostsAndPagesAreHeardOf()
{
    Gated gated;
    QStringList heard;
    gated.router.setRefusalObserver([&heard](const HttpRequest &request, const Error &error) {
        heard.append(request.peer.toString() + u' ' + error.codeOrDefault());
    });

    QCOMPARE(gated.statusFor(requestWith(kKey, kHere, "evil.test:80")), 421);
    QCOMPARE(gated.statusFor(requestWith(kKey, kHere, "127.0.0.1:80", "http://evil.test")), 403);

    QCOMPARE(heard, (QStringList{u"127.0.0.1 wrong-host"_s, u"127.0.0.1 origin-refused"_s}));
}

void tst_RequestGate::gainedAddressesAreLookedForOnceASecond()
{
    Gated gated;
    int looked = 0;
    QStringList has;
    RequestGate gate(gated.router, HostRules(QHostAddress(QHostAddress::Any), 80, {}, {}), [&] {
        ++looked;
        return has;
    });
    const auto statusFor = [&](const QByteArray &host) {
        HttpRequest request = requestWith({}, kHere, host);
        const auto refusal = gate.admit(request, gated.now).admission.refusal;
        return refusal ? refusal->status : 0;
    };

    QCOMPARE(statusFor("evil.test:80"), 421);
    QCOMPARE(looked, 0);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(statusFor("10.0.0.9:80"), 421);
    QCOMPARE(looked, 1);
    has = QStringList{u"10.0.0.9"_s};
    gated.now += milliseconds(1000);
    QCOMPARE(statusFor("10.0.0.9:80"), 401); // Past the Host; the key is another matter.
    QCOMPARE(statusFor("10.0.0.9"), 401);
    QCOMPARE(looked, 2);
}

void tst_RequestGate::aMillionGuessesStopNoRightKey()
{
    Gated gated;
    QList<HttpRequest> guesses;
    for (int i = 0; i < 1000; ++i)
        guesses.append(requestWith("guess" + QByteArray::number(i), kHere));
    const int rounds = kIsSanitized ? 20 : 1000; // A million takes minutes with sanitizers.
    int told = 0;
    int beats = 0;

    for (int round = 0; round < rounds; ++round) {
        for (const HttpRequest &guess : std::as_const(guesses))
            told += gated.statusFor(guess) == 401 ? 1 : 0;
        beats += gated.statusFor(kKey) == 0 ? 1 : 0;
    }

    QCOMPARE(told, limits::kGuessesPerMinute);
    QCOMPARE(beats, rounds);
}

void tst_RequestGate::floodOverSocketsStopsNoRightKey()
{
    ServerBench bench;
    RawPeer guesser(bench.server->port());
    RawPeer worker(bench.server->port());
    const QByteArray guesses = bench.request("GET /nodes/a", "Authorization: Bearer nonsense\r\n").repeated(500);

    for (int i = 0; i < 10; ++i) {
        guesser.send(guesses);
        worker.ask(bench.request("GET /nodes/a", ServerBench::key()));
    }

    QTRY_COMPARE_WITH_TIMEOUT(guesser.replies(), 5000, 20000);
    QCOMPARE(worker.got().count("HTTP/1.1 200"), 10);
    QCOMPARE(guesser.got().count("HTTP/1.1 401"), limits::kGuessesPerMinute);
    QCOMPARE(guesser.got().count("HTTP/1.1 429"), 5000 - limits::kGuessesPerMinute);
    QVERIFY(guesser.got().contains("Retry-After: "));
}

QTEST_GUILESS_MAIN(tst_RequestGate)
#include "tst_RequestGate.moc"
