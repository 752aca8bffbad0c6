// SPDX-License-Identifier: Apache-2.0
#include "core/store/Backup.h"
#include "core/store/BackupSeal.h"
#include "core/store/DataFolderLock.h"
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace muster;
using namespace Qt::StringLiterals;

//! Backups of a store in use, and the way back.
class tst_Backup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        auto opened = openSqliteStores(folder());
        QVERIFY_RESULT(opened);
        m_stores = std::move(*opened);
        QVERIFY_RESULT(outcomeOf(m_stores->nodes().upsert({nodeCalled(u"vps-02"_s), instanceHashOf("canary-key"), false})));
        StoredToken token;
        token.facts.id = TokenId(u"canary-token"_s);
        token.secretHash = instanceHashOf("canary-secret");
        QVERIFY_RESULT(outcomeOf(m_stores->tokens().upsert({token})));
    }
    void cleanup() { m_stores.reset(); }

    void backupOfAStoreInUseHasItsNodes()
    {
        QVERIFY_RESULT(backUp(folder(), file()));

        QVERIFY((QFileInfo(file()).permissions() & (QFile::ReadGroup | QFile::ReadOther)) == 0);
        const QString other = m_dir->filePath(u"other"_s);
        QVERIFY_RESULT(restore(file(), other));
        const auto restored = openSqliteStores(other);
        QVERIFY_RESULT(restored);
        const auto nodes = outcomeOf((*restored)->nodes().all());
        QCOMPARE(nodes->size(), 1);
        QCOMPARE(nodes->first().node, nodeCalled(u"vps-02"_s));
        QVERIFY(nodes->first().instanceHash.isEmpty()); // So it must announce itself.
        QVERIFY_RESULT(outcomeOf((*restored)->nodes().upsert(nodes->first()))); // And can be written until it does.
        QVERIFY(outcomeOf((*restored)->nodes().all())->first().instanceHash.isEmpty());
        QVERIFY(outcomeOf((*restored)->tokens().all())->isEmpty());
    }

    void nothingInABackupOpensADoor()
    {
        const auto bytes = outcomeOf(m_stores->backup());

        QVERIFY_RESULT(bytes);
        QVERIFY(bytes->contains("vps-02"));
        QVERIFY(!bytes->contains(instanceHashOf("canary-key")));
        QVERIFY(!bytes->contains(instanceHashOf("canary-secret")));
        QVERIFY(!bytes->contains("canary-token"));
        // And nothing is left lying about.
        QVERIFY(QDir(folder()).entryList({u".muster*"_s}, QDir::AllEntries | QDir::Hidden).isEmpty());
    }

    void backupNeverOverwrites()
    {
        QVERIFY(write(file(), "mine"));

        QCOMPARE(backUp(folder(), file()).error().kind, ErrorKind::Conflict);
        QCOMPARE(read(file()), "mine"_ba);
        QCOMPARE(backUp(m_dir->filePath(u"nowhere"_s), m_dir->filePath(u"b2"_s)).error().kind, ErrorKind::NotFound);
    }

    void restoreKeepsWhatWasThere()
    {
        QVERIFY_RESULT(backUp(folder(), file()));
        QVERIFY_RESULT(outcomeOf(m_stores->nodes().upsert({nodeCalled(u"later"_s), instanceHashOf("k"), false})));
        m_stores.reset();

        QVERIFY_RESULT(restore(file(), folder()));
        QVERIFY_RESULT(restore(file(), folder()));

        auto now = openSqliteStores(folder());
        QVERIFY_RESULT(now);
        QCOMPARE(outcomeOf((*now)->nodes().all())->size(), 1);
        auto kept = SqlConnection::open(folder() + u"/muster.sqlite.before-restore-1"_s);
        QVERIFY_RESULT(kept);
        QCOMPARE((*kept)->number(u"SELECT count(*) FROM nodes"_s).value(), 2);
        QCOMPARE((*kept)->number(u"SELECT count(*) FROM tokens"_s).value(), 1);
        QVERIFY(QFile::exists(folder() + u"/muster.sqlite.before-restore-2"_s));
    }

    void damagedDatabaseIsReplacedAndKept()
    {
        QVERIFY_RESULT(backUp(folder(), file()));
        m_stores.reset();
        QVERIFY(write(folder() + u"/muster.sqlite"_s, QByteArray(8192, 'x')));

        QVERIFY_RESULT(restore(file(), folder()));

        QVERIFY_RESULT(openSqliteStores(folder()));
        QCOMPARE(read(folder() + u"/muster.sqlite.before-restore-1"_s), QByteArray(8192, 'x'));
    }

    void anAlteredBackupTouchesNothing()
    {
        QVERIFY_RESULT(backUp(folder(), file()));
        QByteArray bytes = read(file());
        bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        QVERIFY(write(file(), bytes));
        const QString fresh = m_dir->filePath(u"fresh"_s);

        const auto outcome = restore(file(), fresh);

        QVERIFY(!outcome);
        QVERIFY2(outcome.error().what.contains(u"checksum"_s), qPrintable(outcome.error().what));
        QVERIFY(!QFileInfo::exists(fresh)); // Not even a lock.
    }

    void folderInUseIsLeftAlone()
    {
        QVERIFY_RESULT(backUp(folder(), file()));
        const auto lock = DataFolderLock::take(folder());
        QVERIFY_RESULT(lock);

        QCOMPARE(restore(file(), folder()).error().code, u"folder-in-use"_s);
    }

    void whatIsNoBackupIsRefusedAndNothingChanges_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"missing", "text", "empty", "truncated", "database", "newer", "trigger", "flipped"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void whatIsNoBackupIsRefusedAndNothingChanges()
    {
        QFETCH(QString, how);
        QVERIFY_RESULT(backUp(folder(), file()));
        QVERIFY_RESULT(spoil(how));
        m_stores.reset();
        const QByteArray before = read(folder() + u"/muster.sqlite"_s);

        const auto outcome = restore(file(), folder());

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Invalid);
        QCOMPARE(outcome.error().field, u"file"_s);
        QCOMPARE(read(folder() + u"/muster.sqlite"_s), before);
        QVERIFY(QDir(folder()).entryList({u"*restore*"_s}, QDir::AllEntries | QDir::Hidden).isEmpty());
    }

private:
    QString folder() const { return m_dir->filePath(u"data"_s); }
    QString file() const { return m_dir->filePath(u"backup.muster"_s); }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static bool write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }
    Result<void> spoil(const QString &how) const
    {
        const QByteArray good = read(file());
        QFile::remove(file());
        if (how == u"missing")
            return {};
        if (how == u"text" || how == u"empty" || how == u"truncated") {
            const QByteArray bytes = how == u"text" ? "no backup"_ba : how == u"empty" ? QByteArray() : good.first(good.size() / 2);
            return write(file(), bytes) ? Result<void>() : internalError(u"test"_s, u"cannot write"_s);
        }
        if (how == u"flipped") {
            QByteArray bytes = good;
            for (qsizetype i = 4096; i < bytes.size(); i += 97)
                bytes[i] = char(~bytes[i]);
            return write(file(), bytes) ? Result<void>() : internalError(u"test"_s, u"cannot write"_s);
        }
        if (!write(file(), good))
            return internalError(u"test"_s, u"cannot write"_s);
        MUSTER_CHECK(alter(how == u"database" ? u"PRAGMA application_id = 0"_s
                           : how == u"newer"  ? u"INSERT INTO migrations (number, name) VALUES (999, 'x')"_s
                                              : u"CREATE TRIGGER t AFTER INSERT ON nodes BEGIN DELETE FROM nodes; END"_s));
        // By somebody who knows how to seal it.
        constexpr qint64 kPage = 4096;
        if (!QFile::resize(file(), QFileInfo(file()).size() / kPage * kPage))
            return internalError(u"test"_s, u"cannot write"_s);
        return sealBackup(file());
    }
    Result<void> alter(const QString &statement) const
    {
        MUSTER_TRY(raw, SqlConnection::open(file()));
        return raw->run(statement);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Stores> m_stores;
};

QTEST_GUILESS_MAIN(tst_Backup)
#include "tst_Backup.moc"
