// SPDX-License-Identifier: Apache-2.0
#pragma once
// Who this process is as a node, kept in its data folder so that it is the same after a restart.

#include "core/base/Secret.h"
#include "core/domain/Node.h"

namespace muster {

//! Source: interface.md, Names: the id is what WORKER_NODE_ID says, else the name, and it is kept.
struct LocalNodeIdentity {
    NodeId id;
    QString name;
    Secret instance; //!< Random; tells two machines with one id apart (M-8).
};

//! What options and environment say; empty means nothing was said.
struct LocalNodeWishes {
    QString id;
    QString name;
    QString hostname; //!< The last resort for a name.
    //! Whether a name made from the hostname gets a random end, because other nodes of this host may run beside it.
    bool isOneOfMany = false;
};

//! The identity in FOLDER/identity.json (0600) with \a wishes put over it; made and written (whole or not at all) when it is new or
//! different. Invalid for an id or name that breaks the grammar, for a file that others can read or that is broken; Storage.
Result<LocalNodeIdentity> ensureLocalNodeIdentity(const QString &folder, const LocalNodeWishes &wishes);

//! \a hostname as an id: what the grammar forbids becomes "-"; "node" when nothing is left.
QString idFromHostname(const QString &hostname);

} // namespace muster
