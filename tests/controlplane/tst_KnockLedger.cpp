// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/KnockLedger.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Tell = KnockLedger::Tell;

class tst_KnockLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstKnockIsToldAndThenOneInTenMinutes()
    {
        KnockLedger ledger;
        int told = 0;
        for (milliseconds at = 0s; at < 20min; at += 30s)
            told += ledger.note(m_node, Tell::AtOnce, kStart + at) ? 1 : 0;

        QCOMPARE(told, 2);
    }

    void whoMayComeBackByItselfIsToldFromTheSecondKnock()
    {
        KnockLedger ledger;

        QVERIFY(!ledger.note(m_node, Tell::FromTheSecond, kStart));
        QVERIFY(ledger.note(m_node, Tell::FromTheSecond, kStart + 30s));
    }

    void knocksThatAreFarApartAreNotTakenTogether()
    {
        KnockLedger ledger;
        QVERIFY(!ledger.note(m_node, Tell::FromTheSecond, kStart));

        QVERIFY(!ledger.note(m_node, Tell::FromTheSecond, kStart + 1h));
    }

    void whoWasLetInBeginsAnew()
    {
        KnockLedger ledger;
        QVERIFY(ledger.note(m_node, Tell::AtOnce, kStart));

        ledger.forget(m_node);

        QVERIFY(ledger.note(m_node, Tell::AtOnce, kStart + 1s));
    }

    void aCrowdIsBoundedAndGivesWayOnceItIsQuiet()
    {
        KnockLedger ledger;
        int told = 0;
        for (int i = 0; i < 5000; ++i)
            told += ledger.note(NodeId(u"node-%1"_s.arg(i)), Tell::AtOnce, kStart) ? 1 : 0;

        QCOMPARE(told, 256);
        QVERIFY(ledger.note(m_node, Tell::AtOnce, kStart + 1h));
    }

private:
    static constexpr SteadyTime kStart{milliseconds(1'000'000'000)};
    const NodeId m_node{u"vps-02"_s};
};

QTEST_GUILESS_MAIN(tst_KnockLedger)
#include "tst_KnockLedger.moc"
