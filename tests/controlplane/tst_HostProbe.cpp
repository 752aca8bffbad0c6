// SPDX-License-Identifier: Apache-2.0
// The readers of Linux's texts on recorded and broken texts, and the real probe on this host.

#include "core/base/Clock.h"
#include "core/controlplane/HostProbe.h"
#include "core/controlplane/HostProbeText.h"

#include <QTest>

using namespace muster;

class tst_HostProbe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsUpTheTicksOfAllCores()
    {
        const auto ticks = cpuTicksOf("cpu  100 10 50 800 40 5 5 30 7 3\ncpu0 1 1 1 1 1 1 1 1 1 1\n");

        QVERIFY(ticks);
        QCOMPARE(ticks->total, quint64(1040)); // Without the guests' 10, which are in the first two numbers already.
        QCOMPARE(ticks->busy, quint64(200));   // Without 800 idle and 40 waiting for the disk.
    }

    void refusesBrokenTicks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another line") << QByteArray("intr 1 2 3 4 5");
        QTest::newRow("too short") << QByteArray("cpu  1 2 3");
        QTest::newRow("words") << QByteArray("cpu  1 2 x 4 5");
        QTest::newRow("negative") << QByteArray("cpu  1 2 -3 4 5");
    }
    void refusesBrokenTicks()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!cpuTicksOf(text));
    }

    void sharesAreDifferences()
    {
        QCOMPARE(cpuShareBetween({100, 1000}, {150, 1200}, 10).value(), 0.25);
        QCOMPARE(cpuShareBetween({100, 1000}, {100, 1200}, 10).value(), 0.0);
    }

    void aShareIsUnknownRatherThanZero()
    {
        QVERIFY(!cpuShareBetween({100, 1000}, {100, 1000}, 0));  // No time passed.
        QVERIFY(!cpuShareBetween({100, 1000}, {101, 1009}, 10)); // Too little of it.
        QVERIFY(!cpuShareBetween({100, 1000}, {90, 1200}, 10));  // Counters of another boot.
        QVERIFY(!cpuShareBetween({100, 1000}, {10, 20}, 10));
    }

    void readsTheLoadAverage()
    {
        QCOMPARE(load1Of("0.42 0.30 0.20 1/345 6789\n").value(), 0.42);
        QVERIFY(!load1Of(""));
        QVERIFY(!load1Of("many"));
    }

    void memoryInUseIsWhatIsNotAvailable()
    {
        const auto use = memoryUseOf("MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:   12000000 kB\n");

        QVERIFY(use);
        QCOMPARE(use->totalBytes, qint64(16000000) * 1024);
        QCOMPARE(use->usedBytes, qint64(4000000) * 1024);
    }

    void memoryIsUnknownWithoutItsLines()
    {
        QVERIFY(!memoryUseOf(""));
        QVERIFY(!memoryUseOf("MemTotal:       16000000 kB\nMemFree: 1 kB\n"));
        QVERIFY(!memoryUseOf("MemTotal: lots\nMemAvailable: 1 kB\n"));
        QVERIFY(!memoryUseOf("MemTotal: 0 kB\nMemAvailable: 0 kB\n"));
    }

    void aControlGroupsLimitCountsWhenItIsLower()
    {
        const MemoryUse host{4000, 16000};

        QCOMPARE(withinCgroup(host, 8000, 3000, 1000), (MemoryUse{2000, 8000}));
        QCOMPARE(withinCgroup(host, 8000, 3000, {}), (MemoryUse{3000, 8000}));
        QCOMPARE(withinCgroup(host, 8000, 500, 1000), (MemoryUse{0, 8000}));
        QCOMPARE(withinCgroup(host, 32000, 3000, 0), host);
        QCOMPARE(withinCgroup(host, {}, 3000, 0), host);
        QCOMPARE(withinCgroup(host, 8000, {}, 0), host);
    }

    void readsControlGroupFiles()
    {
        QCOMPARE(cgroupBytesOf("314572800\n").value(), qint64(314572800));
        QVERIFY(!cgroupBytesOf("max\n"));
        QVERIFY(!cgroupBytesOf(""));
        QCOMPARE(cgroupStatOf("anon 5\ninactive_file 77\nfile 3\n", "inactive_file").value(), qint64(77));
        QVERIFY(!cgroupStatOf("anon 5\n", "inactive_file"));
        QCOMPARE(cgroupPathOf("12:pids:/x\n0::/user.slice/a\n"), QStringLiteral("/user.slice/a"));
        QCOMPARE(cgroupPathOf("12:pids:/x\n"), QString());
    }

    void readsTheNameOfTheSystem()
    {
        QCOMPARE(prettyNameOf("NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"),
                 QStringLiteral("Debian GNU/Linux 12 (bookworm)"));
        QCOMPARE(prettyNameOf("PRETTY_NAME=Arch\n"), QStringLiteral("Arch"));
        QCOMPARE(prettyNameOf("NAME=x\n"), QString());
    }

    void theRealProbeTellsTheTruthAboutThisHost()
    {
        const std::unique_ptr<HostProbe> probe = systemHostProbe();

        const HostFacts facts = probe->facts();
        const Load first = probe->sample();

        QVERIFY(!facts.hostname.isEmpty());
        QVERIFY(!facts.platform.isEmpty());
        QVERIFY(!facts.arch.isEmpty());
        QVERIFY(facts.cores.value_or(0) >= 1);
        QVERIFY(first.load1.has_value());
        QVERIFY(*first.memoryUsedBytes > 0);
        QVERIFY(*first.memoryUsedBytes < *first.memoryTotalBytes);
    }

    void aBusyCoreShowsInTheShare()
    {
        const std::unique_ptr<HostProbe> probe = systemHostProbe();
        const SystemClock clock;

        const SteadyTime end = clock.steadyNow() + milliseconds(300);
        while (clock.steadyNow() < end) { }

        const Load load = probe->sample();
        QVERIFY(load.cpu.has_value());
        QVERIFY(*load.cpu > 0.0);
        QVERIFY(*load.cpu <= 1.0);
    }
};

QTEST_GUILESS_MAIN(tst_HostProbe)
#include "tst_HostProbe.moc"
