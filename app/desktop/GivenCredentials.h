// SPDX-License-Identifier: Apache-2.0
#pragma once
// What --token-file, --api-key-file and --login-file hold, and how it is shown. Source: interface.md, muster.

#include "app/desktop/DesktopOptions.h"
#include "core/settings/ClusterProfile.h"

namespace muster {

//! The credentials that \a options name, and in \a profile how they are shown; empty when they name none. Errors as
//! Secret::fromFile() and readLoginFile().
Result<Credentials> readCredentials(const DesktopOptions &options, ClusterProfile *profile);

} // namespace muster
