// SPDX-License-Identifier: Apache-2.0
// the power may go at any moment. What was acknowledged is there afterwards, whatever the disk made of the rest.
#include "core/store/Migrator.h"
#include "core/store/SqlJobAdds.h"
#include "core/store/SqlScript.h"
#include "core/store/Stores.h"
#include "tests/queue/faults/CrashImage.h"
#include "tests/queue/faults/RandomWork.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/ManualClock.h"
#include "tests/support/Outcome.h"

#include <QTemporaryDir>

#include <sqlite3.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr int kImagesOfOneRun = 250;
constexpr int kKinds = 4; // A mark is a job's number times this, plus the promise.

//! What one image has lost: the first promise that it does not keep, or empty.
QString lossIn(const QString &folder, const QList<qint64> &marks)
{
    const QByteArray path = (folder + u"/muster.sqlite"_s).toUtf8();
    sqlite3 *database = nullptr;
    if (sqlite3_open_v2(path.constData(), &database, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK) {
        sqlite3_close(database);
        return marks.isEmpty() ? QString() : u"it cannot be opened"_s;
    }
    const auto ask = [database](const char *sql, qint64 number) {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
            return std::pair<QByteArray, qint64>(sqlite3_errmsg(database), -1);
        sqlite3_bind_int64(statement, 1, number);
        std::pair<QByteArray, qint64> answer{{}, -1};
        if (sqlite3_step(statement) == SQLITE_ROW)
            answer = {reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)), sqlite3_column_int64(statement, 1)};
        sqlite3_finalize(statement);
        return answer;
    };
    QString loss;
    if (const QByteArray sound = ask("SELECT integrity_check, ?1 FROM pragma_integrity_check", 0).first; sound != "ok")
        loss = u"integrity: "_s + QString::fromUtf8(sound);
    for (const qint64 mark : marks) {
        const auto [state, made] = ask("SELECT state, made FROM jobs JOIN job_payloads USING (number) WHERE number = ?1", mark / kKinds);
        const auto promise = static_cast<Promise>(mark % kKinds);
        const bool isKept = !state.isEmpty() && made >= 0
            && (promise != Promise::Begun || made > 0) && (promise != Promise::Completed || state == "3")
            && (promise != Promise::Cancelled || state == "5");
        if (!isKept && loss.isEmpty())
            loss = u"promise %1 of job %2: state %3"_s.arg(int(promise)).arg(mark / kKinds).arg(QString::fromUtf8(state));
    }
    sqlite3_close(database);
    return loss;
}

} // namespace

class tst_PowerCuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_vfs = std::make_unique<RecordingVfs>();
    }
    void cleanup() { m_vfs.reset(); }

    void acknowledgedWorkSurvivesEveryImage()
    {
        std::mt19937 random(toldSeed());
        for (int left = wantedRuns(120); left > 0; left -= kImagesOfOneRun) {
            workOn(u"data"_s, random());
            const auto [lost, loss] = lossesOf(std::min(left, kImagesOfOneRun), &random);
            QVERIFY2(lost == 0, qPrintable(loss));
            QDir(m_folder->filePath(u"data"_s)).removeRecursively();
        }
    }

    //! The test can fail: with the weaker way of syncing, and the same work, promises are broken.
    void withoutSyncsPromisesAreBroken_data()
    {
        QTest::addColumn<QString>("synchronous");
        QTest::addColumn<bool>("isLossy");
        QTest::newRow("full") << u"FULL"_s << false;
        QTest::newRow("normal") << u"NORMAL"_s << true;
    }
    void withoutSyncsPromisesAreBroken()
    {
        QFETCH(QString, synchronous);
        QFETCH(bool, isLossy);
        std::mt19937 random(toldSeed());
        addOnly(synchronous);

        const auto [lost, loss] = lossesOf(60, &random);

        QVERIFY2((lost > 0) == isLossy, qPrintable(loss));
    }

private:
    //! Random work on a fresh queue, recorded.
    void workOn(const QString &name, quint32 seed)
    {
        m_vfs->record();
        auto stores = openSqliteStores(m_folder->filePath(name));
        QVERIFY_RESULT(stores);
        ManualClock clock;
        EmbeddedQueue queue((*stores)->jobs(), clock);
        QVERIFY_RESULT(outcomeOf(queue.open()));
        RandomWork work(queue, seed, [this](Promise promise, qint64 job) { m_vfs->mark(job * kKinds + qint64(promise)); });
        for (int i = 0; i < 400; ++i) {
            work.step();
            if (i % 5 == 0)
                QCoreApplication::processEvents();
            if (i % 50 == 0)
                QTRY_COMPARE_WITH_TIMEOUT(work.open(), 0, 10'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(work.open(), 0, 10'000);
        QCOMPARE(work.refused(), 0);
    }
    //! Jobs one by one through the same statements, on a connection that syncs as \a synchronous says.
    void addOnly(const QString &synchronous)
    {
        m_vfs->record();
        const QString folder = m_folder->filePath(u"data"_s);
        QVERIFY(QDir().mkpath(folder));
        auto connection = SqlConnection::open(folder + u"/muster.sqlite"_s);
        QVERIFY_RESULT(connection);
        QVERIFY_RESULT(migrate(**connection, sqliteMigrations()));
        QVERIFY_RESULT((*connection)->run(u"PRAGMA synchronous = "_s + synchronous));
        const EntityRef entity = EntityRef::parse(u"agent/a1"_s, u"entity"_s).value();
        for (qint64 number = 1; number <= 200; ++number) {
            TransactionGuard transaction(**connection, TransactionGuard::Kind::Transaction);
            const JobToAdd job{.number = number, .lane = {1, entity, u"agent"_s}, .request = {.entity = entity, .payload = "{}"},
                               .createdBy = u""_s, .at = {1}};
            QVERIFY_RESULT(addJobs(**connection, {job}));
            QVERIFY_RESULT(transaction.commit());
            m_vfs->mark(number * kKinds);
        }
    }
    //! Of so many images, how many broke a promise, and the first of these.
    std::pair<int, QString> lossesOf(int images, std::mt19937 *random)
    {
        const std::vector<FileCall> calls = m_vfs->calls();
        const QTemporaryDir where;
        int lost = 0;
        QString first;
        for (int i = 0; i < images; ++i) {
            const size_t cut = 1 + (*random)() % calls.size();
            const CrashImage image({}, calls, cut, random);
            image.writeTo(where.path());
            const QString loss = lossIn(where.path(), image.marks());
            if (loss.isEmpty())
                continue;
            ++lost;
            first = first.isEmpty() ? u"cut at call %1 of %2: %3"_s.arg(cut).arg(calls.size()).arg(loss) : first;
        }
        return {lost, first};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RecordingVfs> m_vfs;
};

QTEST_GUILESS_MAIN(tst_PowerCuts)
#include "tst_PowerCuts.moc"
