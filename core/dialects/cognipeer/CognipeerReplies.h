// SPDX-License-Identifier: Apache-2.0
#pragma once
// The console's JSON as values, and ours as its overview. Pure. Source: its routes of June 2026 (v1.2.4), as they answered.

#include "core/dialects/cognipeer/CognipeerWork.h"
#include "core/domain/ClusterSnapshot.h"

#include <QJsonObject>

namespace muster {

//! GET /api/cluster/overview. Its `thisNodeName` is dropped: it is the default node's name, whoever answers.
struct CognipeerOverview {
    QString defaultNode; //!< "default" among the nodes; may name none of them.
    QList<Node> nodes;   //!< By name.
    CognipeerRows<CognipeerPin> pins;
};

//! GET /api/health/ready.
struct CognipeerHealth {
    QString node; //!< The true own name of whoever answered.
};

//! Codec of this dialect. Errors are Protocol and name the path.
namespace CognipeerReplies {

//! Beats of its nodes and the silence after which its sweep calls them offline; they are set by environment variables that
//! no route tells.
inline constexpr milliseconds kBeatInterval = limits::kBeatInterval;
inline constexpr milliseconds kOfflineAfter = limits::kBeatInterval * limits::kBeatsUntilOffline;

//! \a takenAt is the server's clock: a node is judged by the age of its heartbeat as well, because the stored word changes
//! only when some process sweeps, up to a minute late, and never once all have died.
Result<CognipeerOverview> readOverview(const QJsonObject &json, Timestamp takenAt);
Result<CognipeerHealth> readHealth(const QJsonObject &json);

//! The id for a node called \a name: the name where it is one, else made from it, the same each time.
NodeId nodeIdOf(const QString &name);
//! \a name where it is an id, else one made from it, which begins with \a prefix.
QString idOf(const QString &prefix, const QString &name);
//! One that is always made: readable, and told apart by a digest of \a name.
QString madeId(const QString &prefix, const QString &name);

//! Our overview, with the true name of the node that answers in `thisNodeName`, and the pins of \a snapshot's entities.
QJsonObject writeOverview(const ClusterSnapshot &snapshot, const ClusterFacts &facts);

} // namespace CognipeerReplies

} // namespace muster
