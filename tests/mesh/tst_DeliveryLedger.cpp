// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/DeliveryLedger.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace muster {

class tst_DeliveryLedger : public QObject
{
    Q_OBJECT

    const RunId m_one{JobId(u"j-01"_s), 1};
    const RunId m_other{JobId(u"j-02"_s), 1};

private Q_SLOTS:
    void numbersGrow()
    {
        DeliveryLedger ledger;
        const quint64 first = ledger.open(m_one, {});
        QVERIFY(ledger.close(m_one));
        QVERIFY(ledger.open(m_other, {}) > first);
        QVERIFY(ledger.open(m_one, {}) > first + 1);
        QCOMPARE(ledger.size(), 2);
    }

    void whatIsNotTakenInTimeIsGivenBackOnce()
    {
        DeliveryLedger ledger;
        const SteadyTime start{};
        const quint64 number = ledger.open(m_one, start);
        ledger.open(m_other, start);
        QVERIFY(!ledger.taken(number, m_other)); // A number is of one attempt.
        QVERIFY(!ledger.taken(number + 7, m_one));
        QVERIFY(ledger.taken(number, m_one));
        QVERIFY(ledger.overdue(start + limits::kDeliveryDeadline - milliseconds(1)).isEmpty());
        QCOMPARE(ledger.overdue(start + limits::kDeliveryDeadline), QList{m_other});
        QVERIFY(ledger.overdue(start + 10 * limits::kDeliveryDeadline).isEmpty());
        QVERIFY(ledger.holds(m_one) && !ledger.holds(m_other));
    }

    void whatRanBeforeIsAdoptedWithoutADeadline()
    {
        DeliveryLedger ledger;
        ledger.adopt(m_one);
        QVERIFY(ledger.overdue(SteadyTime::max()).isEmpty());
        QCOMPARE(ledger.all(), QList{m_one});
        QVERIFY(ledger.close(m_one));
        QVERIFY(!ledger.close(m_one));
    }
};

} // namespace muster

QTEST_GUILESS_MAIN(muster::tst_DeliveryLedger)
#include "tst_DeliveryLedger.moc"
