// SPDX-License-Identifier: Apache-2.0
// a call to the disk fails, each in turn. Nobody is told of what is not durable, and work goes on when the disk does.
#include "core/store/Stores.h"
#include "tests/queue/faults/Promises.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/ManualClock.h"

#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(RecordingVfs::Fault)

class tst_DiskFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_vfs = std::make_unique<RecordingVfs>(); }
    void cleanup() { m_vfs.reset(); }

    void eachCallMayFail_data()
    {
        QTest::addColumn<RecordingVfs::Fault>("fault");
        QTest::newRow("input or output") << RecordingVfs::Fault::IoError;
        QTest::newRow("no space") << RecordingVfs::Fault::Full;
        QTest::newRow("half a write") << RecordingVfs::Fault::ShortWrite;
    }
    void eachCallMayFail()
    {
        QFETCH(RecordingVfs::Fault, fault);
        std::mt19937 random(toldSeed());
        const int runs = wantedRuns(25);
        const int step = runs >= 1000 ? 1 : 11; // Every call, or some.
        int call = 1 + static_cast<int>(random() % static_cast<unsigned>(step));
        for (int run = 0; run < runs; ++run, call += step) {
            if (!workWith(fault, call, 1 + static_cast<int>(random() % 4), random()))
                break; // It has fewer calls than that.
            if (QTest::currentTestFailed())
                return;
        }
    }

    void openingMayFailAndThenDoesNot()
    {
        for (int call = 1; call < 400; call += 7) {
            const QTemporaryDir folder;
            m_vfs->failAt(call, RecordingVfs::Fault::IoError);
            const auto failed = openSqliteStores(folder.filePath(u"data"_s));
            m_vfs->failAt(0, RecordingVfs::Fault::IoError);
            if (!failed)
                QCOMPARE(failed.error().kind, ErrorKind::Storage);
            auto stores = openSqliteStores(folder.filePath(u"data"_s));
            QVERIFY_RESULT(stores);
        }
    }

private:
    //! False when the work was over before call number \a call.
    bool workWith(RecordingVfs::Fault fault, int call, int count, quint32 seed)
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"data"_s);
        Promises promises;
        bool hasFailed = false;
        {
            auto stores = openSqliteStores(path).value();
            ManualClock clock;
            EmbeddedQueue queue(stores->jobs(), clock);
            require(outcomeOf(queue.open()));
            RandomWork work(queue, seed, [&promises](Promise promise, qint64 job) { promises.note(promise, job); });
            m_vfs->failAt(call, fault, count);
            for (int i = 0; i < 60; ++i) {
                work.step();
                if (i % 4 == 0)
                    QCoreApplication::processEvents();
            }
            settle(work);
            hasFailed = m_vfs->counted() >= call;
            m_vfs->failAt(0, fault);
            // The disk is well again.
            clock.advance(milliseconds(2000));
            require(outcomeOf(queue.sweep()));
            const auto added = outcomeOf(queue.add({{request(), {}}}));
            require(added);
            const auto claims = outcomeOf(queue.claim({u"agent/last"_s}, 1, NodeId(u"n1"_s)));
            require(claims);
            if (claims && !claims->isEmpty())
                require(outcomeOf(queue.complete(claims->first().attempt, "1")));
            check(promises.brokenBy(queue));
        }
        auto stores = openSqliteStores(path).value();
        const ManualClock clock;
        EmbeddedQueue queue(stores->jobs(), clock);
        require(outcomeOf(queue.open()));
        check(promises.brokenBy(queue));
        return hasFailed;
    }
    static JobRequest request()
    {
        JobRequest request;
        request.entity = EntityRef::parse(u"agent/last"_s, u"entity"_s).value();
        request.payload = "{}";
        return request;
    }
    void settle(const RandomWork &work) { QTRY_COMPARE_WITH_TIMEOUT(work.open(), 0, 10'000); }
    template <typename T>
    void require(const Result<T> &result)
    {
        QVERIFY_RESULT(result);
    }
    void check(const QString &broken) { QVERIFY2(broken.isEmpty(), qPrintable(broken)); }

    std::unique_ptr<RecordingVfs> m_vfs;
};

QTEST_GUILESS_MAIN(tst_DiskFaults)
#include "tst_DiskFaults.moc"
