// SPDX-License-Identifier: Apache-2.0
#include "core/domain/Placement.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool isUp(const Node &node)
{
    return node.status == NodeStatus::Online || node.status == NodeStatus::Degraded;
}

bool isBeingEmptied(const Node &node)
{
    return node.drain || node.status == NodeStatus::Draining || node.status == NodeStatus::Drained;
}

//! Not heard of at this moment, without proof that it is gone: after a restart of ours, or before its first beat.
bool isAwaited(const Node &node)
{
    return node.status == NodeStatus::Unknown || node.status == NodeStatus::Joining;
}

const Node *find(const NodeId &id, const PlacementWorld &world)
{
    return world.nodes.value(id, nullptr);
}

QString nameOf(const NodeId &id, const PlacementWorld &world)
{
    const Node *node = find(id, world);
    return node && !node->who.name.isEmpty() ? node->who.name : id.text();
}

QString wordsOf(NodeStatus status)
{
    return status == NodeStatus::Unknown ? u"not heard of yet"_s : wordOf(status);
}

//! What \a node lacks for work that was not started there before; nullopt: nothing.
std::optional<Waiting> lackOf(const Node &node, const QStringList &needs, std::optional<EntityKind> kind,
                              const PlacementWorld &world)
{
    for (const QString &need : needs) {
        if (!node.who.capabilities.contains(need))
            return Waiting{WaitReason::NoCapableNode, u"no %1"_s.arg(need)};
    }
    const auto handlers = world.handlers.constFind(node.id());
    if (kind && handlers != world.handlers.constEnd() && !handlers->contains(*kind))
        return Waiting{WaitReason::NoHandler, u"no handler for %1 on this node yet"_s.arg(wordOf(*kind))};
    return std::nullopt;
}

//! Whether \a node would take new work of \a entity if it had a handler for its kind.
bool lacksOnlyHandler(const Node &node, const Entity &entity, const PlacementWorld &world)
{
    if (!isUp(node) || isBeingEmptied(node) || node.cordoned)
        return false;
    const std::optional<Waiting> lack = lackOf(node, entity.needs, entity.ref.kind, world);
    return lack && lack->reason == WaitReason::NoHandler;
}

//! What thousands of entities ask the same, as a key of PlacementWorld::defaults.
QString keyOf(const Entity &entity)
{
    return wordOf(entity.ref.kind) + u'\n' + entity.needs.join(u'\n');
}

double loadOf(const Node &node, const PlacementWorld &world)
{
    const double busy = std::max(node.load.cpu.value_or(0), node.load.memoryShare().value_or(0));
    return busy + double(world.jobsRunning.value(node.id())) / std::max(node.who.cores.value_or(1), 1);
}

//! Whether \a id serves the cluster and runs only what nobody else can, or what is pinned to it (interface.md, musterd --role).
bool isLastResort(const NodeId &id, const PlacementWorld &world)
{
    const Node *node = find(id, world);
    return node && node->who.role == NodeRole::Main && id != world.configuredDefault;
}

Candidate candidateOf(const Node &node, const QStringList &needs, std::optional<EntityKind> kind,
                      const PlacementWorld &world)
{
    Candidate candidate{node.id(), nameOf(node.id(), world), false, loadOf(node, world), {}};
    if (!isUp(node) && !isBeingEmptied(node))
        candidate.reason = wordsOf(node.status);
    else if (isBeingEmptied(node))
        candidate.reason = u"draining"_s;
    else if (node.cordoned)
        candidate.reason = u"cordoned"_s;
    else if (const std::optional<Waiting> lack = lackOf(node, needs, kind, world))
        candidate.reason = lack->text;
    else
        candidate.fits = true;
    const bool isLoadKnown = node.load.cpu || node.load.memoryShare() || world.jobsRunning.contains(node.id());
    if (candidate.fits && isLoadKnown)
        candidate.reason = u"%1, %2 % busy"_s.arg(wordOf(node.status)).arg(qRound(candidate.load * 100));
    else if (candidate.fits)
        candidate.reason = wordOf(node.status) + u", load unknown"_s;
    if (candidate.fits && isLastResort(node.id(), world))
        candidate.reason += u"; a main node: only what no other can take"_s;
    return candidate;
}

//! Why strict or awaited work on \a node waits; nullopt: it does not.
std::optional<Waiting> waitOn(const NodeId &id, const Entity &entity, const PlacementWorld &world)
{
    const Node *node = find(id, world);
    const QString name = nameOf(id, world);
    if (!node)
        return Waiting{WaitReason::StrictNodeOffline, u"%1 is not in this cluster; strict work never falls back"_s.arg(name)};
    if (isBeingEmptied(*node))
        return Waiting{WaitReason::Draining, u"%1 is being drained"_s.arg(name)};
    if (!isUp(*node))
        return Waiting{WaitReason::StrictNodeOffline,
                       u"%1 is %2; strict work never falls back"_s.arg(name, wordsOf(node->status))};
    if (std::optional<Waiting> lack = lackOf(*node, entity.needs, entity.ref.kind, world)) {
        lack->text = u"%1 has %2"_s.arg(name, lack->text);
        return lack;
    }
    return std::nullopt;
}

//! A node that lacks nothing but a handler; empty: none, and a handler alone would not help. Kept in the world beside the default
//! nodes, under a key that is none of theirs.
NodeId handlerlessNode(const Entity &entity, const PlacementWorld &world)
{
    const QString key = u"handlerless\n"_s + keyOf(entity);
    const auto known = world.defaults.constFind(key);
    if (known != world.defaults.constEnd())
        return *known;
    NodeId found;
    for (const Node *node : world.nodes) {
        if (lacksOnlyHandler(*node, entity, world) && (found.isEmpty() || node->id() < found))
            found = node->id();
    }
    world.defaults.insert(key, found);
    return found;
}

//! Why nobody takes \a entity, which is pinned to no node that counts.
Waiting waitForAny(const Entity &entity, const PlacementWorld &world)
{
    const NodeId handlerless = handlerlessNode(entity, world);
    if (!handlerless.isEmpty()) {
        const QString where = world.nodes.size() == 1 ? u"on this node, %1, yet"_s.arg(nameOf(handlerless, world)) : u"on any node yet"_s;
        return {WaitReason::NoHandler, u"no handler for %1 "_s.arg(wordOf(entity.ref.kind)) + where};
    }
    const QString needs = entity.needs.isEmpty() ? QString() : u" with "_s + entity.needs.join(u", "_s);
    return {WaitReason::NoCapableNode, u"no node%1 can take it now"_s.arg(needs)};
}

Placement onDefault(const Entity &entity, const PlacementWorld &world, const QString &because)
{
    Placement placement;
    placement.node = defaultNode(entity, world);
    if (placement.node.isEmpty()) {
        placement.waiting = waitForAny(entity, world);
        placement.reason = because + u"waits for a node"_s;
    } else {
        const QString name = nameOf(placement.node, world);
        placement.reason = because + (isLastResort(placement.node, world) ? u"runs on the main node %1, as no other can take it"_s.arg(name)
                                                                            : u"runs on the default node %1"_s.arg(name));
    }
    return placement;
}

} // namespace

QString wordOf(WaitReason reason)
{
    switch (reason) {
    case WaitReason::StrictNodeOffline:
        return u"strict-node-offline"_s;
    case WaitReason::QueuePaused:
        return u"queue-paused"_s;
    case WaitReason::NoCapableNode:
        return u"no-capable-node"_s;
    case WaitReason::Backoff:
        return u"backoff"_s;
    case WaitReason::Delayed:
        return u"delayed"_s;
    case WaitReason::Concurrency:
        return u"concurrency"_s;
    case WaitReason::Draining:
        return u"draining"_s;
    case WaitReason::NoHandler:
        return u"no-handler"_s;
    }
    Q_UNREACHABLE();
}

Result<WaitReason> waitReasonOf(const QString &word, const QString &field)
{
    for (const WaitReason reason :
         {WaitReason::StrictNodeOffline, WaitReason::QueuePaused, WaitReason::NoCapableNode, WaitReason::Backoff,
          WaitReason::Delayed, WaitReason::Concurrency, WaitReason::Draining, WaitReason::NoHandler}) {
        if (wordOf(reason) == word)
            return reason;
    }
    return invalid(field, u"%1: \"%2\" is no reason to wait"_s.arg(field, word.left(40)));
}

QList<Candidate> rankedCandidates(const QStringList &needs, std::optional<EntityKind> kind, const PlacementWorld &world)
{
    struct Ranked {
        Candidate candidate;
        bool isMain = false; // Serves the cluster, and runs only what nobody else can.
    };
    std::vector<Ranked> ranked;
    ranked.reserve(static_cast<size_t>(world.nodes.size()));
    for (const Node *node : world.nodes)
        ranked.push_back({candidateOf(*node, needs, kind, world), node->who.role == NodeRole::Main});
    std::ranges::sort(ranked, [](const Ranked &a, const Ranked &b) {
        return std::tuple(!a.candidate.fits, a.isMain, a.candidate.load, a.candidate.name, a.candidate.node) <
               std::tuple(!b.candidate.fits, b.isMain, b.candidate.load, b.candidate.name, b.candidate.node);
    });
    QList<Candidate> candidates;
    candidates.reserve(world.nodes.size());
    for (Ranked &one : ranked)
        candidates.append(std::move(one.candidate));
    return candidates;
}

namespace {

NodeId searchDefault(const Entity &entity, const PlacementWorld &world)
{
    const Node *best = nullptr;
    for (const Node *node : world.nodes) {
        if (!candidateOf(*node, entity.needs, entity.ref.kind, world).fits)
            continue;
        if (!world.configuredDefault.isEmpty() && node->id() == world.configuredDefault)
            return node->id();
        const auto rank = [](const Node &one) {
            return std::tuple(one.who.role != NodeRole::Main, one.lastBeatAt.value_or(Timestamp{}).msSinceEpoch);
        };
        if (!best || rank(*node) > rank(*best) || (rank(*node) == rank(*best) && node->id() < best->id()))
            best = node;
    }
    return best ? best->id() : NodeId();
}

} // namespace

NodeId defaultNode(const Entity &entity, const PlacementWorld &world)
{
    const QString key = keyOf(entity);
    const auto known = world.defaults.constFind(key);
    if (known != world.defaults.constEnd())
        return *known;
    const NodeId found = searchDefault(entity, world);
    world.defaults.insert(key, found);
    return found;
}

Placement placementOf(const Entity &entity, const Assignment *assignment, const PlacementWorld &world)
{
    if (!assignment || assignment->node.isEmpty())
        return onDefault(entity, world, u"pinned nowhere; "_s);
    Placement placement{assignment->node, assignment->mode, true, {}, {}};
    const QString name = nameOf(assignment->node, world);
    std::optional<Waiting> wait = waitOn(assignment->node, entity, world);
    if (assignment->mode == AssignmentMode::Strict) {
        placement.waiting = std::move(wait);
        placement.reason = u"pinned strictly to %1"_s.arg(name);
        return placement;
    }
    const Node *node = find(assignment->node, world);
    if (node && isAwaited(*node) && !isBeingEmptied(*node)) {
        placement.waiting = Waiting{WaitReason::NoCapableNode, u"%1 was not heard of yet"_s.arg(name)};
        placement.reason = u"pinned to %1 by preference"_s.arg(name);
        return placement;
    }
    if (!wait) {
        placement.reason = u"pinned to %1 by preference"_s.arg(name);
        return placement;
    }
    const QString cause = wait->text.section(u';', 0, 0);
    return onDefault(entity, world, u"prefers %1, but %2; "_s.arg(name, cause));
}

} // namespace muster
