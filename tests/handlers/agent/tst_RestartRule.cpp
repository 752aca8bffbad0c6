// SPDX-License-Identifier: Apache-2.0
// When a resident is started again.
#include "core/handlers/agent/RestartRule.h"

#include "core/base/Limits.h"
#include "tests/support/ManualClock.h"

#include <QTest>

using namespace muster;

class tst_RestartRule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsInARowWaitLongerUpToABound()
    {
        ManualClock clock;
        RestartRule rule(1);
        milliseconds ceiling = limits::kAgentRestartFirst;

        for (int i = 0; i < 20; ++i) {
            const SteadyTime startedAt = clock.steadyNow();
            clock.advance(milliseconds(10));
            const milliseconds delay = rule.afterEnd(startedAt, clock.steadyNow());

            QVERIFY2(delay >= ceiling / 2 && delay <= ceiling, qPrintable(QString::number(delay.count())));
            QCOMPARE(rule.ends(), i + 1);
            QCOMPARE(rule.isCrashLoop(), i >= 2);
            ceiling = std::min(ceiling * 2, limits::kAgentRestartMost);
            clock.advance(delay);
        }
        QCOMPARE(ceiling, limits::kAgentRestartMost);
    }

    void oneThatRanLongEnoughBeginsAnew()
    {
        ManualClock clock;
        RestartRule rule(1);
        for (int i = 0; i < 10; ++i)
            rule.afterEnd(clock.steadyNow(), clock.steadyNow());

        const SteadyTime startedAt = clock.steadyNow();
        clock.advance(limits::kAgentStable - milliseconds(1));
        QVERIFY(rule.afterEnd(startedAt, clock.steadyNow()) > limits::kAgentRestartFirst);
        QVERIFY(rule.isCrashLoop());
        clock.advance(milliseconds(1));
        QVERIFY(rule.afterEnd(startedAt, clock.steadyNow()) <= limits::kAgentRestartFirst);
        QVERIFY(!rule.isCrashLoop());
    }

    void aPersonMakesItForget()
    {
        const ManualClock clock;
        RestartRule rule(1);
        for (int i = 0; i < 10; ++i)
            rule.afterEnd(clock.steadyNow(), clock.steadyNow());

        rule.forget();

        QVERIFY(!rule.isCrashLoop());
        QVERIFY(rule.afterEnd(clock.steadyNow(), clock.steadyNow()) <= limits::kAgentRestartFirst);
    }

    void twoNodesDoNotStartInStep()
    {
        const ManualClock clock;
        RestartRule one(1);
        RestartRule two(2);
        bool differ = false;
        for (int i = 0; i < 5; ++i)
            differ |= one.afterEnd(clock.steadyNow(), clock.steadyNow()) != two.afterEnd(clock.steadyNow(), clock.steadyNow());

        QVERIFY(differ);
    }
};

QTEST_GUILESS_MAIN(tst_RestartRule)
#include "tst_RestartRule.moc"
