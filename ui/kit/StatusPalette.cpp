// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/StatusPalette.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Theme.h"

namespace muster {

using namespace Qt::StringLiterals;

StatusColor statusColor(NodeStatus status, const Tokens &theme)
{
    switch (status) {
    case NodeStatus::Online:
        return theme.online;
    case NodeStatus::Degraded:
        return theme.degraded;
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return theme.draining;
    case NodeStatus::Offline:
        return theme.offline;
    case NodeStatus::Unknown:
        return theme.unknown;
    case NodeStatus::Joining:
        return theme.joining;
    case NodeStatus::Failed:
        return theme.failed;
    }
    Q_UNREACHABLE();
}

StatusColor statusColor(NodeStatus status)
{
    return statusColor(status, tokens());
}

QLatin1StringView statusIcon(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
        return "status-online"_L1;
    case NodeStatus::Degraded:
        return "status-degraded"_L1;
    case NodeStatus::Draining:
    case NodeStatus::Drained:
        return "status-draining"_L1;
    case NodeStatus::Offline:
        return "status-offline"_L1;
    case NodeStatus::Unknown:
        return "status-unknown"_L1;
    case NodeStatus::Joining:
        return "status-joining"_L1;
    case NodeStatus::Failed:
        return "status-failed"_L1;
    }
    Q_UNREACHABLE();
}

void paintStatusShape(QPainter *painter, NodeStatus status, const QPointF &at, int size)
{
    paintIcon(painter, statusIcon(status), at, size, statusColor(status).fg);
}

} // namespace muster
