// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeStatus.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
        return u"online"_s;
    case NodeStatus::Degraded:
        return u"degraded"_s;
    case NodeStatus::Draining:
        return u"draining"_s;
    case NodeStatus::Drained:
        return u"drained"_s;
    case NodeStatus::Offline:
        return u"offline"_s;
    case NodeStatus::Unknown:
        return u"unknown"_s;
    case NodeStatus::Joining:
        return u"joining"_s;
    case NodeStatus::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

Result<NodeStatus> nodeStatusOf(const QString &word, const QString &field)
{
    for (const NodeStatus status : kNodeStatuses) {
        if (wordOf(status) == word)
            return status;
    }
    return invalid(field, u"%1: unknown status \"%2\""_s.arg(field, word.left(40)));
}

} // namespace muster
