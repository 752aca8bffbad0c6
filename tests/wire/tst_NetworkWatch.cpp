// SPDX-License-Identifier: Apache-2.0
#include "core/wire/NetworkWatch.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using Reach = QNetworkInformation::Reachability;
using Medium = QNetworkInformation::TransportMedium;

class tst_NetworkWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameNetworkIsNoChange()
    {
        NetworkWatch watch;
        QSignalSpy changed(&watch, &NetworkWatch::changed);

        watch.take({Reach::Online, Medium::WiFi});
        watch.take({Reach::Online, Medium::WiFi});

        QVERIFY(!changed.wait(700));
    }

    void movingIsOneChange_data()
    {
        QTest::addColumn<QList<int>>("reach");
        QTest::addColumn<QList<int>>("medium");
        const int online = int(Reach::Online);
        const int off = int(Reach::Disconnected);
        const int wifi = int(Medium::WiFi);
        QTest::newRow("gone") << QList<int>{online, off} << QList<int>{wifi, wifi};
        QTest::newRow("back") << QList<int>{off, online} << QList<int>{wifi, wifi};
        QTest::newRow("gone for a moment") << QList<int>{online, off, online} << QList<int>{wifi, wifi, wifi};
        QTest::newRow("another medium") << QList<int>{online, online} << QList<int>{wifi, int(Medium::Ethernet)};
    }

    void movingIsOneChange()
    {
        QFETCH(QList<int>, reach);
        QFETCH(QList<int>, medium);
        NetworkWatch watch;
        QSignalSpy changed(&watch, &NetworkWatch::changed);

        for (qsizetype i = 0; i < reach.size(); ++i)
            watch.take({Reach(reach[i]), Medium(medium[i])});

        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(!changed.wait(700));
    }

    void systemThatTellsNothingHarmsNobody()
    {
        NetworkWatch watch;
        QSignalSpy changed(&watch, &NetworkWatch::changed);

        (void)watch.start(); // Whether it tells is the machine's matter.

        QCOMPARE(changed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_NetworkWatch)
#include "tst_NetworkWatch.moc"
