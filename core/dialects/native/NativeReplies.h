// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bodies that /api/v1 answers, as values and back; pure. Source: interface.md, JSON; resources/openapi.yaml.

#include "core/cluster/Features.h"
#include "core/domain/AccessToken.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/domain/Heartbeat.h"

namespace muster {

//! F-3: the longest reply to a verb whose answer is short, and to GET /cluster. A client waits for several at a time, so a
//! server that means harm must not be read up to limits::kReplyBytes by each.
inline constexpr qsizetype kShortReplyBytes = 64 * 1024;
inline constexpr qsizetype kFactsReplyBytes = 1024 * 1024;

//! What GET /cluster answers, as far as a client uses it.
struct ClusterReport {
    ClusterFacts facts; //!< Its callerTier is unset, too, when the server says it in a word that we do not know.
    Features features;
    QString callerName; //!< Of the token that asked.
    Timestamp serverTime; //!< The control plane's clock when it answered.
};

//! What GET /health answers.
struct HealthReport {
    QString version;
    QString node; //!< Name of the node that serves.
};

//! Replies, written by routes and read by clients. Reading gives Protocol, naming the path, for anything unexpected.
struct NativeReplies {
    static QByteArray write(const HealthReport &health);
    static Result<HealthReport> readHealth(const QByteArray &body);

    //! Facts with counts by status and totals, computed from \a snapshot. \a callerName is told where facts has a tier.
    static QByteArray write(const ClusterFacts &facts, Features features, const ClusterSnapshot &snapshot,
                            const QString &callerName = {});
    static Result<ClusterReport> readCluster(const QByteArray &body);

    static Result<ClusterSnapshot> readSnapshot(const QByteArray &body);

    static QByteArray write(const Welcome &welcome);
    static Result<Welcome> readWelcome(const QByteArray &body);

    static QByteArray write(const BeatReply &reply);
    static Result<BeatReply> readBeatReply(const QByteArray &body);

    static QByteArray write(const PingReport &report);
    static Result<PingReport> readPing(const QByteArray &body);
};

} // namespace muster
