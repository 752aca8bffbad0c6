// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a caller is shown of a cluster: nothing of tenants that are not theirs, and below tier admin no values of variables. Pure.
// Used by NativeRoutes and EventFeed; the control plane's verbs look at Actor themselves. Source: decisions.md 17, issue 4.

#include "core/cluster/Features.h"
#include "core/domain/Actor.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/wire/Access.h"

namespace muster {

struct Audience {
    QList<TenantId> tenants = {}; //!< What the key is bound to; empty: all.
    bool seesSecrets = true;      //!< Tier admin.

    static Audience of(const Caller &caller);
    bool operator==(const Audience &) const = default;
    bool isBound() const { return !tenants.isEmpty(); }
    bool owns(const TenantId &tenant) const { return !isBound() || tenants.contains(tenant); }
    //! Whoever sees what they see: to ask a cluster for what is theirs.
    Actor reader() const { return {.name = {}, .source = {}, .tenants = tenants, .seesSecrets = seesSecrets}; }
    bool seesAll() const { return !isBound() && seesSecrets; }
};

//! With the values of its variables, and of settings whose name speaks of a secret, hidden where they must be.
EntityState shownTo(const Audience &audience, EntityState state);
//! Of its agents those of tenants that are theirs, and what it waits for and complains of without names.
Node shownTo(const Audience &audience, Node node);
//! Queues count the jobs of all tenants: whoever is bound to some is shown none here; the cluster is asked for theirs (queues()).
ClusterSnapshot shownTo(const Audience &audience, ClusterSnapshot snapshot);
//! Nullopt: it is none of theirs, or counts the jobs of all tenants (TenantCounts).
std::optional<ClusterEvent> shownTo(const Audience &audience, const ClusterEvent &event);
//! Without what needs a token that is bound to no tenant.
Features shownTo(const Audience &audience, Features features);

//! Whether \a audience is shown all of \a event: what is written once does for all of these.
bool isWholeFor(const Audience &audience, const ClusterEvent &event);

} // namespace muster
