// SPDX-License-Identifier: Apache-2.0
// Whom clients believe (T-13): the matrix of pins and certificates, and that nobody else ever sees the token.
#include "core/wire/HttpClient.h"
#include "core/wire/SseClient.h"
#include "tests/support/Outcome.h"
#include "tests/wire/Follower.h"
#include "tests/wire/ServerBench.h"
#include "tests/wire/TlsBench.h"

#include <QTcpServer>

using namespace muster;

namespace
{

//! A server behind TLS that keeps the Authorization headers it was shown.
struct TokenTrap {
    explicit TokenTrap(const TlsIdentity &identity, quint16 port = 0)
    {
        router.setAuthoriser([this](const HttpRequest &request) -> Result<Caller> {
            seen.append(request.header("authorization").toByteArray());
            return Caller{u"anybody"_s, Access::Admin};
        });
        router.add(HttpMethod::Get, u"/open"_s, {},
                   [](const HttpRequest &) { return ready(HttpReply::jsonText(200, "{}"_ba)); });
        router.add(HttpMethod::Get, u"/events"_s, {}, [this](const HttpRequest &) {
            return ready(HttpReply::stream([this](SseWriter *writer) { writers.append(writer); }));
        });
        HttpServerOptions options;
        options.tls = identity;
        options.port = port;
        options.hosts = {u"localhost"_s};
        server = std::make_unique<HttpServer>(router, clock, options);
        isOpen = server->open().has_value();
    }
    ~TokenTrap() { server.reset(); }
    Q_DISABLE_COPY_MOVE(TokenTrap)

    QUrl url(const QString &host = u"127.0.0.1"_s) const
    {
        return QUrl(u"https://%1:%2"_s.arg(host).arg(server->port()));
    }

    ManualClock clock;
    Router router;
    QByteArrayList seen;
    QList<QPointer<SseWriter>> writers;
    std::unique_ptr<HttpServer> server;
    bool isOpen = false;
};

const MadePair &ownPair()
{
    static const MadePair made = madePair();
    return made;
}

const MadePair &authority()
{
    static const MadePair made = madePair({.isAuthority = true}, {u"ca.test"_s}, {});
    return made;
}

} // namespace

class tst_TlsTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matrix_data();
    void matrix();
    void pinnedConnectionIsKept();
    void impostorAtTheSamePortSeesNothing();
    void sessionOfAnImpostorIsNotResumed();
    void otherTrustUsesNoOldConnection();
    void plainServerIsNoTls();
    void streamFollowsAPinnedServer();
    void streamTellsNoImpostor();
    void shownPinsCanBeRead();
};

void tst_TlsTrust::matrix_data()
{
    QTest::addColumn<TlsIdentity>("identity");
    QTest::addColumn<TlsTrust>("trust");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const MadePair &pair, const TlsTrust &trust, const QString &code,
                        const QString &host = u"127.0.0.1"_s) {
        QTest::newRow(name) << pair.identity() << trust << host << code;
    };
    const TlsTrust system;
    const TlsTrust vouching{.authorities = authority().identity().chain};
    const MadePair good = vouchedPair(authority());
    const MadePair expired = vouchedPair(authority(), {.startsInDays = -10, .endsInDays = -1});
    const MadePair early = vouchedPair(authority(), {.startsInDays = 2});
    const MadePair elsewhere = vouchedPair(authority(), {}, {QHostAddress(u"192.0.2.1"_s)});
    const MadePair ownExpired = madePair({.startsInDays = -10, .endsInDays = -1});
    const MadePair ownElsewhere = madePair({}, {u"other.test"_s}, {});

    row("own, pinned", ownPair(), {.pin = ownPair().pin()}, {});
    row("own, pinned, by name", ownPair(), {.pin = ownPair().pin()}, {}, u"localhost"_s);
    row("own and expired, pinned", ownExpired, {.pin = ownExpired.pin()}, {});
    row("own and misnamed, pinned", ownElsewhere, {.pin = ownElsewhere.pin()}, {});
    row("vouched for, pinned", good, {.pin = good.pin()}, {});
    row("vouched for, pinned, authority known", good, {good.pin(), authority().identity().chain}, {});
    row("own, another pinned", ownPair(), {.pin = good.pin()}, tlscode::kPinDiffers);
    row("vouched for, another pinned", good, {ownPair().pin(), authority().identity().chain}, tlscode::kPinDiffers);
    row("vouched for, authority's key pinned", good, {.pin = authority().pin()}, tlscode::kPinDiffers);
    row("own, nothing pinned", ownPair(), system, tlscode::kNotTrusted);
    row("own and expired, nothing pinned", ownExpired, system, tlscode::kNotTrusted);
    row("vouched for, authority unknown", good, system, tlscode::kNotTrusted);
    row("vouched for, authority known", good, vouching, {});
    row("expired", expired, vouching, tlscode::kExpired);
    row("not valid yet", early, vouching, tlscode::kExpired);
    row("other address", elsewhere, vouching, tlscode::kWrongName);
    row("other name", good, vouching, tlscode::kWrongName, u"localhost"_s);
    row("own, another authority known", ownPair(), vouching, tlscode::kNotTrusted);
}

void tst_TlsTrust::matrix()
{
    QFETCH(TlsIdentity, identity);
    QFETCH(TlsTrust, trust);
    QFETCH(QString, host);
    QFETCH(QString, code);
    const TokenTrap trap(identity);
    HttpClient client(trap.url(host));
    client.setToken(Secret("top-secret"));
    client.setTrust(trust);

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/open"_s));

    if (code.isEmpty()) {
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().text()));
        QCOMPARE(trap.seen, QByteArrayList{"Bearer top-secret"});
        return;
    }
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, code);
    QCOMPARE(answer.error().kind, ErrorKind::Protocol);
    QVERIFY(answer.error().what.startsWith(client.who()));
    QVERIFY(trap.seen.isEmpty());
    if (code == tlscode::kPinDiffers || code == tlscode::kNotTrusted)
        QCOMPARE(shownPin(answer.error()), identity.pin());
    else
        QVERIFY(shownPin(answer.error()).isEmpty());
}

void tst_TlsTrust::pinnedConnectionIsKept()
{
    const TokenTrap trap(ownPair().identity());
    HttpClient client(trap.url());
    client.setTrust({.pin = ownPair().pin()});

    for (int i = 0; i < 5; ++i)
        QVERIFY(outcomeOf(client.get(u"/open"_s)).has_value());

    QCOMPARE(trap.server->connectionCount(), 1);
}

void tst_TlsTrust::impostorAtTheSamePortSeesNothing()
{
    auto honest = std::make_unique<TokenTrap>(ownPair().identity());
    HttpClient client(honest->url());
    client.setToken(Secret("top-secret"));
    client.setTrust({.pin = ownPair().pin()});
    QVERIFY(outcomeOf(client.get(u"/open"_s)).has_value());
    const quint16 port = honest->server->port();
    honest.reset();

    const TokenTrap impostor(madePair().identity(), port);
    QVERIFY(impostor.isOpen);
    for (int i = 0; i < 5; ++i) {
        const Result<HttpAnswer> answer = outcomeOf(client.get(u"/open"_s));
        QVERIFY(!answer);
    }

    QVERIFY(impostor.seen.isEmpty());
}

void tst_TlsTrust::sessionOfAnImpostorIsNotResumed()
{
    const TokenTrap impostor(madePair().identity());
    HttpClient client(impostor.url());
    client.setToken(Secret("top-secret"));
    client.setTrust({.pin = ownPair().pin()});

    for (int i = 0; i < 4; ++i)
        QCOMPARE(outcomeOf(client.get(u"/open"_s)).error().code, QString(tlscode::kPinDiffers));

    QVERIFY(impostor.seen.isEmpty());
}

void tst_TlsTrust::otherTrustUsesNoOldConnection()
{
    const TokenTrap trap(ownPair().identity());
    HttpClient client(trap.url());
    client.setTrust({.pin = ownPair().pin()});
    QVERIFY(outcomeOf(client.get(u"/open"_s)).has_value());

    client.setTrust({.pin = authority().pin()});
    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/open"_s));

    QVERIFY(!answer);
    QCOMPARE(answer.error().code, QString(tlscode::kPinDiffers));
    QCOMPARE(trap.seen.size(), 1);
}

void tst_TlsTrust::plainServerIsNoTls()
{
    const ServerBench plain;
    HttpClient client(QUrl(u"https://127.0.0.1:%1"_s.arg(plain.server->port())));
    client.setTrust({.pin = ownPair().pin()});

    const Result<HttpAnswer> answer = outcomeOf(client.get(u"/open"_s));

    QVERIFY(!answer);
    QCOMPARE(answer.error().code, QString(tlscode::kHandshake));
}

void tst_TlsTrust::streamFollowsAPinnedServer()
{
    const TokenTrap trap(ownPair().identity());
    SseClientOptions options = quick(QUrl(trap.url().toString() + u"/events"_s));
    options.trust = {.pin = ownPair().pin()};
    Follower follower(options);

    follower.client.start();
    QTRY_COMPARE(follower.opened.size(), 1);
    trap.writers.first()->send(SseFrame{.id = u"1"_s, .event = {}, .data = "x"}.encoded());

    QTRY_COMPARE(follower.frames.size(), 1);
    QVERIFY(follower.losses.isEmpty());
}

void tst_TlsTrust::streamTellsNoImpostor()
{
    const TokenTrap trap(madePair().identity());
    SseClientOptions options = quick(QUrl(trap.url().toString() + u"/events"_s));
    options.token = Secret("top-secret");
    options.trust = {.pin = ownPair().pin()};
    Follower follower(options);

    follower.client.start();

    QTRY_VERIFY(follower.losses.size() >= 3);
    QCOMPARE(follower.losses.last().code, QString(tlscode::kPinDiffers));
    QVERIFY(trap.seen.isEmpty());
    QCOMPARE(follower.opened.size(), 0);
}

void tst_TlsTrust::shownPinsCanBeRead()
{
    Error error{.kind = ErrorKind::Protocol,
                .where = {},
                .what =
                    u"h:1 shows the key %1, not the pinned %2"_s.arg(ownPair().pin().text(), authority().pin().text()),
                .code = tlscode::kPinDiffers,
                .field = {}};
    QCOMPARE(shownPin(error), ownPair().pin());

    error.code = u"not-found"_s;
    QVERIFY(shownPin(error).isEmpty());
}

QTEST_GUILESS_MAIN(tst_TlsTrust)
#include "tst_TlsTrust.moc"
