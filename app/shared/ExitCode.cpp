// SPDX-License-Identifier: Apache-2.0
#include "app/shared/ExitCode.h"

namespace muster {

using namespace Qt::StringLiterals;

ExitCode exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
        return ExitCode::Usage;
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
        return ExitCode::Unreachable;
    case ErrorKind::Refused:
        return ExitCode::NotAllowed;
    case ErrorKind::NotFound:
        return ExitCode::NotFound;
    case ErrorKind::Conflict:
        return ExitCode::Conflict;
    case ErrorKind::Protocol:
        // A handshake that failed says nothing about who the server is.
        return error.code.startsWith("tls-"_L1) && error.code != "tls-handshake"_L1 ? ExitCode::NotTrusted
                                                                                    : ExitCode::Internal;
    case ErrorKind::Cancelled:
    case ErrorKind::Busy:
    case ErrorKind::Storage:
    case ErrorKind::Internal:
        return ExitCode::Internal;
    }
    Q_UNREACHABLE();
}

} // namespace muster
