// SPDX-License-Identifier: Apache-2.0
#include "core/mesh/DeliveryLedger.h"

namespace muster {

quint64 DeliveryLedger::open(const RunId &run, SteadyTime now)
{
    m_open.insert(run, {++m_last, now + limits::kDeliveryDeadline});
    return m_last;
}

bool DeliveryLedger::taken(quint64 delivery, const RunId &run)
{
    const auto found = m_open.find(run);
    if (found == m_open.end() || found->number != delivery)
        return false;
    found->deadline.reset();
    return true;
}

bool DeliveryLedger::close(const RunId &run)
{
    return m_open.remove(run);
}

void DeliveryLedger::adopt(const RunId &run)
{
    if (!m_open.contains(run))
        m_open.insert(run, {});
}

QList<RunId> DeliveryLedger::overdue(SteadyTime now)
{
    QList<RunId> late;
    for (auto it = m_open.begin(); it != m_open.end(); ++it) {
        if (it->deadline && *it->deadline <= now)
            late.append(it.key());
    }
    for (const RunId &run : late)
        m_open.remove(run);
    return late;
}

} // namespace muster
