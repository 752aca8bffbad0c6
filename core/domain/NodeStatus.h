// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a node is, as decided by a control plane from evidence, with the reasons for it.

#include "core/base/Result.h"

#include <QList>
#include <QString>

#include <array>

namespace muster {

//! Source: interface.md, JSON, `status`. Cordoned is a flag beside it, not a status.
enum class NodeStatus { Online, Degraded, Draining, Drained, Offline, Unknown, Joining, Failed };

inline constexpr std::array kNodeStatuses{NodeStatus::Online,  NodeStatus::Degraded, NodeStatus::Draining,
                                          NodeStatus::Drained, NodeStatus::Offline,  NodeStatus::Unknown,
                                          NodeStatus::Joining, NodeStatus::Failed};

//! "online" … "failed".
QString wordOf(NodeStatus status);
//! The status of a word; Invalid blames \a field for another word.
Result<NodeStatus> nodeStatusOf(const QString &word, const QString &field);

//! Why a status is what it is: a machine code and one sentence. Codes: interface.md, "Reason codes begin with".
struct StatusReason {
    QString code; //!< E.g. "beats-stopped"; see namespace reason.
    QString text; //!< E.g. "Memory 96 % for 3 beats". English; the console translates by code where it knows it.

    bool operator==(const StatusReason &) const = default;
};

//! The reason codes of interface.md.
namespace reason {
inline constexpr QLatin1StringView kStoppedCleanly{"stopped-cleanly"};
inline constexpr QLatin1StringView kBeatsStopped{"beats-stopped"};
inline constexpr QLatin1StringView kUnverified{"unverified"};
inline constexpr QLatin1StringView kDuplicateId{"duplicate-id"};
inline constexpr QLatin1StringView kLateBeats{"late-beats"};
inline constexpr QLatin1StringView kMemoryHigh{"memory-high"};
inline constexpr QLatin1StringView kCpuHigh{"cpu-high"};
inline constexpr QLatin1StringView kAgentCrashed{"agent-crashed"};
inline constexpr QLatin1StringView kAgentStuck{"agent-stuck"};
inline constexpr QLatin1StringView kVersionDiffers{"version-differs"};
inline constexpr QLatin1StringView kClockSkew{"clock-skew"};
inline constexpr QLatin1StringView kNeverReturned{"never-returned"};
inline constexpr QLatin1StringView kCredentialRevoked{"credential-revoked"};
} // namespace reason

} // namespace muster
