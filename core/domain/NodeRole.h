// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a node does in its cluster; decided when it starts.

#include "core/base/Result.h"

#include <QString>

namespace muster {

//! Main serves the API, Worker runs what it is given, All does both. Not the screen's "Role" (RoleTemplate).
enum class NodeRole { Main, Worker, All };

//! "main", "worker" or "all".
QString wordOf(NodeRole role);
//! The role of a word; Invalid blames \a field for another word.
Result<NodeRole> nodeRoleOf(const QString &word, const QString &field);

} // namespace muster
