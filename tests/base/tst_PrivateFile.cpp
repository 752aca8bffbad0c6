// SPDX-License-Identifier: Apache-2.0
#include "core/base/PrivateFile.h"
#include "core/base/Secret.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cstdarg>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

// With what modes files were made in this process, since it was last emptied. Of one thread.
std::vector<mode_t> &madeModes()
{
    static std::vector<mode_t> modes;
    return modes;
}

int openNoted(const char *path, int flags, mode_t mode)
{
    if ((flags & (O_CREAT | O_TMPFILE)) != 0)
        madeModes().push_back(mode);
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

} // namespace

// Taken by the linker before the C library's: what is readable for a moment only cannot be seen afterwards.
extern "C" __attribute__((visibility("default"))) int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openNoted(path, flags, mode);
}
extern "C" __attribute__((visibility("default"))) int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openNoted(path, flags, mode);
}

class tst_PrivateFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_before = ::umask(0); } // As a program that forgot to set one.
    void cleanupTestCase() { ::umask(m_before); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        madeModes().clear();
    }

    void ordinaryFilesAreSeenToBeOpenToAll()
    {
        QFile file(m_folder->filePath(u"open"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));

        QVERIFY(!madeModes().empty());
        QVERIFY((madeModes().back() & 077) != 0); // Or the tests below would prove nothing.
    }

    void aFileIsPrivateFromItsFirstMoment()
    {
        QVERIFY(writePrivateFile(path(), "secret\n"));

        assertPrivate();
    }

    void soIsASecret()
    {
        QVERIFY(Secret("secret"_ba).toFile(path()));

        assertPrivate();
    }

    void whatWasThereIsReplacedAndClosed()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("a long text that was there before") > 0);
        file.close();
        madeModes().clear();

        QVERIFY(writePrivateFile(path(), "secret\n"));

        assertPrivate();
    }

    void aLinkIsFollowed()
    {
        const QString link = m_folder->filePath(u"link"_s);
        QVERIFY(QFile::link(path(), link));

        QVERIFY(writePrivateFile(link, "secret\n"));

        QVERIFY(QFileInfo(link).isSymLink());
        assertPrivate();
    }

    void whatCannotBeWrittenIsSaidAndLeavesNothing()
    {
        const QString folder = m_folder->filePath(u"folder"_s);
        QVERIFY(QDir().mkpath(folder + u"/full"_s));

        const auto written = writePrivateFile(folder + u"/full"_s, "secret\n");

        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::Storage);
        QVERIFY(written.error().text().contains(folder));
        QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList());
        QVERIFY(!writePrivateFile(m_folder->filePath(u"none/file"_s), "secret\n"));
    }

    void aFolderIsPrivate()
    {
        const QString folder = m_folder->filePath(u"a/b"_s);

        QVERIFY(ensurePrivateFolder(folder));
        QVERIFY(ensurePrivateFolder(folder));

        struct stat seen = {};
        QCOMPARE(::stat(QFile::encodeName(folder).constData(), &seen), 0);
        QCOMPARE(seen.st_mode & 0777, mode_t(0700));
    }

private:
    QString path() const { return m_folder->filePath(u"file"_s); }
    void assertPrivate() const
    {
        QVERIFY(!madeModes().empty());
        for (const mode_t mode : madeModes())
            QCOMPARE(mode & 0777, mode_t(0600));
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("secret"));
        struct stat seen = {};
        QCOMPARE(::stat(QFile::encodeName(path()).constData(), &seen), 0);
        QCOMPARE(seen.st_mode & 0777, mode_t(0600));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::System, QDir::Name).filter(u"file"_s), QStringList{u"file"_s});
    }

    mode_t m_before = 0;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(tst_PrivateFile)
#include "tst_PrivateFile.moc"
