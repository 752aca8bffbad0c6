// SPDX-License-Identifier: Apache-2.0
#pragma once
// The columns of the node table: titles, widths and alignment (mockups/README.md, picture 02).

#include "core/mirror/NodesModel.h"

namespace muster {

//! For people: "Last beat".
QString nodeColumnTitle(NodesModel::Column column);
//! Width at first, px at scale 1, cell gap included.
int nodeColumnWidth(NodesModel::Column column);
//! What its title and its own words want at least, px; below nodeColumnWidth() where they are as short as ours.
int nodeColumnLeastWidth(NodesModel::Column column);
//! Numbers stand right, text left.
Qt::Alignment nodeColumnAlignment(NodesModel::Column column);
//! Whether it is shown until the user chooses.
bool isColumnShownAtFirst(NodesModel::Column column);
//! What a cell says, as people read it; also for copying.
QString nodeCellText(const NodesModel &nodes, int row, NodesModel::Column column);

} // namespace muster
