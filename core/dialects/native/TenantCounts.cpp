// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/TenantCounts.h"

#include <algorithm>

namespace muster {

std::optional<ClusterEvent> TenantCounts::shown(const ClusterEvent &event, const QList<QueueFacts> &own)
{
    const QString &name = std::get<QueueChanged>(event.what).queue.name;
    const auto found = std::ranges::find(own, name, &QueueFacts::name);
    if (found == own.end() && !m_told.contains(name))
        return std::nullopt;
    m_told.insert(name); // When it is gone, it was paused and nothing in it is theirs: they are told that it goes on.
    QueueFacts facts;
    facts.name = name;
    if (found != own.end())
        facts = *found;
    return ClusterEvent{event.position, event.at, QueueChanged{facts, m_changes.value(name)}};
}

} // namespace muster
