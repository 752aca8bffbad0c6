// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/LocalNodeState.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(LocalNodeState state)
{
    switch (state) {
    case LocalNodeState::Stopped:
        return u"stopped"_s;
    case LocalNodeState::Announcing:
        return u"announcing"_s;
    case LocalNodeState::Beating:
        return u"beating"_s;
    case LocalNodeState::Unreachable:
        return u"unreachable"_s;
    case LocalNodeState::NotLetIn:
        return u"not-let-in"_s;
    case LocalNodeState::DuplicateId:
        return u"duplicate-id"_s;
    case LocalNodeState::NotTrusted:
        return u"not-trusted"_s;
    case LocalNodeState::AnnounceFirst:
        return u"announce-first"_s;
    case LocalNodeState::Busy:
        return u"busy"_s;
    case LocalNodeState::ServerBroken:
        return u"server-broken"_s;
    }
    Q_UNREACHABLE();
}

bool needsPerson(LocalNodeState state)
{
    return state == LocalNodeState::NotLetIn || state == LocalNodeState::DuplicateId || state == LocalNodeState::NotTrusted;
}

LocalNodeState localNodeStateAfter(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unreachable:
    case ErrorKind::Timeout:
    case ErrorKind::Cancelled: // The control plane went away under the call.
        return LocalNodeState::Unreachable;
    case ErrorKind::Refused:
        return LocalNodeState::NotLetIn;
    case ErrorKind::Conflict:
        return LocalNodeState::DuplicateId;
    case ErrorKind::NotFound:
        // Any other 404 is a server without our routes: announcing to it again would not help.
        return error.code == "announce-first"_L1 ? LocalNodeState::AnnounceFirst : LocalNodeState::ServerBroken;
    case ErrorKind::Busy:
        return LocalNodeState::Busy;
    case ErrorKind::Protocol:
        // A handshake that failed may be a broken line; the other words of TLS are about who the server is.
        return error.code.startsWith("tls-"_L1) && error.code != "tls-handshake"_L1 ? LocalNodeState::NotTrusted
                                                                                    : LocalNodeState::ServerBroken;
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
    case ErrorKind::Storage:
    case ErrorKind::Internal:
        return LocalNodeState::ServerBroken;
    }
    Q_UNREACHABLE();
}

} // namespace muster
