// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster with nodes and entities that keeps pins as the control plane does: versions, conflicts, places. For tests of mirrors
// and pages.

#include "core/cluster/Cluster.h"

#include <algorithm>

namespace muster {

//! Answers at once. Others change it by pinAs(); places follow placementOf().
class PinCluster final : public Cluster
{
public:
    explicit PinCluster(QObject *parent = nullptr) : Cluster(parent) { m_state.position = {QStringLiteral("e1"), 1}; }

    Features features() const override { return can; }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override { return ready(about); }
    Future<ClusterSnapshot> snapshot() override { return ready(m_state); }
    Future<EntityState> assign(AssignmentRequest request, Actor by = {}) override
    {
        asked.append(request);
        if (holdsVerbs) {
            m_held.append({request, {}});
            return m_held.last().answer.future();
        }
        return done(request, by.name.isEmpty() ? QStringLiteral("me") : by.name);
    }
    Future<EntityState> saveEntity(EntityRequest request, Actor = {}) override
    {
        saved.append(request);
        if (verbError)
            return failed<EntityState>(*verbError);
        if (request.mustBeNew && indexOf(request.entity.ref) >= 0)
            return failed<EntityState>(conflict(QStringLiteral("there is one already"), QStringLiteral("entity-exists")));
        EntityState state{request.entity, {}, {}};
        state.entity.secrets = request.secrets.keys() + request.keptSecrets;
        state.entity.updatedAt = Timestamp{++m_stamp};
        if (const qsizetype at = indexOf(request.entity.ref); at >= 0)
            state.assignment = m_state.entities[at].assignment;
        put(state);
        return ready(m_state.entities[indexOf(request.entity.ref)]);
    }
    Future<void> removeEntity(EntityRef entity, QString = {}, Actor = {}) override
    {
        if (verbError)
            return failed<void>(*verbError);
        take(entity);
        return ready();
    }
    Future<JobPage> jobs(JobQuery query, Actor = {}) override
    {
        JobPage page;
        for (const Job &job : std::as_const(work)) {
            if ((!query.entity || job.entity == *query.entity) && (!query.state || job.state == *query.state))
                page.jobs.append(job);
        }
        return ready(page);
    }

    const ClusterSnapshot &state() const { return m_state; }
    void setLink(LinkState link)
    {
        m_link.state = link;
        Q_EMIT linkChanged(m_link);
    }
    void setNow(Timestamp now) { m_state.takenAt = now; }
    //! Adds or changes a node and tells; places are found anew.
    void putNode(const Node &node)
    {
        const auto known = std::ranges::find_if(m_state.nodes, [&node](const Node &one) { return one.id() == node.id(); });
        known == m_state.nodes.end() ? m_state.nodes.append(node) : void(*known = node);
        tell(NodeChanged{node, NodeChange::Updated});
        const QList<EntityState> entities = m_state.entities;
        for (const EntityState &one : entities)
            put(one);
    }
    //! Adds or changes an entity and tells; its place is found.
    void put(EntityState state)
    {
        state.placement = placementOf(state.entity, state.assignment ? &*state.assignment : nullptr, world());
        if (state.placement.node.isEmpty() == false && m_state.defaultNode.isEmpty())
            m_state.defaultNode = state.placement.node;
        const qsizetype at = indexOf(state.entity.ref);
        if (at >= 0 && m_state.entities[at] == state)
            return;
        at < 0 ? m_state.entities.append(state) : void(m_state.entities[at] = state);
        tell(EntityChanged{state});
    }
    //! Adds entities without a word; before the first snapshot.
    void fill(const QList<EntityState> &entities) { m_state.entities = entities; }
    void take(const EntityRef &entity)
    {
        if (const qsizetype at = indexOf(entity); at >= 0)
            m_state.entities.removeAt(at);
        tell(EntityRemoved{entity});
    }
    //! Somebody else pins it, or clears its pin.
    void pinAs(const QString &who, const EntityRef &entity, const NodeId &node, AssignmentMode mode = AssignmentMode::Preferred)
    {
        (void)done({.entity = entity, .node = node, .mode = mode}, who);
    }
    //! Answers the oldest assign() that was held: does it, or fails with \a error.
    void answerHeld(const std::optional<Error> &error = {})
    {
        const Held held = m_held.takeFirst();
        if (error)
            return held.answer.finish(*error);
        whenDone(this, done(held.request, QStringLiteral("me")), [held](const Result<EntityState> &state) { held.answer.finish(state); });
    }
    //! Tells as the next event.
    void tell(const ClusterChange &what)
    {
        ++m_state.position.number;
        Q_EMIT eventArrived({m_state.position, m_state.takenAt, what});
    }
    qsizetype held() const { return m_held.size(); }
    const EntityState &stateOf(const EntityRef &ref) const { return m_state.entities[indexOf(ref)]; }
    bool has(const EntityRef &ref) const { return indexOf(ref) >= 0; }

    Features can = Feature::Follow | Feature::Entities | Feature::Assign | Feature::Jobs;
    ClusterFacts about{.version = QStringLiteral("0.1.0"), .node = QStringLiteral("main"), .epoch = QStringLiteral("e1")};
    bool holdsVerbs = false;
    std::optional<Error> verbError;
    QList<AssignmentRequest> asked;
    QList<EntityRequest> saved;
    QList<Job> work;

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    struct Held {
        AssignmentRequest request;
        Pending<EntityState> answer;
    };
    Future<EntityState> done(const AssignmentRequest &request, const QString &who)
    {
        if (verbError)
            return failed<EntityState>(*verbError);
        const qsizetype at = indexOf(request.entity);
        if (at < 0)
            return failed<EntityState>(notFound(QStringLiteral("no such entity")));
        EntityState state = m_state.entities[at];
        const quint64 version = m_versions.value(request.entity, 0);
        const bool isUnpinned = request.version == quint64(0) && !state.assignment;
        if (request.version && *request.version != version && !isUnpinned)
            return failed<EntityState>(conflict(QStringLiteral("changed meanwhile"), QStringLiteral("version")));
        m_versions.insert(request.entity, version + 1);
        state.assignment.reset();
        if (!request.node.isEmpty())
            state.assignment = Assignment{request.entity, request.node, request.mode, m_state.takenAt, who, version + 1};
        put(state);
        return ready(m_state.entities[at]);
    }
    qsizetype indexOf(const EntityRef &ref) const
    {
        for (qsizetype i = 0; i < m_state.entities.size(); ++i) {
            if (m_state.entities[i].entity.ref == ref)
                return i;
        }
        return -1;
    }
    PlacementWorld world() const
    {
        PlacementWorld world{.nodes = {}, .configuredDefault = {}};
        for (const Node &node : m_state.nodes)
            world.nodes.insert(node.id(), &node);
        return world;
    }
    ClusterSnapshot m_state;
    LinkReport m_link;
    QHash<EntityRef, quint64> m_versions;
    QList<Held> m_held;
    qint64 m_stamp = 1000;
};

//! "agent/sales-bot" as an entity.
inline EntityState entityCalled(const QString &ref, const QStringList &needs = {})
{
    EntityState state;
    state.entity.ref = EntityRef::parse(ref, QStringLiteral("ref")).value();
    state.entity.needs = needs;
    state.entity.updatedAt = Timestamp{1};
    return state;
}

inline EntityRef refOf(const QString &ref)
{
    return EntityRef::parse(ref, QStringLiteral("ref")).value();
}

} // namespace muster
