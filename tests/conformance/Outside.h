// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a control plane under test finds when it asks others: addresses and nodes that answer by their names. Rigs give it to
// their control plane; the real askers have tests of their own.

#include "core/base/Future.h"
#include "core/domain/Node.h"
#include "core/domain/Reach.h"

namespace muster::outside {

//! "open.example" answers, every other host is silent.
inline Future<ReachReport> reach(const ReachTarget &target)
{
    ReachReport report;
    report.latencyMs = 7.5;
    report.stages.append({QStringLiteral("resolve"), 2.5, {}});
    if (target.host == QStringLiteral("open.example")) {
        report.isReachable = true;
        report.version = QStringLiteral("1.2.3");
        report.agentId = QStringLiteral("port %1").arg(target.port);
        report.stages.append({QStringLiteral("connect"), 3, {}});
        report.stages.append({QStringLiteral("answer"), 2, {}});
    } else {
        report.stages.append({QStringLiteral("connect"), 5,
                              Error{ErrorKind::Unreachable, {}, QStringLiteral("nothing answers there"),
                                    QStringLiteral("no-connection"), {}}});
    }
    return ready(report);
}

//! A node called "deaf" does not take orders.
inline Future<void> restart(const Node &node)
{
    if (node.id().text() != QStringLiteral("deaf"))
        return ready();
    return failed<void>(Error{ErrorKind::Unreachable, {}, QStringLiteral("deaf did not take the order"), {}, {}});
}

} // namespace muster::outside
