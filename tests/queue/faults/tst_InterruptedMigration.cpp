// SPDX-License-Identifier: Apache-2.0
// a store of each older form is brought up to date; the power, or the process, may end at each call on the way.
#include "core/store/Migrator.h"
#include "core/store/SqlScript.h"
#include "tests/queue/faults/CrashImage.h"
#include "tests/queue/faults/Runs.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_InterruptedMigration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resumesFromEachCall_data()
    {
        QTest::addColumn<int>("schema");
        for (int schema = 1; schema < static_cast<int>(sqliteMigrations().size()); ++schema)
            QTest::addRow("schema %d", schema) << schema;
    }
    void resumesFromEachCall()
    {
        QFETCH(int, schema);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"muster.sqlite"_s);
        makeOld(path, schema);
        QHash<QString, QByteArray> before;
        for (const QFileInfo &one : QDir(folder.path()).entryInfoList(QDir::Files)) {
            QFile file(one.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            before.insert(one.filePath(), file.readAll());
        }
        m_vfs.record();
        bringUp(path);
        const std::vector<FileCall> calls = m_vfs.calls();
        QVERIFY(calls.size() > 20);

        std::mt19937 random(toldSeed());
        const size_t step = wantedRuns(1) > 1 ? 1 : 5;
        for (size_t cut = random() % step; cut <= calls.size(); cut += step) {
            const QTemporaryDir where;
            CrashImage(before, calls, cut, &random).writeTo(where.path());
            bringUp(where.filePath(u"muster.sqlite"_s));
            if (QTest::currentTestFailed()) {
                qWarning("cut at call %zu of %zu", cut, calls.size());
                return;
            }
        }
    }

private:
    static void makeOld(const QString &path, int schema)
    {
        auto connection = SqlConnection::open(path);
        QVERIFY_RESULT(connection);
        QVERIFY_RESULT(migrate(**connection, sqliteMigrations().mid(0, schema)));
        for (int i = 0; i < 50; ++i)
            QVERIFY_RESULT((*connection)->run(u"INSERT INTO nodes (id, document, instance_hash) VALUES ('n%1', '{}', x'00')"_s.arg(i)));
    }
    //! Migrates to the end; all that was there is there.
    static void bringUp(const QString &path)
    {
        auto connection = SqlConnection::open(path);
        QVERIFY_RESULT(connection);
        QVERIFY_RESULT(migrate(**connection, sqliteMigrations()));
        QCOMPARE((*connection)->number(u"SELECT max(number) FROM migrations"_s).value(), sqliteMigrations().size());
        QCOMPARE((*connection)->number(u"SELECT count(*) FROM nodes"_s).value(), 50);
        QCOMPARE((*connection)->number(u"SELECT count(*) FROM jobs"_s).value(), 0);
        QCOMPARE((*connection)->number(u"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"_s).value(), 0);
    }

    RecordingVfs m_vfs;
};

QTEST_GUILESS_MAIN(tst_InterruptedMigration)
#include "tst_InterruptedMigration.moc"
