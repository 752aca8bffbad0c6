// SPDX-License-Identifier: Apache-2.0
#include "core/base/Future.h"
#include "core/base/WorkerThread.h"
#include "tests/support/Outcome.h"

#include <QPointer>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Future : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finishedOneIsDeliveredAtOnceOnItsThread()
    {
        int seen = 0;
        whenDone(this, ready(7), [&seen](const Result<int> &result) { seen = result.value(); });

        QCOMPARE(seen, 7);
    }

    void laterOneIsDeliveredOnTheThreadOfTheContext()
    {
        const Pending<int> pending;
        QThread *on = nullptr;
        int seen = 0;
        whenDone(this, pending.future(), [&](const Result<int> &result) {
            on = QThread::currentThread();
            seen = result.value();
        });
        WorkerThread other(u"other"_s);
        other.runBlocking([&pending] { pending.finish(9); });

        QTRY_COMPARE(seen, 9);
        QCOMPARE(on, thread());
    }

    void contextThatDiedHearsNothing()
    {
        const Pending<int> pending;
        bool isHeard = false;
        auto context = std::make_unique<QObject>();
        whenDone(context.get(), pending.future(), [&isHeard](const Result<int> &) { isHeard = true; });
        context.reset();

        pending.finish(1);

        QTest::qWait(20);
        QVERIFY(!isHeard);
    }

    void abandonedPromiseArrivesAsCancelled()
    {
        ErrorKind kind = ErrorKind::Internal;
        {
            const Pending<int> pending;
            whenDone(this, pending.future(), [&kind](const Result<int> &result) { kind = result.error().kind; });
        }

        QTRY_COMPARE(kind, ErrorKind::Cancelled);
    }

    void verbRunsOnTheThreadOfItsHome()
    {
        WorkerThread other(u"other"_s);
        QObject *home = nullptr;
        other.runBlocking([&home] { home = new QObject; });
        QPointer<QThread> ran;

        const auto outcome = outcomeOf(onThreadOf<int>(home, [&ran] {
            ran = QThread::currentThread();
            return ready(3);
        }));

        QVERIFY_RESULT(outcome);
        QCOMPARE(*outcome, 3);
        QCOMPARE(ran.data(), other.thread());
        const auto failure = outcomeOf(onThreadOf<int>(home, [] { return failed<int>(notFound(u"no"_s)); }));
        QCOMPARE(failure.error().kind, ErrorKind::NotFound);
        other.runBlocking([home] { delete home; });
    }

    void verbWhoseHomeDiesIsCancelled()
    {
        WorkerThread other(u"other"_s);
        QObject *home = nullptr;
        const Pending<int> never;
        other.runBlocking([&home] { home = new QObject; });
        const Future<int> future = onThreadOf<int>(home, [&never] { return never.future(); });
        other.runBlocking([] {}); // The verb has been called.

        other.runBlocking([home] { delete home; });

        QCOMPARE(outcomeOf(future).error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(tst_Future)
#include "tst_Future.moc"
