// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whose verb it is.

#include "core/domain/Entity.h"

namespace muster {

//! Set by routes from their caller, never read from a body. A client passes none: its server knows it. Empty: this process itself.
struct Actor {
    QString name;   //!< Of the token.
    QString source; //!< Address of the peer; empty: this process.
    QList<TenantId> tenants = {}; //!< What the token is bound to; empty: all. What it does not own is NotFound for it.
    bool seesSecrets = true;      //!< Tier admin: masked fields of payloads are shown (decisions.md 17).

    bool operator==(const Actor &) const = default;
    bool owns(const TenantId &tenant) const { return tenants.isEmpty() || tenants.contains(tenant); }
};

} // namespace muster
