// SPDX-License-Identifier: Apache-2.0
#include "core/domain/DrainRule.h"

#include "core/base/Limits.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_DrainRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNodeIsDrainedOnceNothingIsLeft()
    {
        const SteadyTime now{1min};
        QCOMPARE(drainStep({.running = 1, .isClaiming = false, .deadline = {}}, now), DrainStep::Wait);
        QCOMPARE(drainStep({.running = 0, .isClaiming = true, .deadline = {}}, now), DrainStep::Wait);
        QCOMPARE(drainStep({.running = 0, .isClaiming = false, .deadline = {}}, now), DrainStep::Done);
        QCOMPARE(drainStep({.running = 0, .isClaiming = false, .deadline = now - 1ms}, now), DrainStep::Done);
    }

    void whatRunsIsTakenBackAtTheDeadline()
    {
        const SteadyTime now{1min};
        QCOMPARE(drainStep({.running = 2, .isClaiming = false, .deadline = now + 1ms}, now), DrainStep::Wait);
        QCOMPARE(drainStep({.running = 2, .isClaiming = false, .deadline = now}, now), DrainStep::Requeue);
        QCOMPARE(drainStep({.running = 2, .isClaiming = true, .deadline = now - 1h}, now), DrainStep::Requeue);
    }

    void aDeadlineIsReadBackByTheWallClock()
    {
        const Timestamp wall{1'800'000'000'000};
        const SteadyTime steady{5min};
        QCOMPARE(deadlineAgain({}, wall, steady), std::nullopt);
        QCOMPARE(deadlineAgain({.jobsLeft = 0, .jobsAtStart = 0, .deadline = wall + 15min, .waitsFor = {}}, wall, steady), steady + 15min);
        QCOMPARE(deadlineAgain({.jobsLeft = 0, .jobsAtStart = 0, .deadline = wall - 1h, .waitsFor = {}}, wall, steady), steady);
        QCOMPARE(deadlineAgain({.jobsLeft = 0, .jobsAtStart = 0, .deadline = wall + 24h * 400, .waitsFor = {}}, wall, steady),
                 steady + limits::kDrainDeadlineMost);
    }

    void whatItWaitsForIsToldByTheMinute()
    {
        QCOMPARE(drainWaitText(u"crm-sync"_s, 59s), u"crm-sync"_s);
        QCOMPARE(drainWaitText(u"crm-sync"_s, 11min + 40s), u"crm-sync, 11 min"_s);
    }
};

QTEST_GUILESS_MAIN(tst_DrainRule)
#include "tst_DrainRule.moc"
