// SPDX-License-Identifier: Apache-2.0
#pragma once
// The icons of the kinds of entities; every page shows the same.

#include "core/domain/Entity.h"

namespace muster {

//! Name of the icon of \a kind, for Icons.h.
QLatin1StringView kindIcon(EntityKind kind);

} // namespace muster
