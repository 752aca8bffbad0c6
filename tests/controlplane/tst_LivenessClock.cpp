// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LivenessClock.h"
#include "tests/support/ManualClock.h"

#include <QTest>

using namespace muster;
using namespace std::chrono_literals;

class tst_LivenessClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsLikeAnyClockWhileLookedAt()
    {
        ManualClock clock;
        LivenessClock liveness(clock);
        const SteadyTime start = liveness.look();

        for (int i = 0; i < 60; ++i) {
            clock.advance(1s);
            liveness.look();
        }

        QCOMPARE(milliseconds(liveness.look() - start), milliseconds(60s));
        QCOMPARE(liveness.stalled(), milliseconds(0));
    }

    void gapUpToTheLimitIsNoStall()
    {
        ManualClock clock;
        LivenessClock liveness(clock);
        const SteadyTime start = liveness.look();

        clock.advance(limits::kStallGap);

        QCOMPARE(milliseconds(liveness.look() - start), limits::kStallGap);
    }

    void stallCountsAsOneSweepInterval()
    {
        ManualClock clock;
        LivenessClock liveness(clock);
        const SteadyTime start = liveness.look();

        clock.advance(600s);

        QCOMPARE(milliseconds(liveness.look() - start), limits::kSweepInterval);
        clock.advance(1s);
        QCOMPARE(milliseconds(liveness.look() - start), limits::kSweepInterval + 1s);
        QCOMPARE(liveness.stalled(), milliseconds(600s) - limits::kSweepInterval);
    }

    void neverRunsBackwards()
    {
        ManualClock clock;
        LivenessClock liveness(clock);
        SteadyTime last = liveness.look();
        for (const milliseconds step : {1ms, 5000ms, 0ms, 2000ms, 2001ms, 100000ms, 3ms}) {
            clock.advance(step);
            clock.jumpWall(-1h);
            const SteadyTime now = liveness.look();
            QVERIFY(now >= last);
            last = now;
        }
    }
};

QTEST_GUILESS_MAIN(tst_LivenessClock)
#include "tst_LivenessClock.moc"
