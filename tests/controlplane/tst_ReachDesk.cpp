// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/controlplane/ReachDesk.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const SteadyTime kNow{1'000'000ms};

//! Begins and ends \a count tests of \a who; how many were let through.
int tested(ReachDesk *desk, const QString &who, int count, SteadyTime now)
{
    int passed = 0;
    for (int i = 0; i < count; ++i) {
        if (!desk->begin(who, now))
            continue;
        ++passed;
        desk->end(who);
    }
    return passed;
}

} // namespace

class tst_ReachDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneCallerHasItsMinute()
    {
        ReachDesk desk;

        QCOMPARE(tested(&desk, u"ann"_s, 2 * limits::kReachesPerMinute, kNow), limits::kReachesPerMinute);

        const Result<void> refused = desk.begin(u"ann"_s, kNow + 59s);
        QCOMPARE(refused.error().kind, ErrorKind::Busy);
        QVERIFY(desk.begin(u"bob"_s, kNow + 59s));
        QVERIFY(desk.begin(u"ann"_s, kNow + 60s));
    }

    void halfOfThoseAtOnceAreTheMostOfOneCaller()
    {
        ReachDesk desk;
        for (int i = 0; i < limits::kReachesAtOnce / 2; ++i)
            QVERIFY(desk.begin(u"ann"_s, kNow));

        QCOMPARE(desk.begin(u"ann"_s, kNow).error().kind, ErrorKind::Busy);

        QVERIFY(desk.begin(u"bob"_s, kNow));
        desk.end(u"ann"_s);
        QVERIFY(desk.begin(u"ann"_s, kNow));
    }

    void allTogetherAreBoundedToo()
    {
        ReachDesk desk;
        for (int i = 0; i < limits::kReachesAtOnce; ++i)
            QVERIFY(desk.begin(u"caller-%1"_s.arg(i), kNow));

        QCOMPARE(desk.begin(u"one more"_s, kNow).error().kind, ErrorKind::Busy);

        desk.end(u"caller-3"_s);
        QVERIFY(desk.begin(u"one more"_s, kNow));
    }

    void refusedTestsAreNotCounted()
    {
        ReachDesk desk;
        for (int i = 0; i < limits::kReachesAtOnce; ++i)
            QVERIFY(desk.begin(u"caller-%1"_s.arg(i), kNow));
        for (int i = 0; i < limits::kReachesPerMinute; ++i)
            QVERIFY(!desk.begin(u"ann"_s, kNow));
        for (int i = 0; i < limits::kReachesAtOnce; ++i)
            desk.end(u"caller-%1"_s.arg(i));

        QCOMPARE(tested(&desk, u"ann"_s, limits::kReachesPerMinute, kNow), limits::kReachesPerMinute);
    }

    void endsThatNobodyBeganAreNobodys()
    {
        ReachDesk desk;
        desk.end(u"ann"_s);
        QVERIFY(desk.begin(u"ann"_s, kNow));
        desk.end(u"ann"_s);
        desk.end(u"ann"_s);

        for (int i = 0; i < limits::kReachesAtOnce; ++i)
            QVERIFY(desk.begin(u"caller-%1"_s.arg(i), kNow));
        QVERIFY(!desk.begin(u"one more"_s, kNow));
    }

    void quietCallersAreForgotten()
    {
        ReachDesk desk;
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(tested(&desk, u"caller-%1"_s.arg(i), 1, kNow), 1);
        QVERIFY(desk.begin(u"slow"_s, kNow));

        QVERIFY(desk.begin(u"ann"_s, kNow + 2min));

        QCOMPARE(desk.callerCount(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_ReachDesk)
#include "tst_ReachDesk.moc"
