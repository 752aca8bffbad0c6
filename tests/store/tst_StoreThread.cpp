// SPDX-License-Identifier: Apache-2.0
#include "core/base/Limits.h"
#include "core/store/StoreThread.h"
#include "tests/support/Outcome.h"

#include <QSemaphore>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_StoreThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"a.sqlite"_s);
        auto opened = StoreThread::open(m_path);
        QVERIFY_RESULT(opened);
        m_store = std::move(*opened);
        QVERIFY_RESULT(outcomeOf(m_store->write<void>(
            [](SqlConnection &db) { return db.run(u"CREATE TABLE t (n INTEGER PRIMARY KEY, x BLOB)"_s); })));
    }

    void cleanup() { m_store.reset(); }

    void writesThatWaitShareATransaction()
    {
        QSemaphore gate;
        const int before = m_store->commits();
        QList<Future<void>> all{hold(&gate)};
        for (int i = 0; i < 1000; ++i)
            all << insert(i);

        gate.release();

        for (const Future<void> &one : all)
            QVERIFY_RESULT(outcomeOf(one));
        // The one that held the door, and 1,000 in two batches of at most 512.
        const int most = 1 + (1000 + limits::kStoreBatch - 1) / limits::kStoreBatch;
        QVERIFY(m_store->commits() - before <= most);
        QCOMPARE(count(), 1000);
    }

    void loneWriteDoesNotWaitForCompany()
    {
        const int before = m_store->commits();

        QVERIFY_RESULT(outcomeOf(insert(1)));

        QCOMPARE(m_store->commits() - before, 1);
    }

    void badWriteFailsAloneInItsBatch()
    {
        QSemaphore gate;
        const Future<void> held = hold(&gate);
        const Future<void> first = insert(1);
        const Future<void> twice = m_store->write<void>([](SqlConnection &db) -> Result<void> {
            MUSTER_CHECK(db.run(u"INSERT INTO t (n) VALUES (50)"_s)); // Must not stay behind.
            return db.run(u"INSERT INTO t (n) VALUES (1)"_s);
        });
        const Future<void> last = insert(2);

        gate.release();

        QVERIFY_RESULT(outcomeOf(held));
        QVERIFY_RESULT(outcomeOf(first));
        QVERIFY_RESULT(outcomeOf(last));
        const auto bad = outcomeOf(twice);
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind, ErrorKind::Storage);
        QCOMPARE(count(), 2);
    }

    void acknowledgedWriteIsSeenByAnotherProcess()
    {
        QVERIFY_RESULT(outcomeOf(insert(7)));

        // A second connection sees committed rows only: what was acknowledged is not in our memory alone.
        auto other = SqlConnection::open(m_path);
        QVERIFY_RESULT(other);
        QCOMPARE((*other)->number(u"SELECT count(*) FROM t"_s).value(), 1);
        QCOMPARE((*other)->number(u"PRAGMA synchronous"_s).value(), 2); // FULL.
        QCOMPARE((*other)->number(u"PRAGMA foreign_keys"_s).value(), 1);
    }

    void fullDiskFailsWritesAndPassesWhenThereIsSpace()
    {
        const auto pages = outcomeOf(m_store->read<qint64>([](SqlConnection &db) { return db.number(u"PRAGMA page_count"_s); }));
        QVERIFY_RESULT(pages);
        limitPages(*pages + 3);
        QSemaphore gate;
        const Future<void> held = hold(&gate);
        QList<Future<void>> large;
        for (int i = 0; i < 10; ++i)
            large << insert(100 + i, 8000);
        const Future<void> reader = m_store->write<void>([](SqlConnection &) { return Result<void>(); });

        gate.release();

        int failures = 0;
        for (const Future<void> &one : large) {
            const auto outcome = outcomeOf(one);
            if (outcome)
                continue;
            ++failures;
            QCOMPARE(outcome.error().kind, ErrorKind::Storage);
            QVERIFY2(outcome.error().what.contains(u"no space is left"_s), qPrintable(outcome.error().text()));
        }
        QVERIFY_RESULT(outcomeOf(held));
        QVERIFY_RESULT(outcomeOf(reader)); // What needs no space goes on.
        QVERIFY(failures >= 8);
        QCOMPARE(count(), 10 - failures); // Every acknowledged row, and nothing of the others.

        limitPages(100'000);
        QVERIFY_RESULT(outcomeOf(insert(500, 8000)));
    }

    void destructionFinishesWhatWasAsked()
    {
        QList<Future<void>> all;
        for (int i = 0; i < 700; ++i)
            all << insert(i);

        m_store.reset();

        for (const Future<void> &one : all) {
            QVERIFY(one.isFinished());
            QVERIFY_RESULT(one.result());
        }
    }

    void readsComeAfterTheWritesBeforeThem()
    {
        const Future<void> write = insert(1);
        const Future<qint64> read =
            m_store->read<qint64>([](SqlConnection &db) { return db.number(u"SELECT count(*) FROM t"_s); });

        QCOMPARE(outcomeOf(read).value(), 1);
        QVERIFY_RESULT(outcomeOf(write));
    }

private:
    Future<void> insert(int number, int bytes = 10)
    {
        return m_store->write<void>([number, bytes](SqlConnection &db) {
            return db.run(u"INSERT INTO t (n, x) VALUES (%1, randomblob(%2))"_s.arg(number).arg(bytes));
        });
    }
    //! Keeps the store thread busy until \a gate opens, so that what follows piles up.
    Future<void> hold(QSemaphore *gate)
    {
        QSemaphore taken;
        const Future<void> held = m_store->write<void>([gate, &taken, isFirst = true](SqlConnection &) mutable {
            if (isFirst)
                taken.release();
            isFirst = false;
            gate->acquire();
            return Result<void>();
        });
        taken.acquire();
        return held;
    }
    void limitPages(qint64 pages)
    {
        QVERIFY_RESULT(outcomeOf(m_store->write<void>([pages](SqlConnection &db) -> Result<void> {
            MUSTER_CHECK(db.number(u"PRAGMA max_page_count = %1"_s.arg(pages)));
            return {};
        })));
    }
    int count()
    {
        return static_cast<int>(
            outcomeOf(m_store->read<qint64>([](SqlConnection &db) { return db.number(u"SELECT count(*) FROM t"_s); }))
                .value_or(-1));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<StoreThread> m_store;
};

QTEST_GUILESS_MAIN(tst_StoreThread)
#include "tst_StoreThread.moc"
