// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which columns the table of entities has in a width, and how wide each is. Pure.

#include "core/mirror/EntitiesModel.h"

#include <array>

namespace muster {

//! Px at scale 1 by EntitiesModel::Column; 0: not shown.
using EntityWidths = std::array<int, EntitiesModel::ColumnCount>;

//! Columns in \a wide px: they fill it. What has no room goes (tenant, type, place, mode, in this order); then pins and modes are
//! elided before names, and states last. \a isByNode: the place is said by the heads.
EntityWidths entityWidths(int wide, bool hasTenants, bool isByNode);
//! What a column is never narrower than while it is shown, in a table of at least 360 px.
int leastEntityWidth(EntitiesModel::Column column);

} // namespace muster
