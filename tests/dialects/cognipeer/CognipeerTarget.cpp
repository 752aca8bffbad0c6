// SPDX-License-Identifier: Apache-2.0
// What Cognipeer's console says: overview with its pins, instances and health.
#include "core/dialects/cognipeer/CognipeerEntities.h"
#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "tests/fuzz/FuzzTargets.h"

#include <QJsonDocument>
#include <QSet>

namespace muster {

void fuzzCognipeer(QByteArrayView input)
{
    constexpr Timestamp now{1'800'000'000'000};
    const QJsonObject json = QJsonDocument::fromJson(input.toByteArray()).object();
    (void)CognipeerReplies::readHealth(json);
    (void)CognipeerWork::readPinned(json);
    if (const auto instances = CognipeerWork::readInstances(json)) {
        CognipeerEntities entities;
        entities.take({}, *instances);
        const QList<EntityState> states = entities.states({}, {});
        for (const EntityState &state : states) {
            promise(isIdText(state.entity.ref.id.text()) && isIdText(state.entity.ref.tenant.text()), "an entity has ids of our grammar");
            promise(entities.keyOf(state.entity.ref).has_value(), "an entity that is shown can be pinned");
        }
        entities.take({}, *instances);
        promise(changesBetween(states, entities.states({}, {})).isEmpty(), "the same list changes nothing");
    }
    const Result<CognipeerOverview> overview = CognipeerReplies::readOverview(json, now);
    if (!overview) {
        promise(!overview.error().what.isEmpty(), "a refusal says why");
        return;
    }
    ClusterSnapshot snapshot;
    snapshot.takenAt = now;
    snapshot.nodes = overview->nodes;
    QSet<NodeId> ids;
    for (const Node &node : overview->nodes) {
        promise(isIdText(node.id().text()), "a node has an id of our grammar");
        promise(node.who.name.size() <= limits::kNodeTextCharacters && node.who.labels.size() <= limits::kNodeLabels,
                "a node is bounded");
        ids.insert(node.id());
    }
    promise(ids.size() == overview->nodes.size(), "nodes are told apart");
    const Result<CognipeerOverview> again = CognipeerReplies::readOverview(CognipeerReplies::writeOverview(snapshot, {}), now);
    promise(again && again->nodes.size() == overview->nodes.size(), "an overview that was read can be told on");
}

} // namespace muster
