// SPDX-License-Identifier: Apache-2.0
// One connection of a client: kept, not kept, closed under our hands, slower than what the server sends.
#include "core/wire/ClientLine.h"
#include "core/wire/NetworkCall.h"
#include "tests/support/HostileServer.h"
#include "tests/wire/ScriptedServer.h"
#include "tests/wire/TlsBench.h"

#include <QSignalSpy>

using namespace muster;
using namespace Qt::StringLiterals;
using Then = ScriptedServer::Then;

namespace
{

const QByteArray kReply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"_ba;

//! A line with what came on it.
struct Talk {
    explicit Talk(const QUrl &server, const TlsTrust &trust = {}) : url(server), line(new ClientLine(server, trust, &home))
    {
        QObject::connect(line, &ClientLine::bytesCame, &home, [this](const QByteArray &bytes) {
            body += bytes;
            longest = std::max(longest, bytes.size());
        });
    }
    bool ask()
    {
        line->ask({.url = url});
        return finished.wait(10'000);
    }

    QUrl url;
    QObject home;
    ClientLine *line;
    QSignalSpy heads{line, &ClientLine::headCame};
    QSignalSpy finished{line, &ClientLine::finished};
    QByteArray body{};
    qsizetype longest = 0;
};

} // namespace

class tst_ClientLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isKeptAfterAWholeReply();
    void isNotKept_data();
    void isNotKept();
    void closedWhenUsedAgainIsStale();
    void closedWhileFreeIsNotFree();
    void longBodiesComeWhole_data();
    void longBodiesComeWhole();
    void droppedFromWithinIsSilent();
    void lineEndsWriteNoHeaders();
};

void tst_ClientLine::isKeptAfterAWholeReply()
{
    ScriptedServer server([](int) { return std::pair(kReply, Then::Keep); });
    Talk talk(server.url());

    for (int i = 1; i <= 3; ++i) {
        QVERIFY(talk.ask());
        QVERIFY(talk.line->isWhole() && talk.line->isFree());
        QCOMPARE(talk.heads.size(), i);
        QCOMPARE(talk.line->announced(), 2);
    }

    QCOMPARE(talk.body, "{}{}{}"_ba);
    QCOMPARE(server.requests(), 3);
}

void tst_ClientLine::isNotKept_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("more than the reply") << kReply + "HTTP/1.1 200 Poison\r\n\r\n";
    QTest::newRow("asked to close") << "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"_ba;
    QTest::newRow("no HTTP") << "220 ready\r\n"_ba;
}

void tst_ClientLine::isNotKept()
{
    QFETCH(QByteArray, reply);
    ScriptedServer server([&](int) { return std::pair(reply, Then::Keep); });
    Talk talk(server.url());

    QVERIFY(talk.ask());

    QVERIFY(!talk.line->isFree());
    QCOMPARE(talk.line->isWhole(), reply.startsWith("HTTP"));
    QVERIFY(talk.line->isWhole() || talk.line->error().kind == ErrorKind::Protocol);
}

void tst_ClientLine::closedWhenUsedAgainIsStale()
{
    ScriptedServer server([](int n) { return std::pair(n == 0 ? kReply : QByteArray(), n == 0 ? Then::Keep : Then::Close); });
    Talk talk(server.url());
    QVERIFY(talk.ask());
    QVERIFY(!talk.line->wasStale());

    QVERIFY(talk.ask());

    QVERIFY(talk.line->wasStale());
    QCOMPARE(talk.line->error().kind, ErrorKind::Unreachable);
    Talk fresh(server.url()); // Where the first reply never comes, the server is to blame.
    QVERIFY(fresh.ask());
    QVERIFY(!fresh.line->wasStale());
}

void tst_ClientLine::closedWhileFreeIsNotFree()
{
    ScriptedServer server([](int) { return std::pair(kReply, Then::Keep); });
    Talk talk(server.url());
    QVERIFY(talk.ask());
    QVERIFY(talk.line->isFree());

    server.dropAll();

    QTRY_VERIFY(!talk.line->isFree());
    QCOMPARE(talk.finished.size(), 1);
}

void tst_ClientLine::longBodiesComeWhole_data()
{
    QTest::addColumn<bool>("isTls");
    QTest::addColumn<bool>("hasLength");
    QTest::newRow("plain, length") << false << true;
    QTest::newRow("plain, until the end") << false << false;
    QTest::newRow("TLS, length") << true << true;
    QTest::newRow("TLS, until the end") << true << false;
}

void tst_ClientLine::longBodiesComeWhole()
{
    QFETCH(bool, isTls);
    QFETCH(bool, hasLength);
    constexpr qsizetype kPiece = 100'000;
    constexpr qint64 kPieces = 80;
    const QByteArray length = hasLength ? "Content-Length: " + QByteArray::number(kPiece * kPieces) + "\r\n" : QByteArray();
    const TlsIdentity identity = madePair().identity();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(identity.chain.first());
    tls.setPrivateKey(identity.key);
    const HostileServer server(
        [&](const QByteArray &) -> HostileAnswer {
            return {"HTTP/1.1 200 OK\r\n" + length + "\r\n",
                    [](qint64 n) { return n < kPieces ? QByteArray(kPiece, char('a' + n % 26)) : QByteArray(); }};
        },
        isTls ? std::optional(tls) : std::nullopt);
    Talk talk(server.url(), {.pin = identity.pin()});

    QVERIFY(talk.ask());

    QVERIFY2(talk.line->isWhole(), qPrintable(talk.line->error().what));
    QCOMPARE(talk.body.size(), kPiece * kPieces);
    for (qint64 n = 0; n < kPieces; ++n)
        QCOMPARE(talk.body.at(n * kPiece + kPiece / 2), char('a' + n % 26));
    QVERIFY(talk.longest <= 128 * 1024); // One turn of the event loop.
}

void tst_ClientLine::droppedFromWithinIsSilent()
{
    const HostileServer server([](const QByteArray &) -> HostileAnswer {
        return {"HTTP/1.1 200 OK\r\n\r\n", [](qint64) { return QByteArray(1000, 'x'); }};
    });
    Talk talk(server.url());
    QPointer<ClientLine> line = talk.line;
    int pieces = 0;
    connect(talk.line, &ClientLine::bytesCame, &talk.home, [&] {
        ++pieces;
        line->drop();
    });

    talk.line->ask({.url = talk.url});

    QTRY_VERIFY(!line);
    QCOMPARE(pieces, 1);
    QCOMPARE(talk.finished.size(), 0);
}

void tst_ClientLine::lineEndsWriteNoHeaders()
{
    const QByteArray bytes = ClientRequest{.url = QUrl(u"https://[fe80::1%25lo]:99/a b?c=%20\u00e4#d"_s),
                                           .method = "POST",
                                           .token = Secret("a\r\nX-Evil: 1"),
                                           .headers = {{"X-A", "b\nX-Evil: 2"}, {"X-B", "c"}},
                                           .body = "body"}
                                 .bytes();

    QVERIFY(bytes.startsWith("POST /a%20b?c=%20%C3%A4 HTTP/1.1\r\nHost: [fe80::1]:99\r\n"));
    QVERIFY(!bytes.contains("Evil"));
    QVERIFY(bytes.endsWith("X-B: c\r\nContent-Length: 4\r\n\r\nbody"));
}

QTEST_GUILESS_MAIN(tst_ClientLine)
#include "tst_ClientLine.moc"
