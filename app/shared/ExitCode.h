// SPDX-License-Identifier: Apache-2.0
#pragma once
// How programs end. Source: interface.md, Programs.

#include "core/base/Error.h"

namespace muster {

enum class ExitCode {
    Ok = 0,
    Internal = 1,
    Usage = 2, //!< Usage or invalid input.
    Unreachable = 3,
    NotAllowed = 4,
    JobFailed = 5, //!< A job that was waited for failed or was cancelled.
    WaitTimedOut = 6,
    NotTrusted = 7, //!< The server's key is not the pinned one, or nobody vouches for it.
    NotFound = 8,
    Conflict = 9,
};

//! The code for a program that ends with \a error.
ExitCode exitCodeOf(const Error &error);

} // namespace muster
