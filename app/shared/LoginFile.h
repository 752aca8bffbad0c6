// SPDX-License-Identifier: Apache-2.0
#pragma once
// What --login-file holds, for the console and musterctl. Source: interface.md, Programs.

#include "core/domain/ClusterAddress.h"

namespace muster {

//! A sign-in from a file: two lines, e-mail and password, and perhaps a third with the company. Invalid when the file is
//! missing, too short, or readable by others than its owner (T-24).
Result<Credentials> readLoginFile(const QString &path);

} // namespace muster
