// SPDX-License-Identifier: Apache-2.0
#include "core/base/Slept.h"

#include <QTest>

using namespace muster;
using namespace std::chrono_literals;

class tst_Slept : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void machineThatIsAwakeDoesNotSleep()
    {
        const milliseconds before = sleptSinceBoot();
        QVERIFY(before >= 0ms);

        for (int i = 0; i < 1000; ++i)
            QVERIFY(std::chrono::abs(sleptSinceBoot() - before) < 1s);
    }
};

QTEST_GUILESS_MAIN(tst_Slept)
#include "tst_Slept.moc"
