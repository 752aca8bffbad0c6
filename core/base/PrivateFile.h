// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files and folders that are nobody else's from their first moment, whatever the umask (reliability.md T-23, T-24). All who
// keep a secret write with these.

#include "core/base/Result.h"

#include <QByteArray>

namespace muster {

//! Writes \a bytes to \a path, 0600, synced, whole or not at all; a link is followed, what was there is replaced. Storage,
//! naming the path.
Result<void> writePrivateFile(const QString &path, const QByteArray &bytes);
//! Makes \a folder, 0700, when it is missing; the folders above as usual. False when it cannot.
bool ensurePrivateFolder(const QString &folder);

} // namespace muster
