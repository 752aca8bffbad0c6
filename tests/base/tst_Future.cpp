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

    void outcomesComeInTheirOrderAndAllThatAskHear()
    {
        const Pending<int> first;
        const Pending<int> second;
        QList<int> seen;
        const auto note = [&seen](const Result<int> &result) { seen.append(*result); };
        whenDone(this, first.future(), note);
        whenDone(this, second.future(), note);
        whenDone(this, first.future(), note);

        second.finish(2);
        first.finish(1);
        first.finish(7); // Too late.

        QVERIFY(seen.isEmpty()); // Never from inside finish(): whoever finishes may be in the middle of something.
        QTRY_COMPARE(seen, (QList<int>{2, 1, 1}));
    }

    void callThatWaitsGoesWithItsContext()
    {
        const Pending<int> never;
        auto context = std::make_unique<QObject>();
        auto promise = std::make_unique<Pending<int>>();
        const Future<int> next = promise->future();
        whenDone(context.get(), never.future(), [kept = *promise](const Result<int> &) { kept.finish(1); });
        promise.reset();
        QVERIFY(!next.isFinished());

        context.reset();

        QVERIFY(next.isFinished());
        QCOMPARE(next.result().error().kind, ErrorKind::Cancelled);
    }

    void contextMayEndItselfInItsCall()
    {
        const Pending<int> pending;
        auto *context = new QObject;
        int calls = 0;
        for (int i = 0; i < 3; ++i) {
            whenDone(context, pending.future(), [&calls, context](const Result<int> &) {
                ++calls;
                delete context;
            });
        }

        pending.finish(1);

        QTRY_COMPARE(calls, 1);
        QTest::qWait(0);
        QCOMPARE(calls, 1);
    }

    void contextThatMovedHearsOnItsNewThread()
    {
        WorkerThread other(u"other"_s);
        const Pending<int> before;
        const Pending<int> after;
        auto *context = new QObject;
        std::atomic<QThread *> on[2] = {nullptr, nullptr};
        whenDone(context, before.future(), [&on](const Result<int> &) { on[0] = QThread::currentThread(); });
        context->moveToThread(other.thread());
        whenDone(context, after.future(), [&on](const Result<int> &) { on[1] = QThread::currentThread(); });

        before.finish(1);
        after.finish(2);

        QTRY_COMPARE(on[0].load(), other.thread());
        QTRY_COMPARE(on[1].load(), other.thread());
        other.runBlocking([context] { delete context; });
    }

    void racingThreadsFinishOnce()
    {
        QObject first; // Before the threads, which must be over when these go.
        QObject second;
        WorkerThread one(u"one"_s);
        WorkerThread two(u"two"_s);
        first.moveToThread(one.thread());
        second.moveToThread(two.thread());
        QObject here;
        int heard = 0;
        for (int round = 0; round < 500; ++round) {
            const Pending<int> pending;
            QMetaObject::invokeMethod(&first, [pending] { pending.finish(1); });
            QMetaObject::invokeMethod(&second, [pending] { pending.finish(2); });
            whenDone(&here, pending.future(), [&heard](const Result<int> &result) { heard += result.has_value() ? 1 : 0; });
        }

        QTRY_COMPARE(heard, 500);
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
