// SPDX-License-Identifier: Apache-2.0
// Reads what Linux says of a process, whatever that is called.
#include "core/handlers/agent/ProcessStat.h"

#include <QByteArray>
#include <QTest>

#include <unistd.h>

using namespace muster;

namespace
{

const QByteArray kText = "4242 (name) S 1 4240 4241 0 -1 4194560 100 200 0 0 11 12 13 14 20 0 3 0 98765 1000000 2500 "
                         "18446744073709551615 1 1 0 0 0 0 0 16781312 134433281 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

} // namespace

class tst_ProcessStat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheFields_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"name", "", ") R 1 2 3", "a b", "((", "line end", "4243 (other) S 9 9 9"})
            QTest::newRow(name) << QByteArray(name);
    }
    void readsTheFields()
    {
        QFETCH(QByteArray, name);

        const auto stat = processStatOf(QByteArray(kText).replace("(name)", '(' + name + ')'));

        QVERIFY(stat);
        QCOMPARE(*stat, (ProcessStat{.pid = 4242, .parent = 1, .session = 4241, .ticks = 50, .startedTicks = 98765, .residentPages = 2500}));
    }

    void refusesWhatIsCutAnywhere()
    {
        const qsizetype enough = kText.indexOf(" 2500") + 5;
        for (qsizetype length = 0; length < enough - 4; ++length)
            QVERIFY(!processStatOf(kText.first(length)));
        QVERIFY(processStatOf(kText.first(enough)));
        QVERIFY(!processStatOf("4242 (name) S one two three"));
    }

    void findsThisProcess()
    {
        const auto stat = processStat(::getpid());

        QVERIFY(stat);
        QCOMPARE(stat->pid, ::getpid());
        QCOMPARE(stat->session, ::getsid(0));
        QVERIFY(stat->residentPages > 0);
        QVERIFY(stat->startedTicks <= ticksSinceBoot());
        QVERIFY(!processStat(qint64(1) << 40));
    }
};

QTEST_GUILESS_MAIN(tst_ProcessStat)
#include "tst_ProcessStat.moc"
