// SPDX-License-Identifier: Apache-2.0
// a queue that has run for long is as quick as a new one, and its file does not grow for ever.
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLogMost = 2 * 4 * 1024 * 1024; // Twice what a checkpoint aims at: 1,000 pages.
const QString kLane = u"agent/a1"_s;

} // namespace

class tst_QueueGrowth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void claimsStayAsQuick()
    {
        open();
        const double fresh = claimMs(); // With nothing before.
        run(wantedRuns(20'000));
        add(wantedRuns(20'000) / 10);

        const double old = claimMs();

        qInfo("claims: %.2f ms with nothing before, %.2f ms with %d done", fresh, old, wantedRuns(20'000));
        QVERIFY2(old <= std::max(4 * fresh, 20.0), "a claim became slow"); // Only what is far off, on a busy machine: the bench knows better.
        QVERIFY(QFileInfo(file() + u"-wal"_s).size() <= kLogMost);
    }

    void fileIsUsedAgain()
    {
        open();
        run(5000);
        const qint64 first = QFileInfo(file()).size() + QFileInfo(file() + u"-wal"_s).size();
        for (int day = 0; day < 12; ++day) {
            m_clock.advance(limits::kCompletedJobsKept + milliseconds(1000));
            QVERIFY_RESULT(outcomeOf(m_queue->sweep()));
            QCOMPARE(m_queue->queues().first().completed, 0);
            run(5000);
        }

        const qint64 last = QFileInfo(file()).size() + QFileInfo(file() + u"-wal"_s).size();
        QVERIFY2(last <= 2 * first + kLogMost, qPrintable(u"%1 bytes, then %2"_s.arg(first).arg(last)));
    }

private:
    QString file() const { return m_folder->filePath(u"data/muster.sqlite"_s); }
    void open()
    {
        m_queue.reset();
        m_stores.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_stores = openSqliteStores(m_folder->filePath(u"data"_s)).value();
        m_queue = std::make_unique<EmbeddedQueue>(m_stores->jobs(), m_clock);
        QVERIFY_RESULT(outcomeOf(m_queue->open()));
    }
    void add(int count)
    {
        NewJob job;
        job.request.entity = EntityRef::parse(kLane, u"entity"_s).value();
        job.request.payload = QByteArray(256, 'x');
        for (int left = count; left > 0; left -= 1000)
            QVERIFY_RESULT(outcomeOf(m_queue->add(QList<NewJob>(std::min(left, 1000), job))));
    }
    //! Adds and completes.
    void run(int count)
    {
        for (int left = count; left > 0; left -= 10'000)
            runSome(std::min(left, 10'000));
    }
    void runSome(int count)
    {
        add(count);
        for (int done = 0; done < count;) {
            const auto claims = outcomeOf(m_queue->claim({kLane}, limits::kJobClaim, NodeId(u"n1"_s)));
            QVERIFY_RESULT(claims);
            QVERIFY(!claims->isEmpty());
            QList<Future<void>> ends;
            for (const Claim &one : *claims)
                ends.append(m_queue->complete(one.attempt, "{\"exitStatus\":0}"));
            for (const Future<void> &end : ends)
                QVERIFY_RESULT(outcomeOf(end));
            done += static_cast<int>(ends.size());
        }
    }
    //! The time of one claim, in the middle of 100.
    double claimMs()
    {
        add(100);
        QList<double> times;
        for (int i = 0; i < 100; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto claims = outcomeOf(m_queue->claim({kLane}, 1, NodeId(u"n1"_s)));
            times.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            if (claims && !claims->isEmpty())
                (void)outcomeOf(m_queue->complete(claims->first().attempt, {}));
        }
        std::sort(times.begin(), times.end());
        return times[times.size() / 2];
    }

    RecordingVfs m_vfs; // Makes syncs free.
    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<EmbeddedQueue> m_queue;
};

QTEST_GUILESS_MAIN(tst_QueueGrowth)
#include "tst_QueueGrowth.moc"
