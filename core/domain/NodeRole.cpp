// SPDX-License-Identifier: Apache-2.0
#include "core/domain/NodeRole.h"

namespace muster {

using namespace Qt::StringLiterals;

QString wordOf(NodeRole role)
{
    switch (role) {
    case NodeRole::Main:
        return u"main"_s;
    case NodeRole::Worker:
        return u"worker"_s;
    case NodeRole::All:
        return u"all"_s;
    }
    Q_UNREACHABLE();
}

Result<NodeRole> nodeRoleOf(const QString &word, const QString &field)
{
    for (const NodeRole role : {NodeRole::Main, NodeRole::Worker, NodeRole::All}) {
        if (wordOf(role) == word)
            return role;
    }
    return invalid(field, u"%1: must be main, worker or all, not \"%2\""_s.arg(field, word.left(40)));
}

} // namespace muster
