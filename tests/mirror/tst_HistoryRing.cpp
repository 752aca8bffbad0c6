// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/HistoryRing.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

#include <limits>

using namespace muster;
using namespace std::chrono_literals;

class tst_HistoryRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysTheSameAsAHistory()
    {
        NodeHistory plain;
        HistoryRing ring;
        for (int i = 0; i < 200; ++i) {
            Load load = someLoad();
            load.cpu = (i % 101) / 100.0;
            i % 7 == 0 ? plain.addGap() : plain.addLoad(load);
            i % 7 == 0 ? ring.addGap() : ring.addLoad(load);
            plain.addBeat(static_cast<BeatMark>(i % 4));
            ring.addBeat(static_cast<BeatMark>(i % 4));
            QCOMPARE(ring.toHistory(), plain);
        }
        QCOMPARE(HistoryRing(plain).toHistory(), plain);
    }

    void oddHistoriesFromOutsideAreTamed()
    {
        NodeHistory odd;
        odd.cpu = QByteArray(500, char(7));
        odd.memory = QByteArray(3, char(9));
        odd.beats = QByteArray(90, char(200));
        const NodeHistory read = HistoryRing(odd).toHistory();
        QCOMPARE(read.cpu.size(), limits::kHistorySamples);
        QCOMPARE(read.memory.size(), limits::kHistorySamples);
        QCOMPARE(static_cast<quint8>(read.memory[0]), NodeHistory::kGap);
        QCOMPARE(read.memory.back(), char(9));
        QCOMPARE(read.beats, QByteArray(limits::kHistoryBeats, static_cast<char>(BeatMark::LinkDown)));
    }

    void wildLoadsStayInRange()
    {
        HistoryRing ring;
        for (const double cpu : {-3.0, 7.0, std::numeric_limits<double>::quiet_NaN()})
            ring.addLoad({.cpu = cpu, .load1 = {}, .memoryUsedBytes = {}, .memoryTotalBytes = {}, .jobsRunning = {}});
        const QByteArray cpu = ring.toHistory().cpu;
        QCOMPARE(cpu[0], char(0));
        QCOMPARE(cpu[1], char(100));
        QCOMPARE(static_cast<quint8>(cpu[2]), NodeHistory::kGap);
    }

    void highNeedsEnoughSamplesInARow()
    {
        HistoryRing ring;
        Load load = someLoad();
        load.cpu = 0.96;
        ring.addLoad(load);
        ring.addLoad(load);
        QVERIFY(!ring.isCpuHigh(95, 3));
        ring.addLoad(load);
        QVERIFY(ring.isCpuHigh(95, 3));
        QVERIFY(!ring.isMemoryHigh(95, 3));
        ring.addGap();
        QVERIFY(!ring.isCpuHigh(95, 3));
    }

    void overdueBeatsAreDrawnByWhoIsToBlame()
    {
        const Timestamp beat{1'000'000};
        const auto marks = [&](milliseconds since, bool isLinkUp) {
            return historyAsOf({}, beat, 10s, beat + since, isLinkUp).beats;
        };
        QCOMPARE(marks(14s, true).size(), 0);
        QCOMPARE(marks(15s, true), QByteArray(1, static_cast<char>(BeatMark::Missed)));
        QCOMPARE(marks(38s, false), QByteArray(3, static_cast<char>(BeatMark::LinkDown)));
        QCOMPARE(marks(24h, true).size(), limits::kHistoryBeats);
        QCOMPARE(marks(-1h, true).size(), 0);
        QCOMPARE(historyAsOf({}, std::nullopt, 10s, beat, true), NodeHistory());
    }
};

QTEST_GUILESS_MAIN(tst_HistoryRing)
#include "tst_HistoryRing.moc"
