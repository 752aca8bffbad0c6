// SPDX-License-Identifier: Apache-2.0
#include "core/store/SpaceReserve.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"

#include <QFile>

#include <fcntl.h>

namespace muster {

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

bool SpaceReserve::spend()
{
    if (!m_isKept)
        return false;
    m_isKept = false;
    qCWarning(logStore) << "the disk is full: giving the reserve free for work that ends";
    return QFile::remove(m_path);
}

} // namespace muster
