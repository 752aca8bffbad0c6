// SPDX-License-Identifier: Apache-2.0
#pragma once
// The secrets that a control plane hands to its users as files: admin.token and join.token.

#include "core/base/Secret.h"

namespace muster {

//! The secret in \a path, made when the file is missing (0600). Invalid when others can read it or it is empty (T-24);
//! Storage when it cannot be written.
Result<Secret> ensureTokenFile(const QString &path);

} // namespace muster
