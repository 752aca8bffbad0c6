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
    case ErrorKind::Busy: // It wants to be asked later.
        return ExitCode::Unreachable;
    case ErrorKind::Refused:
        return ExitCode::NotAllowed;
    case ErrorKind::NotFound:
        return ExitCode::NotFound;
    case ErrorKind::Conflict:
        return ExitCode::Conflict;
    case ErrorKind::Protocol:
        // What answers is no such cluster, or none that makes sense: the cluster was not reached. A handshake that failed says
        // nothing about who the server is.
        return error.code.startsWith("tls-"_L1) && error.code != "tls-handshake"_L1 ? ExitCode::NotTrusted
                                                                                    : ExitCode::Unreachable;
    case ErrorKind::Cancelled:
    case ErrorKind::Storage:
    case ErrorKind::Internal:
        return ExitCode::Internal;
    }
    Q_UNREACHABLE();
}

} // namespace muster
