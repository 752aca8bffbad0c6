// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files that musterctl makes: for their owner alone, whole or not at all, and never over another by accident.

#include "core/base/Result.h"

#include <QByteArray>

#include <memory>

class QTemporaryFile;

namespace muster {

enum class Overwrite { Refuse, Allow };

//! Whether writePrivately() may write \a path: Conflict when it is there and \a overwrite refuses, Invalid when it is no plain
//! file or its folder is missing. Blames \a field.
Result<void> checkTarget(const QString &path, Overwrite overwrite, const QString &field);
//! Writes \a bytes to \a path, 0600 and synced. Errors as checkTarget(), and Storage.
Result<void> writePrivately(const QString &path, const QByteArray &bytes, Overwrite overwrite, const QString &field);

//! The same for what comes piece by piece; nothing is left when it is destroyed before commit().
class PrivateFileWriter
{
public:
    PrivateFileWriter();
    ~PrivateFileWriter();
    PrivateFileWriter(const PrivateFileWriter &) = delete;
    PrivateFileWriter &operator=(const PrivateFileWriter &) = delete;

    //! Errors as checkTarget(), and Storage. Once.
    Result<void> open(const QString &path, Overwrite overwrite, const QString &field);
    Result<void> write(const QByteArray &bytes);
    Result<void> commit();

private:
    QString m_path;
    Overwrite m_overwrite = Overwrite::Refuse;
    std::unique_ptr<QTemporaryFile> m_file;
};

} // namespace muster
