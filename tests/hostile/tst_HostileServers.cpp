// SPDX-License-Identifier: Apache-2.0
// Servers that mean harm, plain and behind TLS, against our stream and our calls, under a limit of memory (F-3): a clear
// error, little memory, an event loop that goes on, and an end at once when we want no more.
#include "core/base/Clock.h"
#include "core/wire/HttpClient.h"
#include "core/wire/SseClient.h"
#include "tests/hostile/Attacks.h"
#include "tests/hostile/Bars.h"
#include "tests/support/Outcome.h"
#include "tests/wire/TlsBench.h"

#include <QSignalSpy>

using namespace muster;

namespace
{

constexpr milliseconds kDeadline{600}; // Of the clients here, so that slow servers do not take ten seconds.
constexpr milliseconds kEndBar{1000}; // For the end of a client in the middle of what comes.

const TlsIdentity &identity()
{
    static const TlsIdentity made = madePair().identity();
    return made;
}

std::optional<QSslConfiguration> tlsOf(bool isTls)
{
    if (!isTls)
        return std::nullopt;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(identity().chain.first());
    configuration.setPrivateKey(identity().key);
    return configuration;
}

void addRows(const QList<Attack> &attacks)
{
    QTest::addColumn<Attack>("attack");
    QTest::addColumn<bool>("isTls");
    for (const Attack &attack : attacks) {
        QTest::newRow(attack.name) << attack << false;
        QTest::addRow("%s, TLS", attack.name) << attack << true;
    }
}

} // namespace

class tst_HostileServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void streams_data();
    void streams();
    void calls_data();
    void calls();
    void drippingServersAreGivenUp_data();
    void drippingServersAreGivenUp();
    void clientsEndAtOnce_data();
    void clientsEndAtOnce();
};

void tst_HostileServers::initTestCase()
{
    QVERIFY(!bomb().isEmpty()); // Made before the limit.
    QVERIFY(limitMemory(kMemoryLimit));
}

void tst_HostileServers::streams_data()
{
    addRows(streamAttacks());
}

void tst_HostileServers::streams()
{
    QFETCH(Attack, attack);
    QFETCH(bool, isTls);
    const HostileServer server([&attack](const QByteArray &) { return attack.answer; }, tlsOf(isTls));
    const SystemClock clock;
    SseClient client(clock, {.url = server.url(),
                             .trust = {.pin = identity().pin()},
                             .keepAlive = kDeadline / 3,
                             .connectDeadline = kDeadline,
                             .retryFirst = milliseconds(600'000),
                             .retryMost = milliseconds(600'000),
                             .retryLater = milliseconds(600'000)});
    QList<Error> errors;
    connect(&client, &SseClient::lost, &client, [&errors](const Error &error, qint64 next, int) {
        errors.append(error);
        QVERIFY(next <= 600'000);
    });
    connect(&client, &SseClient::refused, &client, [&errors](const Error &error, qint64) { errors.append(error); });
    QSignalSpy frames(&client, &SseClient::frame);
    Bars bars;

    client.start();
    QTRY_COMPARE_WITH_TIMEOUT(errors.size(), 1, 20'000);

    QVERIFY(bars.hold());
    QVERIFY2(errors.first().kind == attack.kind, qPrintable(errors.first().text()));
    QVERIFY(errors.first().what.contains(u"127.0.0.1"_s) || errors.first().what.contains(u"event stream"_s));
    QVERIFY(errors.first().what.size() < 400);
    QVERIFY(client.lastId().size() <= limits::kSseIdBytes);
    QVERIFY(frames.size() <= 10'000);
    QVERIFY2(server.requests() <= 1, qPrintable(QString::number(server.requests())));
}

void tst_HostileServers::calls_data()
{
    addRows(replyAttacks());
}

void tst_HostileServers::calls()
{
    QFETCH(Attack, attack);
    QFETCH(bool, isTls);
    const HostileServer server([&attack](const QByteArray &) { return attack.answer; }, tlsOf(isTls));
    HttpClient client(server.url());
    client.setTrust({.pin = identity().pin()});
    Bars bars;

    const Result<HttpAnswer> answer = outcomeOf(
        client.get(u"/x"_s, {.deadline = kDeadline, .replyBytes = limits::kForeignReplyBytes}), milliseconds(20'000));
    const Result<QJsonObject> json = answer ? answer->json() : Result<QJsonObject>(answer.error());

    QVERIFY(bars.hold());
    QVERIFY(!json);
    QVERIFY2(json.error().kind == attack.kind, qPrintable(json.error().text()));
    QVERIFY(!json.error().what.isEmpty() && json.error().what.size() < 400);
    QVERIFY2(server.requests() <= 1, qPrintable(QString::number(server.requests())));
}

void tst_HostileServers::drippingServersAreGivenUp_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("head") << "HTTP/1.1 200 OK\r\nX-A: "_ba;
    QTest::newRow("refusal") << "HTTP/1.1 500 Oops\r\nContent-Length: 1000\r\n\r\n"_ba;
    QTest::newRow("body") << "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"_ba;
}

void tst_HostileServers::drippingServersAreGivenUp()
{
    QFETCH(QByteArray, head);
    HostileAnswer drip{.head = head, .closes = false};
    if (!head.isEmpty()) {
        drip.more = [](qint64) { return "x"_ba; };
        drip.every = milliseconds(20);
    }
    const HostileServer server([&drip](const QByteArray &) { return drip; });
    const SystemClock clock;
    SseClient stream(clock, {.url = server.url(), .connectDeadline = kDeadline});
    QSignalSpy lost(&stream, &SseClient::lost);
    HttpClient client(server.url());

    stream.start();
    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/x"_s, {.deadline = kDeadline}));

    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::Timeout);
    QTRY_VERIFY(!lost.isEmpty());
}

void tst_HostileServers::clientsEndAtOnce_data()
{
    const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    addRows({{"endless head", {ok + "X-A: ", endless("x")}},
             {"head drop by drop", {ok + "X-A: ", [](qint64) { return "x"_ba; }, milliseconds(2)}},
             {"endless body", {ok + "\r\n", endless(":\n")}},
             {"endless chunks", {ok + "Transfer-Encoding: chunked\r\n\r\n", endless("4\r\nabc\n\r\n")}}});
}

void tst_HostileServers::clientsEndAtOnce()
{
    QFETCH(Attack, attack);
    QFETCH(bool, isTls);
    constexpr int kPieces = 20;
    std::atomic<int> pieces = 0;
    HostileAnswer counted = attack.answer;
    counted.more = [&](qint64 n) {
        ++pieces;
        return attack.answer.more(n);
    };
    const HostileServer server([&counted](const QByteArray &) { return counted; }, tlsOf(isTls));
    const TlsTrust trust{.pin = identity().pin()};
    SystemClock clock;
    auto stream = std::make_unique<SseClient>(clock, SseClientOptions{.url = server.url(), .trust = trust});
    auto client = std::make_unique<HttpClient>(server.url());
    client->setTrust(trust);
    Bars bars;
    stream->start();
    const Future<HttpAnswer> call = client->get(u"/x"_s);
    QTRY_VERIFY_WITH_TIMEOUT(pieces >= kPieces || call.isFinished(), 20'000);

    const SteadyTime before = clock.steadyNow();
    stream.reset();
    client.reset();
    const milliseconds spent = clock.steadyNow() - before;

    qInfo("ended in %lld ms", static_cast<long long>(spent.count()));
    QVERIFY(spent <= kEndBar);
    QVERIFY(bars.hold());
}

QTEST_GUILESS_MAIN(tst_HostileServers)
#include "tst_HostileServers.moc"
