// SPDX-License-Identifier: Apache-2.0
#pragma once
// Copies of a data folder's database to keep elsewhere, and the way back (decisions.md 24). A backup opens no door: it has
// no tokens and no hash of any key, so restored nodes must announce themselves and tokens must be made anew (T-23). Nor has it
// logs, nor the values of entities' secrets, but their names.

#include "core/base/Result.h"

namespace muster {

//! Writes a consistent copy of \a folder's database to \a file (0600, whole or not at all), also while a control plane uses
//! it; what it has not written yet is not in it. Blocks for the disk. Conflict when \a file is there already, NotFound when
//! the folder has no database, Busy beyond limits::kBackupBytes, Storage.
Result<void> backUp(const QString &folder, const QString &file);

//! Puts the backup \a file in the place of \a folder's database, whole or not at all; what was there is kept beside it as
//! muster.sqlite.before-restore-N: that path is returned, empty when nothing was there. The audit log of a folder without one goes
//! on where the backup's ends; in one that had, what the backup lacks is missed. Blocks. Conflict (code "folder-in-use") when a process uses the folder; Invalid, blaming
//! \a file, for what is no backup of ours, is damaged, too long, or of a newer Muster; one whose checksum does not fit is
//! refused before anything is touched. Storage.
Result<QString> restore(const QString &file, const QString &folder);

} // namespace muster
