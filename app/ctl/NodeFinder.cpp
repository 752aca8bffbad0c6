// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/NodeFinder.h"

#include "app/ctl/CtlText.h"
#include "core/domain/NodeReasons.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Whether the server says that it hears the node.
bool livesByItsWord(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Draining:
    case NodeStatus::Drained:
    case NodeStatus::Joining:
        return true;
    case NodeStatus::Offline:
    case NodeStatus::Unknown:
    case NodeStatus::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

//! "old-7 (a1b2)", to tell nodes of one name apart.
QString candidates(const QList<Node> &nodes)
{
    QStringList texts;
    for (const Node &node : nodes.mid(0, 10))
        texts.append(node.who.id.text());
    if (nodes.size() > texts.size())
        texts.append(u"and %1 more"_s.arg(nodes.size() - texts.size()));
    return texts.join(u", "_s);
}

} // namespace

Result<Node> findNode(const QList<Node> &nodes, const QString &text)
{
    QList<Node> named;
    for (const Node &node : nodes) {
        if (node.who.id.text() == text)
            return node;
        if (node.who.name == text)
            named.append(node);
    }
    if (named.isEmpty())
        return notFound(u"there is no node %1"_s.arg(text));
    if (named.size() > 1)
        return conflict(u"%1 nodes are called %2, say which id: %3"_s.arg(named.size()).arg(text, candidates(named)));
    return named.first();
}

ClusterSnapshot asReported(const ClusterSnapshot &snapshot, const QString &dialect)
{
    ClusterSnapshot shown = snapshot;
    for (Node &node : shown.nodes) {
        const bool isSilent = node.lastBeatAt && node.offlineAfter.count() > 0
            && snapshot.takenAt - *node.lastBeatAt > node.offlineAfter;
        if (dialect != "native"_L1 && isSilent && livesByItsWord(node.status)) {
            node.status = NodeStatus::Offline;
            node.reasons = {{QString(reason::kBeatsStopped), u"No beat for "_s + spanText((snapshot.takenAt - *node.lastBeatAt).count())}};
        }
        if (node.status == NodeStatus::Offline || node.status == NodeStatus::Unknown)
            node.load = {.cpu = {}, .load1 = {}, .memoryUsedBytes = {}, .memoryTotalBytes = node.load.memoryTotalBytes, .jobsRunning = {}};
    }
    return shown;
}

} // namespace muster
