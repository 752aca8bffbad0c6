// SPDX-License-Identifier: Apache-2.0
#pragma once
// Variables that the reference systems know too: what this build can honour is read, what it cannot yet is checked, and named in
// a warning.

#include "app/daemon/DaemonArguments.h"
#include "app/shared/LocalNodeHost.h"

namespace muster {

//! Reads the default node and the defaults of jobs into \a node, and adds a sentence to \a warnings for each other one that is set.
//! Invalid blames one with a bad value; Unsupported for a queue that was asked for by name, because running without it would lose
//! work.
Result<void> readForeignVariables(const DaemonArguments &given, LocalNodeOptions *node, QStringList *warnings);

} // namespace muster
