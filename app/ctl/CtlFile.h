// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files that musterctl makes: for their owner alone, whole or not at all, and never over another by accident.

#include "core/base/Result.h"

#include <QByteArray>

namespace muster {

enum class Overwrite { Refuse, Allow };

//! Whether writePrivately() may write \a path: Conflict when it is there and \a overwrite refuses, Invalid when it is no plain
//! file or its folder is missing. Blames \a field.
Result<void> checkTarget(const QString &path, Overwrite overwrite, const QString &field);
//! Writes \a bytes to \a path, 0600 and synced. Errors as checkTarget(), and Storage.
Result<void> writePrivately(const QString &path, const QByteArray &bytes, Overwrite overwrite, const QString &field);

} // namespace muster
