// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntityStanding.h"

namespace muster {

using namespace Qt::StringLiterals;

EntityStanding standingOf(const EntityState &state)
{
    if (state.placement.waiting)
        return EntityStanding::Waits;
    if (!state.assignment)
        return EntityStanding::FollowsDefault;
    return state.placement.node == state.assignment->node ? EntityStanding::AsPinned : EntityStanding::FallsBack;
}

QString wordOf(EntityStanding standing)
{
    switch (standing) {
    case EntityStanding::Waits:
        return u"waits"_s;
    case EntityStanding::FallsBack:
        return u"falls-back"_s;
    case EntityStanding::AsPinned:
        return u"pinned"_s;
    case EntityStanding::FollowsDefault:
        return u"default"_s;
    }
    Q_UNREACHABLE();
}

} // namespace muster
