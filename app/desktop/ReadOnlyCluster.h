// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster that can be looked at but not changed: no changing verb gets past this, whatever the screen does.

#include "core/cluster/Cluster.h"

#include <memory>

namespace muster {

//! Passes on what looks at nodes, events, entities, jobs and logs; refuses all else (code "read-only") and does not list it as a feature.
class ReadOnlyCluster final : public Cluster
{
    Q_OBJECT

public:
    explicit ReadOnlyCluster(std::unique_ptr<Cluster> inner, QObject *parent = nullptr);
    ~ReadOnlyCluster() override;
    Q_DISABLE_COPY_MOVE(ReadOnlyCluster)

    Features features() const override;
    LinkReport link() const override { return m_inner->link(); }
    void retryNow() override { m_inner->retryNow(); }
    void followFrom(const EventPosition &position) override { m_inner->followFrom(position); }

    Future<ClusterFacts> facts() override { return m_inner->facts(); }
    Future<ClusterSnapshot> snapshot() override { return m_inner->snapshot(); }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override { return m_inner->eventsAfter(position); }
    Future<PingReport> ping(NodeId node) override { return m_inner->ping(node); }

    Future<QList<EntityState>> entities(Actor by = {}) override { return m_inner->entities(by); }
    Future<EntityState> entity(EntityRef entity, Actor by = {}) override { return m_inner->entity(entity, by); }
    Future<JobPage> jobs(JobQuery query, Actor by = {}) override { return m_inner->jobs(query, by); }
    Future<Job> job(JobId job, Actor by = {}) override { return m_inner->job(job, by); }
    Future<QList<QueueFacts>> queues(Actor by = {}) override { return m_inner->queues(by); }
    Future<LogPage> log(LogQuery query, Actor by = {}) override { return m_inner->log(query, by); }
    std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor by = {}) override
    {
        return m_inner->followLog(source, after, by);
    }

    Future<Welcome> announce(Announcement announcement) override;
    Future<BeatReply> beat(Heartbeat heartbeat) override;
    Future<void> leave(Departure departure) override;
    Future<void> remove(NodeId node, Actor = {}) override;
    Future<void> restartAgents(NodeId node, Actor = {}) override;
    //! Changes nothing, but makes the control plane connect to addresses.
    Future<ReachReport> reach(ReachTarget target) override;
    Future<IssuedToken> createToken(TokenRequest request) override;
    //! Changes nothing, but tells who holds which door.
    Future<QList<TokenFacts>> tokens() override;
    Future<void> revokeToken(TokenId token, Actor = {}) override;
    Future<JoinGrant> join(JoinRequest request) override;
    Future<JoinGrant> renewCredential(TokenId shown = {}) override;
    Future<Job> submit(JobRequest request, Actor by = {}) override;
    Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor by = {}) override;
    Future<Job> retryJob(JobId job, Actor by = {}) override;
    Future<Job> cancelJob(JobId job, Actor by = {}) override;
    Future<void> discardJob(JobId job, Actor by = {}) override;
    Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor by = {}) override;
    Future<AuditPage> audit(AuditQuery query) override { return m_inner->audit(std::move(query)); }
    Future<AuditProof> verifyAudit() override { return m_inner->verifyAudit(); }
    //! Changes nothing, but takes everything along.
    Future<QByteArray> backup() override;

protected:
    void startUp() override { m_inner->start(); }
    void shutDown() override { m_inner->stop(); }

private:
    std::unique_ptr<Cluster> m_inner;
};

} // namespace muster
