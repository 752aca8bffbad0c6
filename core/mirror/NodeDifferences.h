// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which sides of a node differ. Run for each node of a snapshot, hence written for speed.

#include "core/domain/Node.h"
#include "core/mirror/ChangeSet.h"

namespace muster {

//! The aspects in which \a left and \a right differ; none when they are equal.
Aspects differences(const Node &left, const Node &right);

} // namespace muster
