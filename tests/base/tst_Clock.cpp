// SPDX-License-Identifier: Apache-2.0
#include "core/base/Clock.h"

#include <QDateTime>
#include <QTest>

using namespace muster;

class tst_Clock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wallTimeIsThatOfTheMachine()
    {
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const Timestamp now = SystemClock().now();
        const qint64 after = QDateTime::currentMSecsSinceEpoch();

        QVERIFY(now.msSinceEpoch >= before && now.msSinceEpoch <= after);
    }

    void steadyTimeNeverRunsBackwards()
    {
        const SystemClock clock;
        SteadyTime last = clock.steadyNow();
        for (int i = 0; i < 10'000; ++i) {
            const SteadyTime now = clock.steadyNow();
            QVERIFY(now >= last);
            last = now;
        }
    }
};

QTEST_GUILESS_MAIN(tst_Clock)
#include "tst_Clock.moc"
