// SPDX-License-Identifier: Apache-2.0
#pragma once
// Variables of the reference systems that this build cannot honour yet: checked, and named in a warning.

#include "app/daemon/DaemonArguments.h"

namespace muster {

//! Adds a sentence to \a warnings for each that is set. Invalid blames one with a bad value; Unsupported for a queue that was
//! asked for by name, because running without it would lose work.
Result<void> checkForeignVariables(const DaemonArguments &given, QStringList *warnings);

} // namespace muster
