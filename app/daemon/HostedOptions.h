// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a node can host, and what its owner lets it run: --capabilities, --allow, NODE_TAGS.

#include "app/daemon/DaemonArguments.h"
#include "app/shared/LocalNodeHost.h"

namespace muster {

//! Reads them into \a node. Invalid blames the option or the variable.
Result<void> readHosted(const DaemonArguments &given, LocalNodeOptions *node);

} // namespace muster
