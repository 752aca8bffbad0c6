// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlFile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Error cannot(const QString &path, const QString &why)
{
    return storageError({}, u"cannot write %1: %2"_s.arg(path, why));
}

Error isThere(const QString &path)
{
    return conflict(u"%1 is there already; give --yes to replace it"_s.arg(path));
}

Result<void> syncFolderOf(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int file = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool isDone = file >= 0 && ::fsync(file) == 0;
    if (file >= 0)
        ::close(file);
    return isDone ? Result<void>() : cannot(path, u"its folder could not be synced"_s);
}

} // namespace

Result<void> checkTarget(const QString &path, Overwrite overwrite, const QString &field)
{
    const QFileInfo target(path);
    if (target.exists() || target.isSymLink()) {
        if (!target.isFile())
            return invalid(field, u"%1 is not a file"_s.arg(path));
        if (overwrite == Overwrite::Refuse)
            return isThere(path);
    }
    if (!QFileInfo(target.absolutePath()).isDir())
        return invalid(field, u"the folder %1 is not there"_s.arg(target.absolutePath()));
    return {};
}

PrivateFileWriter::PrivateFileWriter() = default;

PrivateFileWriter::~PrivateFileWriter() = default;

Result<void> PrivateFileWriter::open(const QString &path, Overwrite overwrite, const QString &field)
{
    MUSTER_CHECK(checkTarget(path, overwrite, field));
    m_path = path;
    m_overwrite = overwrite;
    m_file = std::make_unique<QTemporaryFile>(QFileInfo(path).absoluteFilePath() + u".XXXXXX"_s); // 0600 from its first moment.
    return m_file->open() ? Result<void>() : cannot(path, m_file->errorString());
}

Result<void> PrivateFileWriter::write(const QByteArray &bytes)
{
    return m_file->write(bytes) == bytes.size() ? Result<void>() : cannot(m_path, m_file->errorString());
}

Result<void> PrivateFileWriter::commit()
{
    if (!m_file->flush() || ::fsync(m_file->handle()) != 0)
        return cannot(m_path, m_file->errorString());
    const uint flags = m_overwrite == Overwrite::Refuse ? RENAME_NOREPLACE : 0;
    const QByteArray from = QFile::encodeName(m_file->fileName());
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, QFile::encodeName(m_path).constData(), flags) != 0)
        return errno == EEXIST ? isThere(m_path) : cannot(m_path, QString::fromLocal8Bit(std::strerror(errno)));
    m_file->setAutoRemove(false);
    return syncFolderOf(m_path);
}

Result<void> writePrivately(const QString &path, const QByteArray &bytes, Overwrite overwrite, const QString &field)
{
    PrivateFileWriter file;
    MUSTER_CHECK(file.open(path, overwrite, field));
    MUSTER_CHECK(file.write(bytes));
    return file.commit();
}

} // namespace muster
