// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a disk may hold after the power went: everything synced, and of the rest whatever the disk liked.

#include "tests/queue/faults/RecordingVfs.h"

#include <QHash>
#include <QList>

#include <random>

namespace muster {

//! The files as they may be when the power goes after the first calls of \a calls.
class CrashImage
{
public:
    //! Plays \a cut calls over files that begin as \a before, on a disk that draws from \a random.
    CrashImage(const QHash<QString, QByteArray> &before, const std::vector<FileCall> &calls, size_t cut, std::mt19937 *random);

    //! Marks that were made before the power went.
    const QList<qint64> &marks() const { return m_marks; }
    //! Writes the files into \a folder under their own names.
    void writeTo(const QString &folder) const;

private:
    struct File {
        QByteArray synced = {};
        std::vector<const FileCall *> pending = {};
        bool isGone = false;
        bool isDurablyGone = false;
    };
    void settle(File *file, std::mt19937 *random);

    QHash<QString, File> m_files;
    QList<qint64> m_marks;
};

} // namespace muster
