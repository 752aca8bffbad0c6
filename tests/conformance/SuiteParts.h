// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the cases of ClusterSuite share; for its files only.

#include "core/cluster/Cluster.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/Outcome.h"

#include <algorithm>

namespace muster::suite {

//! The node of most cases.
const QString kId = QStringLiteral("vps-02");

inline const Node *nodeIn(const ClusterSnapshot &snapshot, const QString &id)
{
    const auto found = std::ranges::find_if(snapshot.nodes, [&id](const Node &node) { return node.id().text() == id; });
    return found == snapshot.nodes.end() ? nullptr : &*found;
}

//! The node as the cluster shows it now; a default node (Unknown, without id) when it is not there.
inline Node shown(Cluster &cluster, const QString &id)
{
    const Result<ClusterSnapshot> snapshot = outcomeOf(cluster.snapshot());
    const Node *node = snapshot ? nodeIn(*snapshot, id) : nullptr;
    return node ? *node : Node{};
}

inline bool hasReason(const Node &node, QLatin1StringView code)
{
    return std::ranges::any_of(node.reasons, [code](const StatusReason &one) { return one.code == code; });
}

//! Whether \a outcome is an error of \a kind and, if given, \a code; says what it was instead.
template <typename T>
bool failedAs(const Result<T> &outcome, ErrorKind kind, QLatin1StringView code = {})
{
    if (outcome)
        return false;
    const bool matches =
        outcome.error().kind == kind && (code.isEmpty() || outcome.error().codeOrDefault() == code);
    if (!matches)
        qWarning("unexpected error: %s (%s)", qPrintable(outcome.error().text()), qPrintable(outcome.error().code));
    return matches;
}

//! Collects events as they arrive.
class EventLog : public QObject
{
public:
    explicit EventLog(Cluster &cluster)
    {
        connect(&cluster, &Cluster::eventArrived, this, [this](const ClusterEvent &event) { events << event; });
    }
    QStringList kindsOf(const QString &id) const
    {
        QStringList kinds;
        for (const ClusterEvent &event : events) {
            if (event.node().text() == id && event.kind() != QLatin1StringView("node-beat"))
                kinds << event.kind();
        }
        return kinds;
    }
    QList<ClusterEvent> events;
};

} // namespace muster::suite
