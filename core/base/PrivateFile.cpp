// SPDX-License-Identifier: Apache-2.0
#include "core/base/PrivateFile.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstring>

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster {

using namespace Qt::StringLiterals;

Result<void> writePrivateFile(const QString &path, const QByteArray &bytes)
{
    const QFileInfo given(path);
    const QString target = given.isSymLink() ? given.symLinkTarget() : given.absoluteFilePath();
    // Not QSaveFile, which makes its file for all to read and closes it a moment later.
    QTemporaryFile file(target + u".XXXXXX"_s);
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush() || ::fsync(file.handle()) != 0)
        return storageError(u"writing %1"_s.arg(path), file.errorString());
    if (::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(target).constData()) != 0)
        return storageError(u"writing %1"_s.arg(path), QString::fromLocal8Bit(std::strerror(errno)));
    file.setAutoRemove(false);
    return {};
}

bool ensurePrivateFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    const QString absolute = QDir::cleanPath(QDir(folder).absolutePath());
    return QDir().mkpath(QFileInfo(absolute).path())
        && (::mkdir(QFile::encodeName(absolute).constData(), 0700) == 0 || errno == EEXIST);
}

} // namespace muster
