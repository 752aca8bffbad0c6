// SPDX-License-Identifier: Apache-2.0
#include "core/store/DataFolderLock.h"
#include "core/store/SqlConnection.h"
#include "core/store/Stores.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

//! Everything that can be wrong with a data folder, and the one sentence for it.
class tst_DataFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void folderIsMadeForMeAlone()
    {
        const QString path = m_folder->filePath(u"a/b/c"_s);

        QVERIFY_RESULT(ensureDataFolder(path));

        constexpr auto mine = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
        const auto mode = QFileInfo(path).permissions() & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser);
        QCOMPARE(mode, QFile::Permissions(mine));
    }

    void folderThatIsOpenToOthersIsClosed()
    {
        const QByteArray path = QFile::encodeName(m_folder->path());
        QCOMPARE(::chmod(path.constData(), 0755), 0);

        QVERIFY_RESULT(DataFolderLock::take(m_folder->path()));

        QCOMPARE(modeOf(path), 0700);
    }

    void folderForEverybodyIsLeftAlone()
    {
        const QByteArray path = QFile::encodeName(m_folder->path());
        QCOMPARE(::chmod(path.constData(), 01777), 0);

        QVERIFY_RESULT(DataFolderLock::take(m_folder->path()));

        QCOMPARE(modeOf(path), 01777);
    }

    void fileInPlaceOfTheFolderIsRefused()
    {
        const QString path = m_folder->filePath(u"file"_s);
        write(path, "x");

        expectOneSentence(openSqliteStores(path), ErrorKind::Storage, u"not a folder"_s);
        expectOneSentence(openSqliteStores(path + u"/below"_s), ErrorKind::Storage, u"cannot be used"_s);
        expectOneSentence(DataFolderLock::take(path), ErrorKind::Storage, u"not a folder"_s);
    }

    void unwritableFolderIsRefused()
    {
        // The kernel's own file system refuses new files to everybody, root included.
        expectOneSentence(DataFolderLock::take(u"/proc/self"_s), ErrorKind::Storage, u"cannot be used"_s);
        expectOneSentence(openSqliteStores(u"/proc/muster"_s), ErrorKind::Storage, u"cannot be used"_s);
        expectOneSentence(openSqliteStores(u"/proc/self"_s), ErrorKind::Storage, u"/proc/self"_s);
        expectOneSentence(openSqliteStores(QString()), ErrorKind::Storage, u"no name"_s);
    }

    void fileThatIsNoDatabaseIsRefused()
    {
        write(m_folder->filePath(u"muster.sqlite"_s), QByteArray(20000, 'x'));

        expectOneSentence(openSqliteStores(m_folder->path()), ErrorKind::Storage, u"is not a database"_s);
    }

    void damagedDatabaseIsAnErrorNotACrash()
    {
        {
            const auto stores = openSqliteStores(m_folder->path());
            QVERIFY_RESULT(stores);
            for (int i = 0; i < 200; ++i)
                QVERIFY_RESULT(outcomeOf((*stores)->nodes().upsert({nodeCalled(u"node-%1"_s.arg(i)), "h", false})));
        }
        QFile file(m_folder->filePath(u"muster.sqlite"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(4096);
        file.write(QByteArray(static_cast<int>(file.size()) - 4096, '\x5a'));
        file.close();

        const auto stores = openSqliteStores(m_folder->path());
        if (!stores) {
            QVERIFY(stores.error().what.contains(u"damaged"_s));
            return;
        }
        const auto all = outcomeOf((*stores)->nodes().all());
        QVERIFY(!all);
        QVERIFY2(all.error().what.contains(u"damaged"_s), qPrintable(all.error().text()));
    }

    void databaseOfANewerMusterIsRefused()
    {
        {
            const auto stores = openSqliteStores(m_folder->path());
            QVERIFY_RESULT(stores);
        }
        runSql(u"INSERT INTO migrations (number, name) VALUES (900, 'later')"_s);

        expectOneSentence(openSqliteStores(m_folder->path()), ErrorKind::Storage, u"newer Muster (schema 900"_s);
    }

    void secondLockIsRefusedAndNamesTheHolder()
    {
        const auto first = DataFolderLock::take(m_folder->path());
        QVERIFY_RESULT(first);

        const auto second = DataFolderLock::take(m_folder->path());

        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
        QCOMPARE(second.error().code, u"folder-in-use"_s);
        QCOMPARE(second.error().what, u"the data folder %1 is in use by process %2"_s.arg(m_folder->path())
                                          .arg(QCoreApplication::applicationPid()));
    }

    void lockIsFreeAfterItsHolderWasKilled()
    {
        int ready[2] = {};
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = DataFolderLock::take(m_folder->path());
            const char byte = lock ? 'y' : 'n';
            (void)!::write(ready[1], &byte, 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        QCOMPARE(::read(ready[0], &byte, 1), ssize_t(1));
        QCOMPARE(byte, 'y');
        const auto refused = DataFolderLock::take(m_folder->path());
        QVERIFY(!refused);
        QVERIFY(refused.error().what.endsWith(u"process %1"_s.arg(child)));

        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        QVERIFY_RESULT(DataFolderLock::take(m_folder->path()));
        ::close(ready[0]);
        ::close(ready[1]);
    }

    void fullDiskAtStartAndLaterIsSaidAndRecoversFrom()
    {
        // A file-size limit stands in for a full disk: writes beyond it fail in the same places.
        const auto stores = openSqliteStores(m_folder->path());
        QVERIFY_RESULT(stores);
        NodeStore &nodes = (*stores)->nodes();
        QVERIFY_RESULT(outcomeOf(nodes.upsert({nodeCalled(u"before"_s), "h", false})));
        {
            const FileSizeLimit limit(QFileInfo(m_folder->filePath(u"muster.sqlite-wal"_s)).size());

            const auto refused = outcomeOf(nodes.upsert({nodeCalled(u"during"_s), "h", false}));
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::Storage);
            QVERIFY2(refused.error().what.contains(u"disk"_s) || refused.error().what.contains(u"space"_s),
                     qPrintable(refused.error().text()));
            QCOMPARE(outcomeOf(nodes.all()).value().size(), 1);

            QTemporaryDir other;
            const FileSizeLimit nothing(0);
            QVERIFY(!openSqliteStores(other.path()));
        }

        QVERIFY_RESULT(outcomeOf(nodes.upsert({nodeCalled(u"after"_s), "h", false})));
        QCOMPARE(outcomeOf(nodes.all()).value().size(), 2);
    }

private:
    static int modeOf(const QByteArray &path)
    {
        struct stat seen = {};
        return ::stat(path.constData(), &seen) == 0 ? int(seen.st_mode & 07777) : -1;
    }
    //! Files of this process may not grow beyond a size, until destruction.
    class FileSizeLimit
    {
    public:
        explicit FileSizeLimit(qint64 bytes)
        {
            ::signal(SIGXFSZ, SIG_IGN);
            ::getrlimit(RLIMIT_FSIZE, &m_before);
            const rlimit tight{static_cast<rlim_t>(bytes), m_before.rlim_max};
            ::setrlimit(RLIMIT_FSIZE, &tight);
        }
        ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
        FileSizeLimit(const FileSizeLimit &) = delete;
        FileSizeLimit &operator=(const FileSizeLimit &) = delete;

    private:
        rlimit m_before{};
    };

    template <typename T>
    static void expectOneSentence(const Result<T> &outcome, ErrorKind kind, const QString &part)
    {
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, kind);
        QVERIFY2(outcome.error().what.contains(part), qPrintable(outcome.error().text()));
        QVERIFY(!outcome.error().what.endsWith(u'.'));
        QVERIFY(!outcome.error().what.contains(u'\n'));
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    void runSql(const QString &sql)
    {
        auto db = SqlConnection::open(m_folder->filePath(u"muster.sqlite"_s));
        QVERIFY_RESULT(db);
        QVERIFY_RESULT((*db)->run(sql));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_DataFolder)
#include "tst_DataFolder.moc"
