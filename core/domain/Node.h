// SPDX-License-Identifier: Apache-2.0
#pragma once
// A process that can run entities and says so: who it is, and how it is.

#include "core/base/Id.h"
#include "core/base/Timestamp.h"
#include "core/domain/Agent.h"
#include "core/domain/Drain.h"
#include "core/domain/Load.h"
#include "core/domain/NodeRole.h"
#include "core/domain/NodeStatus.h"

#include <QMap>
#include <QStringList>

namespace muster {

struct NodeTag {
};
using NodeId = Id<NodeTag>;

//! What a node says about itself when it announces; constant until it restarts. Empty text means unknown.
struct NodeIdentity {
    NodeId id;
    QString name; //!< Shown; the id when the node gave none.
    NodeRole role = NodeRole::Worker;
    QString address; //!< host:port where it listens, or where it is; for people.
    QStringList capabilities;
    QMap<QString, QString> labels;
    QString platform; //!< "Debian GNU/Linux 12 (bookworm)".
    QString arch;     //!< "x86_64".
    QString hostname;
    QString version; //!< "0.1.0".
    QString build;   //!< Short commit, or empty.
    std::optional<int> cores;
    std::optional<qint64> pid;
    std::optional<Timestamp> startedAt; //!< By the node's clock: shown, never trusted.

    bool operator==(const NodeIdentity &) const = default;
};

//! A node as a control plane knows it. All times but who.startedAt are the control plane's.
struct Node {
    NodeIdentity who;
    NodeStatus status = NodeStatus::Unknown;
    QList<StatusReason> reasons; //!< Most important first; Degraded, Offline and Failed have at least one.
    Timestamp registeredAt;
    std::optional<Timestamp> lastBeatAt;    //!< Arrival of the last beat; none yet = nullopt.
    milliseconds beatInterval{0};           //!< What the node was told to keep.
    milliseconds offlineAfter{0};           //!< Silence after which it is offline.
    std::optional<milliseconds> clockSkew;  //!< Node's clock minus ours, at the last beat.
    Load load;
    QList<Agent> agents;
    bool cordoned = false;
    std::optional<Drain> drain;

    bool operator==(const Node &) const = default;

    const NodeId &id() const { return who.id; }
};

} // namespace muster
