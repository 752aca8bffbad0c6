// SPDX-License-Identifier: Apache-2.0
#include "core/domain/VersionMajority.h"

namespace muster {

void VersionMajority::add(const QString &version)
{
    if (version.isEmpty())
        return;
    ++m_total;
    if (++m_counts[version] * 2 > m_total)
        m_version = version;
    else if (m_counts.value(m_version) * 2 <= m_total)
        m_version.clear();
}

void VersionMajority::remove(const QString &version)
{
    const auto found = m_counts.find(version);
    if (version.isEmpty() || found == m_counts.end())
        return;
    --m_total;
    if (--*found == 0)
        m_counts.erase(found);
    if (m_counts.value(m_version) * 2 > m_total)
        return;
    m_version.clear();
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it) {
        if (*it * 2 > m_total)
            m_version = it.key();
    }
}

} // namespace muster
