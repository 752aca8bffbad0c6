// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a token that is bound to tenants keeps its owner from, in words. Source: decisions/0025.

#include "core/domain/Entity.h"

namespace muster {

//! "acme only", "acme, beta only", "5 tenants only": for the chip in the header; empty for a token that is not bound.
QString boundText(const QList<TenantId> &tenants);
//! What the chip means, one or two sentences; empty for a token that is not bound.
QString boundMeaning(const QList<TenantId> &tenants);
//! Why a verb on the whole cluster is off; empty for a token that is not bound.
QString boundRefusal(const QList<TenantId> &tenants);

} // namespace muster
