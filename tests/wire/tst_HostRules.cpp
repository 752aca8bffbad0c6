// SPDX-License-Identifier: Apache-2.0
// The Host and Origin table, through a real server (T-5).
#include "core/wire/HostRules.h"

#include "tests/wire/RawPeer.h"
#include "tests/wire/ServerBench.h"

using namespace muster;

namespace
{

void originRows()
{
    const auto with = [](const char *name, const QByteArray &headers, int status) {
        QTest::newRow(name) << "Host: localhost:@\r\n" + headers << status;
    };
    with("origin on the list", "Origin: https://front.example\r\n", 200);
    with("origin in capitals", "Origin: HTTPS://front.example\r\n", 200);
    with("listed origin of another site", "Origin: https://front.example\r\nSec-Fetch-Site: cross-site\r\n", 200);
    with("our own origin is not listed", "Origin: http://localhost:@\r\n", 403);
    with("foreign origin", "Origin: http://evil.example\r\n", 403);
    with("origin null", "Origin: null\r\n", 403);
    with("origin empty", "Origin:\r\n", 403);
    with("origin with the wrong scheme", "Origin: http://front.example\r\n", 403);
    with("origin with another port", "Origin: https://front.example:444\r\n", 403);
    with("origin as a prefix", "Origin: https://front.example.evil\r\n", 403);
    with("origin with a slash", "Origin: https://front.example/\r\n", 403);
    with("foreign origin, same-origin", "Origin: http://evil\r\nSec-Fetch-Site: same-origin\r\n", 403);
    with("cross-site", "Sec-Fetch-Site: cross-site\r\n", 403);
    with("same-site is any local port", "Sec-Fetch-Site: same-site\r\n", 403);
    with("same-origin", "Sec-Fetch-Site: same-origin\r\n", 200);
    with("typed by hand", "Sec-Fetch-Site: none\r\n", 200);
    with("unknown site word", "Sec-Fetch-Site: perhaps\r\n", 403);
    with("no browser at all", {}, 200);
}

} // namespace

class tst_HostRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostAndOrigin_data();
    void hostAndOrigin();
    void portsThatClientsLeaveOut_data();
    void portsThatClientsLeaveOut();
    void namesOfACertificate_data();
    void namesOfACertificate();
    void onlyAddressesAreGained();
};

void tst_HostRules::hostAndOrigin_data()
{
    QTest::addColumn<QByteArray>("headers"); // @ stands for the port.
    QTest::addColumn<int>("status");
    const auto host = [](const char *value, int status) {
        QTest::newRow(value) << "Host: "_ba + value + "\r\n" << status;
    };
    for (const char *good :
         {"127.0.0.1:@", "localhost:@", "LOCALHOST:@", "[::1]:@", "muster.lan:@", "Muster.LAN:@", "front.example:443"})
        host(good, 200);
    for (const char *bad : {"127.0.0.1",
                            "localhost",
                            "[::1]",
                            "muster.lan",
                            "127.0.0.1:1",
                            "localhost:80",
                            "127.0.0.1:@0",
                            "127.0.0.1:0@",
                            "0.0.0.0:@",
                            "0:@",
                            "[::]:@",
                            "[::ffff:127.0.0.1]:@",
                            "[::ffff:7f00:1]:@",
                            "[0:0:0:0:0:0:0:1]:@",
                            "2130706433:@",
                            "0x7f000001:@",
                            "0177.0.0.1:@",
                            "127.1:@",
                            "127.0.0.1.:@",
                            "localhost.:@",
                            "localhost.evil:@",
                            "evil.localhost:@",
                            "localhost:@.evil",
                            "127.0.0.1.nip.io:@",
                            "evil:@",
                            "evil@localhost:@",
                            "localhost:@/",
                            "127.0.0.2:@",
                            "localhost :@",
                            "::1:@",
                            "front.example:@",
                            "front.example",
                            "other.example:443",
                            "muster.lan.:@",
                            "xmuster.lan:@",
                            "lоcalhost:@",
                            "localhost:@,evil"})
        host(bad, 421);
    QTest::newRow("empty host") << "Host:\r\n"_ba << 400;
    originRows();
}

void tst_HostRules::hostAndOrigin()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    HttpServerOptions options;
    options.hosts = QStringList{u"muster.lan"_s, u"front.example:443"_s};
    options.origins = QStringList{u"https://front.example"_s};
    ServerBench bench(options);
    RawPeer peer(bench.server->port());
    headers.replace('@', QByteArray::number(bench.server->port()));

    peer.ask("GET /open HTTP/1.1\r\n" + headers + "\r\n");

    QCOMPARE(peer.status(), status);
    QVERIFY(!peer.got().contains("Access-Control")); // No page may read us.
    QCOMPARE(bench.answered, status == 200 ? 1 : 0);
}

void tst_HostRules::portsThatClientsLeaveOut_data()
{
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("isBareOurs");
    QTest::newRow("https") << 443 << true;
    QTest::newRow("http") << 80 << true;
    QTest::newRow("ours") << 3100 << false;
}

void tst_HostRules::portsThatClientsLeaveOut()
{
    QFETCH(int, port);
    QFETCH(bool, isBareOurs);
    const HostRules rules(QHostAddress(u"10.0.0.7"_s), quint16(port), {u"cp.example.org"_s}, {});

    for (const QByteArray host : {"cp.example.org", "10.0.0.7", "localhost", "[::1]"}) {
        QCOMPARE(rules.isOurHost(host), isBareOurs);
        QVERIFY(rules.isOurHost(host + ':' + QByteArray::number(port)));
    }
    QVERIFY(!rules.isOurHost("evil.example"));
    QVERIFY(!rules.isOurHost("cp.example.org:8443"));
}

void tst_HostRules::namesOfACertificate_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isOurs");
    for (const char *ours : {"cp.example.org:3100", "a.example.net:3100", "A.Example.NET:3100", "[fd00::7]:3100"})
        QTest::newRow(ours) << QByteArray(ours) << true;
    for (const char *foreign : {"a.b.example.net:3100", "example.net:3100", ".example.net:3100", "*.example.net:3100",
                                "aexample.net:3100", "a.example.net", "a.example.net:80", "fd00::7:3100", "[fd00::8]:3100"})
        QTest::newRow(foreign) << QByteArray(foreign) << false;
}

void tst_HostRules::namesOfACertificate()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, isOurs);
    const HostRules rules(QHostAddress(QHostAddress::Any), 3100,
                          {u"cp.example.org"_s, u"*.example.net"_s, u"fd00::7"_s}, {});

    QCOMPARE(rules.isOurHost(host), isOurs);
}

void tst_HostRules::onlyAddressesAreGained()
{
    HostRules rules(QHostAddress(QHostAddress::Any), 3100, {u"10.0.0.7"_s}, {});

    QVERIFY(rules.mayBeGained("10.0.0.9:3100"));
    QVERIFY(rules.mayBeGained("[fd00::9]:3100"));
    QVERIFY(!rules.mayBeGained("10.0.0.7:3100"));
    QVERIFY(!rules.mayBeGained("evil.example:3100"));
    QVERIFY(!rules.mayBeGained("10.0.0.9.evil.example:3100"));
    rules.setGained({u"10.0.0.9"_s});
    QVERIFY(rules.isOurHost("10.0.0.9:3100"));
    rules.setGained({u"10.0.0.10"_s}); // What went away is not ours any more.
    QVERIFY(!rules.isOurHost("10.0.0.9:3100"));
    QVERIFY(rules.isOurHost("10.0.0.10:3100"));
}

QTEST_GUILESS_MAIN(tst_HostRules)
#include "tst_HostRules.moc"
