// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the cases of ClusterSuite about work share; for its files only.

#include "tests/conformance/SuiteParts.h"

#include <QJsonArray>

namespace muster::suite {

inline EntityRequest agent(const QString &text, bool mustBeNew = true)
{
    EntityRequest request;
    request.entity.ref = *EntityRef::parse(text, {});
    request.entity.title = QStringLiteral("Says hello");
    request.entity.needs = {QStringLiteral("docker")}; // The nodes of these cases have it.
    request.entity.settings = {{QStringLiteral("argv"), QJsonArray{QStringLiteral("cat")}}};
    request.mustBeNew = mustBeNew;
    return request;
}

inline JobRequest jobFor(const QString &entity, const QByteArray &payload = "1")
{
    JobRequest request;
    request.entity = *EntityRef::parse(entity, {});
    request.payload = payload;
    return request;
}

inline EntityRef helloRef()
{
    return *EntityRef::parse(QStringLiteral("agent/hello"), {});
}

//! The entity as the cluster lists it; one without an id when it does not.
inline EntityState listed(Cluster &cluster, const QString &text)
{
    const Result<QList<EntityState>> all = outcomeOf(cluster.entities());
    for (const EntityState &one : all.value_or(QList<EntityState>())) {
        if (one.entity.ref.text() == text)
            return one;
    }
    return {};
}

inline QueueFacts queueCalled(Cluster &cluster, const QString &name)
{
    const Result<QList<QueueFacts>> all = outcomeOf(cluster.queues());
    for (const QueueFacts &one : all.value_or(QList<QueueFacts>())) {
        if (one.name == name)
            return one;
    }
    return {};
}

//! kId joins, beats, and takes the entity agent/hello. Where nodes cannot announce, kId is there.
inline Result<void> settle(Cluster &cluster)
{
    if (cluster.features().testFlag(Feature::Announce)) {
        MUSTER_TRY(welcome, outcomeOf(cluster.announce(announcementOf(kId))));
        MUSTER_TRY(reply, outcomeOf(cluster.beat(beatOf(kId, 1))));
        Q_UNUSED(welcome)
        Q_UNUSED(reply)
    }
    MUSTER_TRY(saved, outcomeOf(cluster.saveEntity(agent(QStringLiteral("agent/hello")))));
    Q_UNUSED(saved)
    return {};
}

} // namespace muster::suite
