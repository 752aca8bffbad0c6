// SPDX-License-Identifier: Apache-2.0
#pragma once
// Counts of the entities of a cluster, kept up as they come, change and go.

#include "core/mirror/EntityStanding.h"

#include <QMap>

namespace muster {

struct EntitySummary {
    //! What one entity adds.
    struct Share {
        EntityKind kind = EntityKind::Agent;
        EntityStanding standing = EntityStanding::FollowsDefault;
        QString tenant;
    };

    int entities = 0;
    std::array<int, kEntityKinds.size()> kinds{};
    std::array<int, kEntityStandings.size()> standings{};
    QMap<QString, int> tenants; //!< Those that have one.

    bool operator==(const EntitySummary &) const = default;

    int count(EntityKind kind) const { return kinds[static_cast<size_t>(kind)]; }
    int count(EntityStanding standing) const { return standings[static_cast<size_t>(standing)]; }

    static Share shareOf(const EntityState &state);
    void add(const Share &share);
    void subtract(const Share &share);
};

} // namespace muster
