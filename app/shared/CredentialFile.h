// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a worker got for its join token, kept in its data folder so that a restart needs no token (reliability.md T-3).

#include "core/base/Secret.h"
#include "core/base/Timestamp.h"
#include "core/base/TlsPin.h"

#include <QUrl>

#include <optional>

namespace muster {

//! One node's credential, and what it is good for.
struct NodeCredential {
    QUrl url;          //!< Of the control plane that gave it.
    QString node;      //!< Id of the node that it speaks for.
    QString joinToken; //!< Id of the token that it was exchanged for: another one means that somebody enrols us anew.
    Secret secret;
    Timestamp issuedAt; //!< By our clock; says when to renew.
    TlsPin pin = {};    //!< The key of the control plane, when it is known by that; else authorities vouch for it.
};

//! Reads FOLDER/credential.json; nullopt when there is none. Invalid when others can read it or it is broken.
Result<std::optional<NodeCredential>> readCredential(const QString &folder);
//! Writes it (0600), whole or not at all. Storage.
Result<void> writeCredential(const QString &folder, const NodeCredential &credential);

} // namespace muster
