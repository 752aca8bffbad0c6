// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/RefusalLedger.h"

#include "core/base/Limits.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_RefusalLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noKnownCallerHidesAnother()
    {
        RefusalLedger ledger;
        int told = 0;
        for (int i = 0; i < 100; ++i)
            told += ledger.note({u"Ann"_s, u"DELETE /x\n"_s, u"10.0.0.1"_s, u"no"_s}, kStart) ? 1 : 0;

        QVERIFY(ledger.note({u"Bob"_s, u"DELETE /y"_s, u"10.0.0.2"_s, u"no"_s}, kStart));
        QCOMPARE(told, 20);
        const auto due = ledger.takeDue(kStart + 1min);
        QCOMPARE(due.size(), size_t(1));
        QCOMPARE(std::get<AccessRefused>(due.front()).who, u"Ann"_s);
        QVERIFY(std::get<AccessRefused>(due.front()).text.startsWith(u"80 more"_s));
        QVERIFY(ledger.note({u"Ann"_s, u"DELETE /x"_s, u"10.0.0.1"_s, u"no"_s}, kStart + 1min)); // Another minute.
    }

    void knownCallersAreToldUpToABound()
    {
        RefusalLedger ledger;
        int told = 0;
        for (int i = 0; i < 1000; ++i)
            told += ledger.note({u"caller %1"_s.arg(i % 100), u"GET /"_s, u"10.0.0.1"_s, u"no"_s}, kStart) ? 1 : 0;

        QCOMPARE(told, limits::kRefusalEventsPerMinute);
        const auto due = ledger.takeDue(kStart + 1min);
        QVERIFY2(due.size() <= 33, qPrintable(QString::number(due.size())));
        int untold = 0;
        for (const ClusterChange &one : due)
            untold += std::get<AccessRefused>(one).text.section(u' ', 0, 0).toInt();
        QCOMPARE(told + untold, 1000); // None is lost.
    }

    void controlCharactersDoNotReachViewers()
    {
        RefusalLedger ledger;

        const auto event = ledger.note({u"Ann"_s, u"GET /\x01\n"_s, u"s"_s, u"t"_s}, kStart);

        QVERIFY(event);
        QVERIFY(!event->what.contains(u'\n') && !event->what.contains(QChar(1)));
    }

    void unknownCallersAreCountedBySourceAndMinute()
    {
        RefusalLedger ledger;
        for (int i = 0; i < limits::kRefusalSources + 10; ++i) {
            for (int n = 0; n < 3; ++n)
                QVERIFY(!ledger.note({{}, u"GET /"_s, u"10.0.%1.%2"_s.arg(i / 250).arg(i % 250), u"no"_s}, kStart));
        }
        QVERIFY(ledger.takeDue(kStart + 59s).empty());

        const auto due = ledger.takeDue(kStart + 1min);

        QCOMPARE(due.size(), size_t(limits::kRefusalSources) + 1);
        QCOMPARE(std::get<CallersRefused>(due.front()).count, 3);
        QCOMPARE(std::get<CallersRefused>(due.back()), (CallersRefused{u"others"_s, 30}));
        QVERIFY(ledger.takeDue(kStart + 2min).empty());
    }

private:
    static constexpr SteadyTime kStart{1000s};
};

QTEST_GUILESS_MAIN(tst_RefusalLedger)
#include "tst_RefusalLedger.moc"
