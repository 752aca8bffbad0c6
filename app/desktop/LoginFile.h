// SPDX-License-Identifier: Apache-2.0
#pragma once
// What --token-file, --api-key-file and --login-file hold. Source: interface.md, muster.

#include "app/desktop/DesktopOptions.h"
#include "core/settings/ClusterProfile.h"

namespace muster {

//! A sign-in from a file: two lines, e-mail and password, and perhaps a third with the company. Invalid when the file is
//! missing, too short, or readable by others than its owner (T-24).
Result<Credentials> readLoginFile(const QString &path);

//! The credentials that \a options name, and in \a profile how they are shown; empty when they name none. Errors as
//! Secret::fromFile() and readLoginFile().
Result<Credentials> readCredentials(const DesktopOptions &options, ClusterProfile *profile);

} // namespace muster
