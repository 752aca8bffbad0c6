// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a node keeps its things. Apart from the node itself, so that musterctl can ask without carrying one.

#include <QString>

namespace muster {

//! `$XDG_DATA_HOME/muster/node`, unless told otherwise.
QString defaultNodeFolder();

} // namespace muster
