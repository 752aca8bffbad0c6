// SPDX-License-Identifier: Apache-2.0
#include "core/store/Migrator.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

class tst_Migrator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
        QVERIFY_RESULT(opened);
        m_db = std::move(*opened);
    }

    void cleanup() { m_db.reset(); }

    void builtInScriptsMakeTheTables()
    {
        QVERIFY_RESULT(migrate(*m_db, sqliteMigrations()));

        QCOMPARE(m_db->number(u"SELECT count(*) FROM nodes"_s).value(), 0);
        QCOMPARE(m_db->number(u"SELECT count(*) FROM migrations"_s).value(), sqliteMigrations().size());
    }

    void secondRunDoesNothing()
    {
        QVERIFY_RESULT(migrate(*m_db, {kFirst}));
        QVERIFY_RESULT(m_db->run(u"INSERT INTO a VALUES (1)"_s));

        QVERIFY_RESULT(migrate(*m_db, {kFirst}));

        QCOMPARE(m_db->number(u"SELECT count(*) FROM a"_s).value(), 1);
        QVERIFY(copies().isEmpty());
    }

    void laterScriptIsAppliedAfterACopy()
    {
        QVERIFY_RESULT(migrate(*m_db, {kFirst}));
        QVERIFY_RESULT(m_db->run(u"INSERT INTO a VALUES (42)"_s));

        QVERIFY_RESULT(migrate(*m_db, {kFirst, kSecond}));

        QCOMPARE(m_db->number(u"SELECT x FROM a"_s).value(), 42);
        QCOMPARE(m_db->number(u"SELECT count(*) FROM b"_s).value(), 0);
        QCOMPARE(copies(), QStringList{u"muster-backup-schema-1.sqlite"_s});
        const QString copy = m_folder->filePath(copies().first());
        QVERIFY((QFileInfo(copy).permissions() & (QFile::ReadGroup | QFile::ReadOther)) == 0);
        auto backup = SqlConnection::open(copy);
        QVERIFY_RESULT(backup);
        QCOMPARE((*backup)->number(u"SELECT x FROM a"_s).value(), 42);
        QVERIFY(!(*backup)->number(u"SELECT count(*) FROM b"_s));
    }

    void newDatabaseIsNotCopied()
    {
        QVERIFY_RESULT(migrate(*m_db, {kFirst, kSecond}));

        QVERIFY(copies().isEmpty());
    }

    void newerVersionIsRefusedInOneSentence()
    {
        QVERIFY_RESULT(migrate(*m_db, {kFirst}));
        QVERIFY_RESULT(m_db->run(u"INSERT INTO migrations (number, name) VALUES (7, 'from the future')"_s));

        const auto outcome = migrate(*m_db, {kFirst});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Storage);
        QCOMPARE(outcome.error().what,
                 u"the data folder %1 was written by a newer Muster (schema 7, this build knows 1)"_s.arg(m_folder->path()));
    }

    void failingScriptLeavesNothingBehind()
    {
        const SqlMigration broken{2, u"0002_broken"_s, {u"CREATE TABLE b (y)"_s, u"CREATE TABLE oops ("_s}};
        QVERIFY_RESULT(migrate(*m_db, {kFirst}));

        const auto outcome = migrate(*m_db, {kFirst, broken});

        QVERIFY(!outcome);
        QVERIFY(outcome.error().where.contains(u"schema 2"_s));
        QVERIFY(!m_db->number(u"SELECT count(*) FROM b"_s));
        QVERIFY_RESULT(migrate(*m_db, {kFirst, kSecond})); // And it can be tried again.
    }

    void statementsAreCutWhereTheyEnd()
    {
        const QStringList statements = splitStatements(u"-- A header; with a semicolon.\n"
                                                       "CREATE TABLE a (\n    x TEXT DEFAULT '--;' -- Note;\n);\n"
                                                       "CREATE TRIGGER t BEFORE DELETE ON a\nBEGIN\n"
                                                       "    SELECT 1;\n    SELECT 2;\nEND;\n"
                                                       "DROP TABLE c"_s);

        QCOMPARE(statements.size(), 3);
        QCOMPARE(statements[0], u"CREATE TABLE a (\nx TEXT DEFAULT '--;'\n)"_s);
        QVERIFY(statements[1].endsWith(u"SELECT 2;\nEND"_s));
        QCOMPARE(statements[2], u"DROP TABLE c"_s);
    }

    void builtInScriptsAreNumberedWithoutGaps()
    {
        const QList<SqlMigration> all = sqliteMigrations();

        QVERIFY(!all.isEmpty());
        for (int i = 0; i < all.size(); ++i)
            QCOMPARE(all[i].number, i + 1);
    }

private:
    QStringList copies() const { return QDir(m_folder->path()).entryList({u"*backup*"_s}, QDir::Files); }

    const SqlMigration kFirst{1, u"0001_first"_s, {u"CREATE TABLE a (x INTEGER)"_s}};
    const SqlMigration kSecond{2, u"0002_second"_s, {u"CREATE TABLE b (y INTEGER)"_s}};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SqlConnection> m_db;
};

QTEST_GUILESS_MAIN(tst_Migrator)
#include "tst_Migrator.moc"
