// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which cluster, and what we show it: the part of the command line that all verbs over a network share.

#include "app/ctl/CtlArguments.h"
#include "app/ctl/CtlOptions.h"

namespace muster {

//! Fills address and credentials. At most one of the three files of secrets; options win over variables. Invalid blames the
//! option, the variable or the file. The token of this machine's own node is shown to loopback only.
Result<void> readSignIn(const CtlArguments &given, const QProcessEnvironment &environment, CtlOptions *options);

} // namespace muster
