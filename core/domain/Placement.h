// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rule that says where an entity runs now, and why; pure.

#include "core/domain/Assignment.h"

#include <QHash>
#include <QSet>

namespace muster {

//! Why work does not run. Source: interface.md, Job, `waitingFor`.
enum class WaitReason {
    StrictNodeOffline, QueuePaused, NoCapableNode, Backoff, Delayed, Concurrency, Draining, NoHandler,
};
//! "strict-node-offline" … "no-handler".
QString wordOf(WaitReason reason);
Result<WaitReason> waitReasonOf(const QString &word, const QString &field);

//! A reason with one sentence for people.
struct Waiting {
    WaitReason reason = WaitReason::NoCapableNode;
    QString text; //!< "pi-lab is offline since 14 m; strict work never falls back".

    bool operator==(const Waiting &) const = default;
};

//! Where an entity runs now. Source: interface.md, Entity, `placement`.
struct Placement {
    NodeId node;    //!< Where it runs, or would start; empty when it waits for any node.
    AssignmentMode mode = AssignmentMode::Preferred;
    bool isExplicit = false; //!< There is an assignment, and this is its node; false for a fallback and for the default.
    std::optional<Waiting> waiting; //!< Set: nothing of it starts now; node is then what it waits for.
    QString reason;                 //!< One sentence: why there.

    bool operator==(const Placement &) const = default;
};

//! An entity with its pin and its place.
struct EntityState {
    Entity entity;
    std::optional<Assignment> assignment; //!< Nullopt: it is pinned nowhere.
    Placement placement;

    bool operator==(const EntityState &) const = default;
};

//! One node as a place for an entity.
struct Candidate {
    NodeId node;
    QString name;
    bool fits = false;
    double load = 0;  //!< 0 idle … 1 full; larger of CPU and memory share, plus its running jobs over its cores; may exceed 1.
    QString reason;   //!< "online, 12 % busy", or why not: "no gpu", "cordoned", "offline".

    bool operator==(const Candidate &) const = default;
};

//! What the rule looks at.
struct PlacementWorld {
    QHash<NodeId, const Node *> nodes; //!< All.
    NodeId configuredDefault;          //!< CLUSTER_DEFAULT_NODE_NAME; empty: none.
    QHash<NodeId, int> jobsRunning = {}; //!< By node.
    QHash<NodeId, QSet<EntityKind>> handlers = {}; //!< Kinds that a node says it runs; a node that is missing says nothing: any.
    //! What defaultNode() found before in this world, by kind and needs: thousands of entities ask the same.
    mutable QHash<QString, NodeId> defaults = {};
};

//! All nodes as places for something that needs \a needs, best first: fits before not, then lower load, then name.
//! A cordoned or draining node never fits, nor one that is not online or degraded, nor one of role main unless nothing else fits.
QList<Candidate> rankedCandidates(const QStringList &needs, std::optional<EntityKind> kind, const PlacementWorld &world);

//! The node that takes what is pinned nowhere: the configured one if it may run \a entity, else the most recently active that may.
//! Empty when there is none.
NodeId defaultNode(const Entity &entity, const PlacementWorld &world);

//! Where \a entity runs, given its \a assignment (null: none).
//! Strict: its node, waiting while that is not there, not heard of, draining, or lacks a capability or the handler.
//! Preferred: its node unless that is gone, offline, failed, draining or cannot run it; then the default node. One that is only
//! late or unverified is waited for. What is pinned to a cordoned node runs there; nothing else comes to it.
Placement placementOf(const Entity &entity, const Assignment *assignment, const PlacementWorld &world);

} // namespace muster
