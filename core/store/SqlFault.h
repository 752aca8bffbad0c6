// SPDX-License-Identifier: Apache-2.0
#pragma once
// SQLite's errors as ours.

#include "core/base/Error.h"

namespace muster {

//! The Storage error for SQLite's result \a code, with or without its details, of the database at \a path. Code "disk-full" when
//! there is no room. \a text is SQLite's own sentence, for what we have no better one.
Error sqlFault(int code, const QString &text, const QString &path);

//! What sqlFault() says when there is no room.
inline bool isDiskFull(const Error &error)
{
    return error.code == QLatin1StringView("disk-full");
}

} // namespace muster
