// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailRoster.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

AgenticmailRoster::AgenticmailRoster(Cluster &cluster, QObject *parent) : QObject(parent), m_cluster(cluster)
{
    connect(&cluster, &Cluster::eventArrived, this, &AgenticmailRoster::hear);
    connect(&cluster, &Cluster::resyncNeeded, this, [this] {
        m_isKnown = false;
        Q_EMIT lost();
    });
    ask();
}

Future<void> AgenticmailRoster::known()
{
    if (m_isKnown)
        return ready();
    const Pending<void> pending;
    m_waiting.append(pending);
    ask();
    return pending.future();
}

void AgenticmailRoster::ask()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    m_held.clear();
    whenDone(this, m_cluster.snapshot(), [this](const Result<ClusterSnapshot> &snapshot) { take(snapshot); });
}

void AgenticmailRoster::take(const Result<ClusterSnapshot> &snapshot)
{
    m_isAsking = false;
    Result<void> outcome;
    if (!snapshot) {
        outcome = snapshot.error();
    } else if (m_held.size() >= limits::kHeldEvents) {
        outcome = Error{ErrorKind::Busy, {}, u"too much is changing at once"_s, {}, {}};
    } else {
        m_nodes.clear();
        m_workers = 0;
        for (const Node &node : snapshot->nodes)
            put(node);
        m_isKnown = true;
        for (const ClusterEvent &event : std::exchange(m_held, {})) {
            if (event.position.epoch != snapshot->position.epoch || event.position.number > snapshot->position.number)
                apply(event.what);
        }
    }
    const QList<Pending<void>> waiting = std::exchange(m_waiting, {});
    for (const Pending<void> &one : waiting)
        one.finish(outcome);
}

void AgenticmailRoster::hear(const ClusterEvent &event)
{
    if (m_isKnown)
        apply(event.what);
    else if (m_isAsking && m_held.size() < limits::kHeldEvents)
        m_held.append(event);
}

void AgenticmailRoster::apply(const ClusterChange &change)
{
    if (const auto *changed = std::get_if<NodeChanged>(&change)) {
        const NodeChange why = changed->change;
        put(changed->node);
        const bool isNew = why == NodeChange::Joined || why == NodeChange::Returned || why == NodeChange::Announced;
        const bool isOffline = changed->node.status == NodeStatus::Offline;
        Q_EMIT told(changed->node, isNew ? Tale::Registered : isOffline ? Tale::Offline : Tale::Beat);
    } else if (const auto *beat = std::get_if<NodeBeat>(&change)) {
        const auto found = m_nodes.find(beat->id);
        if (found == m_nodes.end())
            return;
        found->lastBeatAt = beat->at;
        found->load = beat->load;
        found->clockSkew = beat->clockSkew;
        Q_EMIT told(*found, Tale::Beat);
    } else if (const auto *removed = std::get_if<NodeRemoved>(&change)) {
        Node gone = m_nodes.take(removed->id);
        if (gone.id().isEmpty())
            return;
        m_workers -= int(isWorker(gone));
        gone.status = NodeStatus::Offline;
        Q_EMIT told(gone, Tale::Removed);
    }
}

void AgenticmailRoster::put(const Node &node)
{
    Node &kept = m_nodes[node.id()];
    m_workers += int(isWorker(node)) - int(isWorker(kept));
    kept = node;
}

bool AgenticmailRoster::isWorker(const Node &node)
{
    return node.beatInterval == limits::kForeignBeatInterval && node.who.labels.value(kLabel) == kLabelValue;
}

const Node *AgenticmailRoster::find(const NodeId &id) const
{
    const auto found = m_nodes.constFind(id);
    return found == m_nodes.cend() ? nullptr : &*found;
}

QList<const Node *> AgenticmailRoster::inOrder() const
{
    QList<const Node *> nodes;
    nodes.reserve(m_nodes.size());
    for (const Node &node : m_nodes)
        nodes.append(&node);
    std::ranges::sort(nodes, [](const Node *a, const Node *b) {
        return a->registeredAt == b->registeredAt ? a->id() < b->id() : a->registeredAt < b->registeredAt;
    });
    return nodes;
}

} // namespace muster
