// SPDX-License-Identifier: Apache-2.0
// a full disk is an error, not a loss. New jobs are refused, jobs that run can end, and with room all goes on.
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/queue/faults/Promises.h"
#include "tests/queue/faults/RecordingVfs.h"
#include "tests/support/ManualClock.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/mount.h>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kDisk = 28 * 1024 * 1024;
constexpr qsizetype kPayload = 64 * 1024;

} // namespace

class tst_FullQueueDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_queue.reset();
        m_stores.reset();
        m_vfs.reset();
        if (m_isMounted)
            ::umount2(m_folder->path().toUtf8().constData(), MNT_DETACH);
        m_isMounted = false;
    }

    void jobsFillTheDisk_data()
    {
        QTest::addColumn<bool>("isReal");
        QTest::newRow("bounded by the test") << false;
        if (::geteuid() == 0) // Only root may mount.
            QTest::newRow("a small disk") << true;
    }
    void jobsFillTheDisk()
    {
        QFETCH(bool, isReal);
        makeDisk(isReal);
        const QList<JobId> kept = addUntilRefused();
        QVERIFY(kept.size() > 50);

        // What runs can end, all of it, while new jobs are still refused.
        for (const JobId &id : kept) {
            const auto claims = outcomeOf(m_queue->claim({u"agent/a1"_s}, 1, NodeId(u"n1"_s)));
            QVERIFY_RESULT(claims);
            QCOMPARE(claims->first().attempt.job, id);
            QVERIFY_RESULT(outcomeOf(m_queue->complete(claims->first().attempt, "{\"done\":1}")));
        }
        QCOMPARE(outcomeOf(add()).error().code, u"disk-full"_s);

        // Jobs that are forgotten make room: without a restart.
        for (const JobId &id : kept)
            QVERIFY_RESULT(outcomeOf(m_queue->discard(id)));
        grow();
        QTRY_VERIFY_WITH_TIMEOUT(isTakenAgain(), 10'000);
        checkIntegrity();
    }

    void anotherProcessFillsTheDisk_data() { jobsFillTheDisk_data(); }
    void anotherProcessFillsTheDisk()
    {
        QFETCH(bool, isReal);
        makeDisk(isReal);
        for (int i = 0; i < 20; ++i)
            QVERIFY_RESULT(outcomeOf(add()));
        fillUp();
        addUntilRefused();

        for (int i = 0; i < 20; ++i) {
            const auto claims = outcomeOf(m_queue->claim({u"agent/a1"_s}, 1, NodeId(u"n1"_s)));
            QVERIFY_RESULT(claims);
            const JobError error{u"exit-status"_s, u"it ended with 1"_s};
            QVERIFY_RESULT(outcomeOf(i % 2 ? m_queue->complete(claims->first().attempt, "1")
                                           : m_queue->fail(claims->first().attempt, error, AttemptEnd::Failed)));
        }

        QVERIFY(QFile::remove(filler()));
        QTRY_VERIFY_WITH_TIMEOUT(isTakenAgain(), 10'000);
        checkIntegrity();
    }

private:
    void makeDisk(bool isReal)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_vfs = std::make_unique<RecordingVfs>();
        m_isReal = isReal;
        if (isReal) {
            const QByteArray options = "size=" + QByteArray::number(kDisk);
            m_isMounted = ::mount("tmpfs", m_folder->path().toUtf8().constData(), "tmpfs", 0, options.constData()) == 0;
            QVERIFY(m_isMounted);
            m_vfs.reset();
        } else {
            m_vfs->limit(dataFolder(), kDisk);
        }
        auto stores = openSqliteStores(dataFolder());
        QVERIFY_RESULT(stores);
        m_stores = std::move(*stores);
        m_queue = std::make_unique<EmbeddedQueue>(m_stores->jobs(), m_clock);
        QVERIFY_RESULT(outcomeOf(m_queue->open()));
    }
    QString dataFolder() const { return m_folder->filePath(u"data"_s); }
    QString filler() const { return dataFolder() + u"/filler"_s; }
    Future<QList<QueuedJob>> add()
    {
        NewJob job;
        job.request.entity = EntityRef::parse(u"agent/a1"_s, u"entity"_s).value();
        job.request.payload = QByteArray(kPayload, 'x');
        return m_queue->add({job});
    }
    QList<JobId> addUntilRefused()
    {
        QList<JobId> kept;
        for (int i = 0; i < 2000; ++i) {
            const auto added = outcomeOf(add());
            if (added) {
                kept.append(added->first().job);
                continue;
            }
            if (added.error().kind != ErrorKind::Storage || added.error().code != u"disk-full"_s)
                qWarning("%s", qPrintable(added.error().text()));
            return added.error().code == u"disk-full"_s ? kept : QList<JobId>();
        }
        return {};
    }
    //! Another file takes all that is left.
    void fillUp()
    {
        QFile file(filler());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        if (m_isReal) {
            while (file.write(QByteArray(16 * 1024, 'f')) > 0) {
            }
            return;
        }
        qint64 used = 0;
        for (const QFileInfo &one : QDir(dataFolder()).entryInfoList(QDir::Files))
            used += one.size();
        QVERIFY(file.resize(kDisk - used));
    }
    //! Freed rows leave their file as it is; a little more disk lets the log of the change be written.
    void grow()
    {
        if (m_vfs)
            m_vfs->limit(dataFolder(), kDisk + limits::kStoreReserveBytes);
        else
            ::mount("tmpfs", m_folder->path().toUtf8().constData(), "tmpfs", MS_REMOUNT,
                    ("size=" + QByteArray::number(kDisk + 2 * limits::kStoreReserveBytes)).constData());
    }
    bool isTakenAgain()
    {
        m_clock.advance(milliseconds(1500));
        (void)outcomeOf(m_queue->sweep());
        return outcomeOf(add()).has_value();
    }
    void checkIntegrity()
    {
        m_queue.reset();
        m_stores.reset();
        auto connection = SqlConnection::open(dataFolder() + u"/muster.sqlite"_s);
        QVERIFY_RESULT(connection);
        QCOMPARE((*connection)->number(u"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"_s).value(), 0);
    }

    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RecordingVfs> m_vfs;
    bool m_isReal = false;
    bool m_isMounted = false;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<EmbeddedQueue> m_queue;
};

QTEST_GUILESS_MAIN(tst_FullQueueDisk)
#include "tst_FullQueueDisk.moc"
