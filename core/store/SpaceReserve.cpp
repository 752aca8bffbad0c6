// SPDX-License-Identifier: Apache-2.0
#include "core/store/SpaceReserve.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <fcntl.h>

namespace muster {

namespace {

constexpr qint64 kRoomLeast = 1024 * 1024; // A batch of jobs, and the index of the database's log.

} // namespace

bool SpaceReserve::ensure()
{
    if (m_isKept)
        return true;
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite, QFile::ReadOwner | QFile::WriteOwner))
        return false;
    // Not a resize: a hole keeps no space.
    m_isKept = ::posix_fallocate(file.handle(), 0, limits::kStoreReserveBytes) == 0;
    file.close();
    if (!m_isKept)
        file.remove(); // What was had of it is needed more elsewhere.
    return m_isKept;
}

bool SpaceReserve::hasRoomBeside() const
{
    const qint64 left = QStorageInfo(QFileInfo(m_path).absolutePath()).bytesAvailable();
    return left < 0 || left >= kRoomLeast;
}

bool SpaceReserve::spend()
{
    if (!m_isKept)
        return false;
    m_isKept = false;
    qCWarning(logStore) << "the disk is full: giving the reserve free for work that ends";
    return QFile::remove(m_path);
}

} // namespace muster
