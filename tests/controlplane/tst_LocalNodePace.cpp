// SPDX-License-Identifier: Apache-2.0
// When nodes come back: M-9 on 10,000 virtual nodes, and the rule's corners.

#include "core/controlplane/LocalNodePace.h"

#include <QTest>

#include <algorithm>

using namespace muster;

class tst_LocalNodePace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFleetReturnsSpreadOut()
    {
        // M-9: 10,000 nodes lose the server for five minutes; arrivals are those that the returned server sees.
        constexpr qint64 outageMs = 300'000;
        constexpr int nodes = 10'000;
        QList<int> arrivals(12, 0);
        for (int node = 0; node < nodes; ++node) {
            LocalNodePace pace(static_cast<quint32>(node + 1));
            qint64 at = node % 10'000; // Beats were spread over an interval before.
            while (at < outageMs)
                at += std::max<qint64>(1, pace.afterFailure(LocalNodeState::Unreachable).count());
            const qint64 second = (at - outageMs) / 1000;
            QVERIFY(second < arrivals.size()); // M-5: all are back within one interval and 2 s.
            ++arrivals[second];
        }

        const int mean = nodes / 10; // The window is one interval of ten seconds.
        QVERIFY2(*std::ranges::max_element(arrivals) <= 2 * mean, "more than twice the mean in one second");
    }

    void jitterIsFull()
    {
        LocalNodePace pace(7);
        for (int i = 0; i < 10; ++i)
            (void)pace.afterFailure(LocalNodeState::Unreachable); // Up to the ceiling.

        qint64 least = 1'000'000;
        qint64 most = 0;
        for (int i = 0; i < 1000; ++i) {
            const qint64 delay = pace.afterFailure(LocalNodeState::Unreachable).count();
            least = std::min(least, delay);
            most = std::max(most, delay);
        }

        QVERIFY(least < 500);
        QVERIFY(most > 9500);
        QVERIFY(most <= limits::kNodeRetryMost.count());
    }

    void aBusyControlPlaneIsLeftAlone()
    {
        LocalNodePace pace(7);
        pace.setInterval(milliseconds(200));
        QSet<qint64> delays;
        for (int i = 0; i < 100; ++i) {
            const milliseconds delay = pace.afterFailure(LocalNodeState::Busy);
            QVERIFY(delay >= milliseconds(1000)); // As Retry-After says.
            QVERIFY(delay <= limits::kNodeRetryMost);
            delays.insert(delay.count());
        }
        QVERIFY(delays.size() > 50); // Not all together.
    }

    void aRefusedNodeAsksSeldom()
    {
        LocalNodePace pace(7);
        for (int i = 0; i < 20; ++i) {
            const milliseconds delay = pace.afterFailure(LocalNodeState::NotLetIn);
            QVERIFY(delay >= limits::kNodeRefusedRetry / 2);
            QVERIFY(delay <= limits::kNodeRefusedRetry);
        }
    }

    void beatsKeepTheirIntervalWhateverTheAnswerTook()
    {
        LocalNodePace pace(7);
        for (int i = 0; i < 3; ++i)
            (void)pace.afterBeat(milliseconds(1), true);

        QCOMPARE(pace.afterBeat(milliseconds(3000), true), milliseconds(7000));
        QCOMPARE(pace.afterBeat(milliseconds(30'000), true), milliseconds(0));
    }

    void theFirstBeatsAreShiftedApart()
    {
        QSet<qint64> delays;
        for (quint32 seed = 1; seed <= 100; ++seed) {
            LocalNodePace pace(seed * 1000);
            const milliseconds delay = pace.afterBeat(milliseconds(1), true);
            QVERIFY(delay >= milliseconds(5000));
            QVERIFY(delay <= milliseconds(10'000));
            delays.insert(delay.count() / 100);
        }
        QVERIFY(delays.size() > 20);
    }

    void anUnknownShareIsMeasuredSoon()
    {
        LocalNodePace pace(7);
        QCOMPARE(pace.afterBeat(milliseconds(1), false), milliseconds(1000));
    }

    void intervalsOutOfRangeArePulledIn()
    {
        LocalNodePace pace(7);
        pace.setInterval(milliseconds(0));
        QCOMPARE(pace.interval(), limits::kBeatIntervalLeast);
        pace.setInterval(milliseconds(100'000'000));
        QCOMPARE(pace.interval(), limits::kBeatIntervalMost);
    }
};

QTEST_APPLESS_MAIN(tst_LocalNodePace)
#include "tst_LocalNodePace.moc"
