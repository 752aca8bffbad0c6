// SPDX-License-Identifier: Apache-2.0
#include "core/base/WorkerThread.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_WorkerThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workRunsOnItsThreadBeforeTheCallReturns()
    {
        WorkerThread worker(u"worker"_s);
        QThread *ran = nullptr;

        worker.runBlocking([&ran] { ran = QThread::currentThread(); });

        QCOMPARE(ran, worker.thread());
        QVERIFY(ran != thread());
        QCOMPARE(worker.thread()->objectName(), u"worker"_s);
    }

    void workMayAskForMoreWorkOnTheSameThread()
    {
        WorkerThread worker(u"worker"_s);
        bool isDone = false;

        worker.runBlocking([&] { worker.runBlocking([&isDone] { isDone = true; }); });

        QVERIFY(isDone);
    }

    void destructionJoins()
    {
        QThread *thread = nullptr;
        bool isFinished = false;
        {
            WorkerThread worker(u"worker"_s);
            thread = worker.thread();
            connect(thread, &QThread::finished, thread, [&isFinished] { isFinished = true; }, Qt::DirectConnection);
        }
        QVERIFY(isFinished);
    }
};

QTEST_GUILESS_MAIN(tst_WorkerThread)
#include "tst_WorkerThread.moc"
