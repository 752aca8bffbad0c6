// SPDX-License-Identifier: Apache-2.0
#include "core/store/DataFolderLock.h"

#include "core/base/Log.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error unusable(const QString &folder, const QString &why)
{
    return storageError(u"opening the data folder"_s, u"the data folder %1 cannot be used: %2"_s.arg(folder, why));
}

QString systemText(int error)
{
    return QString::fromLocal8Bit(strerror(error));
}

QString holderIn(int file)
{
    char text[32] = {};
    const ssize_t length = ::pread(file, text, sizeof text - 1, 0);
    const QString pid = QString::fromLatin1(text, length > 0 ? length : 0).trimmed();
    return pid.isEmpty() ? u"another process"_s : u"process %1"_s.arg(pid);
}

//! A folder that was there already may be open to others. One that everybody shares is not ours to close.
void tighten(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    struct stat seen = {};
    if (::stat(path.constData(), &seen) != 0 || (seen.st_mode & 077) == 0)
        return;
    const bool isOurs = seen.st_uid == ::geteuid() && (seen.st_mode & S_ISVTX) == 0;
    if (isOurs && ::chmod(path.constData(), 0700) == 0)
        qCInfo(logStore, "the data folder %ls was open to others; it is ours alone now", qUtf16Printable(folder));
    else
        qCWarning(logStore, "others can look into the data folder %ls; use one of your own", qUtf16Printable(folder));
}

} // namespace

Result<void> ensureDataFolder(const QString &folder)
{
    if (folder.isEmpty())
        return unusable(u"\"\""_s, u"it has no name"_s);
    const QFileInfo there(folder);
    if (!there.exists()) {
        const QString parent = QFileInfo(QDir::cleanPath(QDir(folder).absolutePath())).path();
        if (!QDir().mkpath(parent))
            return unusable(folder, u"its parent folder cannot be made"_s);
        // With its mode from the beginning, so that nobody can look in between.
        if (::mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST)
            return unusable(folder, systemText(errno));
    } else if (!there.isDir()) {
        return unusable(folder, u"it is not a folder"_s);
    }
    if (::access(QFile::encodeName(folder).constData(), R_OK | W_OK | X_OK) != 0)
        return unusable(folder, systemText(errno));
    tighten(folder);
    return {};
}

Result<std::unique_ptr<DataFolderLock>> DataFolderLock::take(const QString &folder)
{
    MUSTER_CHECK(ensureDataFolder(folder));
    const QByteArray path = QFile::encodeName(folder + u"/lock"_s);
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return unusable(folder, systemText(errno));
    // Not make_unique: the constructor is private.
    std::unique_ptr<DataFolderLock> lock(new DataFolderLock(file));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int why = errno;
        if (why != EWOULDBLOCK)
            return unusable(folder, systemText(why));
        return conflict(u"the data folder %1 is in use by %2"_s.arg(folder, holderIn(file)), u"folder-in-use"_s);
    }
    const QByteArray pid = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, pid.constData(), static_cast<size_t>(pid.size()), 0) != pid.size())
        return unusable(folder, systemText(errno));
    return lock;
}

DataFolderLock::~DataFolderLock()
{
    // The file stays: removing it would let two processes hold locks on two files of one name.
    ::close(m_file);
}

} // namespace muster
