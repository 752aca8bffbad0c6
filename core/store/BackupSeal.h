// SPDX-License-Identifier: Apache-2.0
#pragma once
// The end of a backup: its length and SHA-256, so that one that was cut off or altered on its way is refused before anything
// is touched. It proves no origin: whoever can write the file can seal it. Used by Backup.

#include "core/base/Result.h"

class QFile;

namespace muster {

//! Puts the seal behind what is in \a file. Reads it in pieces; blocks for the disk. Storage.
Result<void> sealBackup(const QString &file);
//! The bytes before the seal of \a file, once they fit it; they are written to \a copy as well, when that is given and open.
//! Reads in pieces; blocks. Invalid (blaming "file", without its name) when the seal is missing or does not fit, Storage.
Result<qint64> unsealBackup(const QString &file, QFile *copy = nullptr);

} // namespace muster
