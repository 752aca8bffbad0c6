// SPDX-License-Identifier: Apache-2.0
#include "core/base/Backoff.h"

#include <QSet>
#include <QTest>

using namespace muster;
using namespace std::chrono_literals;

class tst_Backoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ceilingDoublesUpToTheMost()
    {
        for (quint32 seed = 0; seed < 200; ++seed) {
            Backoff backoff({500ms, 30s, 0.0}, seed);
            milliseconds ceiling = 500ms;
            for (int i = 0; i < 50; ++i) {
                const milliseconds delay = backoff.next();
                QVERIFY(delay >= 0ms && delay <= ceiling);
                ceiling = std::min(milliseconds(30s), ceiling * 2);
            }
            QCOMPARE(backoff.failures(), 50);
        }
    }

    void steadyShareIsAFloor()
    {
        Backoff backoff({1s, 8s, 0.5}, 1);
        for (int i = 0; i < 4; ++i)
            backoff.next();
        for (int i = 0; i < 1000; ++i) {
            const milliseconds delay = backoff.next();
            QVERIFY(delay >= 4s && delay <= 8s);
        }
        Backoff fixed({1s, 1s, 1.0}, 1);
        QCOMPARE(fixed.next(), milliseconds(1s));
    }

    void successStartsOver()
    {
        Backoff backoff({100ms, 60s, 0.0}, 3);
        for (int i = 0; i < 20; ++i)
            backoff.next();

        backoff.reset();

        QCOMPARE(backoff.failures(), 0);
        QVERIFY(backoff.next() <= 100ms);
    }

    void seedDecides()
    {
        Backoff one({1s, 60s, 0.0}, 42);
        Backoff same({1s, 60s, 0.0}, 42);
        QSet<qint64> firsts;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(one.next(), same.next());
        for (quint32 seed = 0; seed < 100; ++seed)
            firsts << Backoff({1s, 60s, 0.0}, seed).next().count();
        QVERIFY(firsts.size() > 80);
    }
};

QTEST_GUILESS_MAIN(tst_Backoff)
#include "tst_Backoff.moc"
