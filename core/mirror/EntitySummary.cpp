// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntitySummary.h"

namespace muster {

EntitySummary::Share EntitySummary::shareOf(const EntityState &state)
{
    return {state.entity.ref.kind, standingOf(state), state.entity.ref.tenant.text()};
}

void EntitySummary::add(const Share &share)
{
    ++entities;
    ++kinds[static_cast<size_t>(share.kind)];
    ++standings[static_cast<size_t>(share.standing)];
    ++tenants[share.tenant];
}

void EntitySummary::subtract(const Share &share)
{
    --entities;
    --kinds[static_cast<size_t>(share.kind)];
    --standings[static_cast<size_t>(share.standing)];
    if (--tenants[share.tenant] == 0)
        tenants.remove(share.tenant);
}

} // namespace muster
