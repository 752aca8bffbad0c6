// SPDX-License-Identifier: Apache-2.0
// Which addresses a reach test may ask (T-15), in every form that leads there.
#include "core/wire/TargetRules.h"

#include <QHostAddress>
#include <QNetworkInterface>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace
{

enum class Wanted { Never, Loopback, Always };

void rows(Wanted wanted, std::initializer_list<const char *> addresses)
{
    for (const char *one : addresses)
        QTest::newRow(one) << QString::fromLatin1(one) << int(wanted);
}

} // namespace

class tst_TargetRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void noAddressAtAll();
    void addressesOfThisMachineAreItself_data();
    void addressesOfThisMachineAreItself();
    void interfacesAreAsked();
};

void tst_TargetRules::table_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("wanted");
    rows(Wanted::Always, {"10.0.0.1",        "10.255.255.254",  "172.16.0.1",      "172.31.255.1", "192.168.0.1",
                          "192.168.255.1",   "100.64.0.1",      "100.127.255.254", "8.8.8.8",      "1.1.1.1",
                          "126.255.255.255", "128.0.0.1",       "169.253.255.255", "169.255.0.0",  "223.255.255.255",
                          "192.0.1.0",       "100.100.100.199", "168.63.129.17",   "192.88.98.1",  "192.88.100.1"});
    rows(Wanted::Always, {"2001:4860:4860::8888", "fd00::1", "fd12:3456:789a::1", "fc00::1", "2606:4700::1111",
                          "2001:1::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:0808:0808::1",
                          "fe00::1", "200::1", "fd00:ec3::254"});
    rows(Wanted::Loopback, {"127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.255", "::1", "::ffff:127.0.0.1",
                            "::ffff:127.1.2.3", "::ffff:7f00:1"});
    rows(Wanted::Never,
         {"0.0.0.0", "0.0.0.1", "0.255.255.255", "169.254.169.254", "169.254.0.1", "169.254.255.255", "169.254.170.2",
          "192.0.0.192", "192.0.0.1", "192.88.99.1", "100.100.100.200", "168.63.129.16", "224.0.0.1", "239.255.255.250",
          "232.1.2.3", "240.0.0.1", "254.1.1.1", "255.255.255.254", "255.255.255.255"});
    rows(Wanted::Never,
         {"::", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "feff::1", "ff02::1", "ff05::2", "ff0e::1",
          "ffff::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b:1::1",
          "64:ff9b:1:a9fe:a9:fe00::", "fd00:ec2::254", "fd20:ce::254", "fd00:42::42", "fd00:c1::a9fe:a9fe"});
    rows(Wanted::Never, {"::ffff:0.0.0.0",
                         "::ffff:169.254.169.254",
                         "::ffff:a9fe:a9fe",
                         "::ffff:224.0.0.1",
                         "::ffff:255.255.255.255",
                         "::ffff:192.0.0.192",
                         "::127.0.0.1",
                         "::169.254.169.254",
                         "::224.0.0.1",
                         "::2",
                         "64:ff9b::127.0.0.1",
                         "64:ff9b::a9fe:a9fe",
                         "64:ff9b::0.0.0.0",
                         "64:ff9b::255.255.255.255",
                         "2002:7f00:1::1",
                         "2002:a9fe:a9fe::",
                         "2002:a9fe:a9fe::1",
                         "2002:e000:1::",
                         "2002::1",
                         "::ffff:0:127.0.0.1",
                         "::ffff:0:169.254.169.254",
                         "2600::5efe:127.0.0.1",
                         "2600::5efe:a9fe:a9fe",
                         "2600::200:5efe:7f00:1",
                         "fd00::5efe:169.254.169.254"});
}

void tst_TargetRules::table()
{
    QFETCH(QString, address);
    QFETCH(int, wanted);
    const QHostAddress parsed(address);
    QVERIFY(!parsed.isNull());

    QCOMPARE(mayAsk(parsed, LoopbackRule::Denied, {}), Wanted(wanted) == Wanted::Always);
    QCOMPARE(mayAsk(parsed, LoopbackRule::Allowed, {}), Wanted(wanted) != Wanted::Never);
}

void tst_TargetRules::noAddressAtAll()
{
    QVERIFY(!mayAsk(QHostAddress(), LoopbackRule::Allowed, {}));
    QVERIFY(!mayAsk(QHostAddress(u"evil.test"_s), LoopbackRule::Allowed, {}));
    QVERIFY(!mayAsk(QHostAddress(QHostAddress::Any), LoopbackRule::Allowed, {}));
    QVERIFY(!mayAsk(QHostAddress(QHostAddress::Broadcast), LoopbackRule::Allowed, {}));
}

void tst_TargetRules::addressesOfThisMachineAreItself_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("wanted");
    rows(Wanted::Loopback, {"10.0.0.7", "::ffff:10.0.0.7", "fd00::7", "fd00:0:0::7", "fd00::7%eth0"});
    rows(Wanted::Never, {"64:ff9b::10.0.0.7", "2002:0a00:0007::1"});
    rows(Wanted::Always, {"10.0.0.8", "fd00::8"});
}

void tst_TargetRules::addressesOfThisMachineAreItself()
{
    QFETCH(QString, address);
    QFETCH(int, wanted);
    const QList<QHostAddress> own{QHostAddress(u"10.0.0.7"_s), QHostAddress(u"fd00::7"_s)};

    QCOMPARE(mayAsk(QHostAddress(address), LoopbackRule::Denied, own), Wanted(wanted) == Wanted::Always);
    QCOMPARE(mayAsk(QHostAddress(address), LoopbackRule::Allowed, own), Wanted(wanted) != Wanted::Never);
}

void tst_TargetRules::interfacesAreAsked()
{
    const QList<QHostAddress> own = QNetworkInterface::allAddresses();
    for (const QHostAddress &one : own)
        QVERIFY2(!mayAskFromHere(one, LoopbackRule::Denied), qPrintable(one.toString()));
    QVERIFY(mayAskFromHere(QHostAddress(QHostAddress::LocalHost), LoopbackRule::Allowed));
}

QTEST_APPLESS_MAIN(tst_TargetRules)
#include "tst_TargetRules.moc"
