// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/agenticmail/AgenticmailPicture.h"

#include "core/base/Limits.h"

#include <QSet>

#include <algorithm>

namespace muster {

namespace {

//! Whether \a a and \a b differ in nothing but what a beat carries.
bool isBeat(const Node &a, Node b)
{
    b.load = a.load;
    b.lastBeatAt = a.lastBeatAt;
    return a == b;
}

bool isOlder(const Node &told, const Node &known)
{
    return told.lastBeatAt && known.lastBeatAt && *told.lastBeatAt < *known.lastBeatAt;
}

} // namespace

std::optional<ClusterChange> AgenticmailPicture::put(const Node &told, Timestamp now, std::optional<NodeChange> as)
{
    const NodeId id = told.id();
    const Node shown = AgenticmailCodec::shownAt(told, now);
    const auto found = m_known.find(id);
    if (found == m_known.end()) {
        if (m_known.size() >= limits::kNodes)
            return std::nullopt;
        m_known.insert(id, {told, shown, m_mark});
        return NodeChanged{shown, NodeChange::Joined};
    }
    const Node before = found->shown;
    *found = {told, shown, m_mark};
    if (as)
        return NodeChanged{shown, *as};
    if (before == shown)
        return std::nullopt;
    if (shown.lastBeatAt && isBeat(before, shown))
        return NodeBeat{id, *shown.lastBeatAt, shown.load, std::nullopt};
    return NodeChanged{shown, before.status == shown.status ? NodeChange::Updated : NodeChange::Status};
}

std::optional<ClusterChange> AgenticmailPicture::take(const AgenticmailFrame &frame, Timestamp now)
{
    using Kind = AgenticmailFrame::Kind;
    const bool isNode = frame.kind == Kind::Snapshot || frame.kind == Kind::Register || frame.kind == Kind::Heartbeat;
    if (!isNode)
        return std::nullopt;
    ++m_mark;
    const auto found = m_known.find(frame.node.id());
    if (found != m_known.end()) {
        found->mark = m_mark;
        if (isOlder(frame.node, found->told))
            return std::nullopt;
    }
    return put(frame.node, now, frame.kind == Kind::Register ? std::optional(NodeChange::Announced) : std::nullopt);
}

std::optional<ClusterChange> AgenticmailPicture::takeOne(const Node &told, Timestamp now)
{
    const auto found = m_known.constFind(told.id());
    if (found != m_known.cend() && isOlder(told, found->told))
        return std::nullopt;
    return put(told, now);
}

std::optional<ClusterChange> AgenticmailPicture::takeGone(const NodeId &id)
{
    const auto found = m_known.constFind(id);
    if (found == m_known.cend())
        return std::nullopt;
    const NodeRemoved gone{id, found->told.who.name};
    m_known.erase(found);
    return gone;
}

QList<ClusterChange> AgenticmailPicture::takeList(const QList<Node> &list, quint64 asked, Timestamp now)
{
    QList<ClusterChange> changes;
    QSet<NodeId> listed;
    for (const Node &told : list) {
        listed.insert(told.id());
        if (const auto change = takeOne(told, now))
            changes.append(*change);
    }
    QList<NodeId> gone;
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
        if (!listed.contains(it.key()) && it->mark <= asked)
            gone.append(it.key());
    }
    std::sort(gone.begin(), gone.end());
    for (const NodeId &id : std::as_const(gone))
        changes.append(*takeGone(id));
    return changes;
}

QList<ClusterChange> AgenticmailPicture::settle(Timestamp now)
{
    QList<ClusterChange> changes;
    for (Known &known : m_known) {
        if (known.shown.status != NodeStatus::Joining)
            continue;
        const Node shown = AgenticmailCodec::shownAt(known.told, now);
        if (shown == known.shown)
            continue;
        known.shown = shown;
        changes.append(NodeChanged{shown, NodeChange::Status});
    }
    return changes;
}

bool AgenticmailPicture::hasJoining() const
{
    return std::ranges::any_of(m_known, [](const Known &one) { return one.shown.status == NodeStatus::Joining; });
}

QList<Node> AgenticmailPicture::nodes() const
{
    QList<Node> nodes;
    nodes.reserve(m_known.size());
    for (const Known &known : m_known)
        nodes.append(known.shown);
    std::ranges::sort(nodes, {}, [](const Node &node) { return node.id().text(); });
    return nodes;
}

const Node *AgenticmailPicture::find(const NodeId &id) const
{
    const auto found = m_known.constFind(id);
    return found == m_known.cend() ? nullptr : &found->shown;
}

} // namespace muster
