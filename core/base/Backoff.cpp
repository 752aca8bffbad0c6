// SPDX-License-Identifier: Apache-2.0
#include "core/base/Backoff.h"

#include <algorithm>

namespace muster {

milliseconds Backoff::next()
{
    const int doublings = std::min(m_failures++, 20);
    const qint64 ceiling = std::min<qint64>(m_limits.most.count(), m_limits.first.count() << doublings);
    const auto floor = static_cast<qint64>(static_cast<double>(ceiling) * m_limits.steady);
    return milliseconds(std::uniform_int_distribution<qint64>(floor, ceiling)(m_random));
}

} // namespace muster
