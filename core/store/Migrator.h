// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings a database to the schema that this build knows. Never backwards.

#include "core/store/SqlConnection.h"
#include "core/store/SqlScript.h"

namespace muster {

//! Applies those of \a migrations that are missing, each in a transaction of its own. A database that has some already is
//! copied first to muster-backup-schema-N.sqlite beside it (decisions.md 24). Storage when it was written by a newer
//! Muster, or when a script or the copy fails; then the database is as it was after the last good script.
Result<void> migrate(SqlConnection &connection, const QList<SqlMigration> &migrations);

} // namespace muster
