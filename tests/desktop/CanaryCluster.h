// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster in which every text from outside is markup that would load a picture, if anybody took it for markup.

#include "core/cluster/Cluster.h"

namespace muster {

//! What every text is: a picture called "canary" and an open tag.
inline QString canary()
{
    return QStringLiteral("<img src=canary><b>x");
}

//! Live at once; answers every question, each text of each answer being canary().
class CanaryCluster final : public Cluster
{
public:
    bool refuses = false; //!< Verbs fail, with canary() in every text of the error.

    Features features() const override
    {
        return Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping | Feature::Restart | Feature::Reach
            | Feature::Tokens | Feature::Jobs;
    }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override
    {
        ClusterFacts facts;
        facts.version = canary();
        facts.node = canary();
        facts.notices = {{QStringLiteral("insecure"), canary()}};
        return ready(facts);
    }
    Future<ClusterSnapshot> snapshot() override
    {
        ClusterSnapshot snapshot;
        snapshot.position = {QStringLiteral("e"), 1};
        snapshot.takenAt = now();
        for (const NodeStatus status : kNodeStatuses)
            snapshot.nodes += node(status);
        return ready(snapshot);
    }
    Future<void> remove(NodeId, Actor = {}) override { return answer<void>(); }
    Future<PingReport> ping(NodeId) override { return answer(PingReport{1, canary()}); }
    Future<void> restartAgents(NodeId, Actor = {}) override { return answer<void>(); }
    Future<ReachReport> reach(ReachTarget) override
    {
        ReachReport report;
        report.version = canary();
        report.agentId = canary();
        report.stages = {{canary(), 1, {}}, {QStringLiteral("connect"), 2, error()}};
        return answer(report);
    }
    Future<IssuedToken> createToken(TokenRequest request) override
    {
        IssuedToken issued;
        issued.facts = token(request.kind);
        issued.token = Secret(canary().toUtf8());
        return answer(issued);
    }
    Future<JobPage> jobs(JobQuery, Actor = {}) override
    {
        JobPage page;
        for (const JobState state : kJobStates)
            page.jobs.append(job(state));
        return answer(page);
    }
    Future<Job> job(JobId id, Actor = {}) override
    {
        for (const JobState state : kJobStates) {
            if (job(state).id == id)
                return answer(job(state));
        }
        return failed<Job>(error());
    }
    Future<QList<QueueFacts>> queues(Actor = {}) override
    {
        return answer(QList<QueueFacts>{{.name = canary(), .isPaused = true, .waiting = 1, .oldestWaiting = {}}});
    }
    Future<Job> retryJob(JobId, Actor = {}) override { return failed<Job>(error()); }
    Future<QList<TokenFacts>> tokens() override
    {
        return answer(QList<TokenFacts>{token(TokenKind::Access), token(TokenKind::Join), token(TokenKind::Credential)});
    }
    Future<void> revokeToken(TokenId, Actor = {}) override { return answer<void>(); }

    //! One event of each kind.
    void tellAll()
    {
        quint64 number = 2;
        const auto tell = [&](const ClusterChange &what) {
            Q_EMIT eventArrived({.position = {QStringLiteral("e"), number++}, .at = now(), .what = what});
        };
        for (const NodeChange change : {NodeChange::Joined, NodeChange::Returned, NodeChange::Announced, NodeChange::Status,
                                        NodeChange::Left, NodeChange::Updated})
            tell(NodeChanged{node(NodeStatus::Degraded), change});
        tell(NodeConflict{NodeId(QStringLiteral("node-0")), canary()});
        tell(NodeRemoved{NodeId(QStringLiteral("gone")), canary()});
        tell(AccessRefused{canary(), QStringLiteral("DELETE /api/v1/nodes/") + canary(), canary(), canary()});
        tell(CallersRefused{canary(), 12});
    }
    static Error error()
    {
        return {ErrorKind::Refused, canary(), canary(), {}, canary()};
    }

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    static Timestamp now() { return Timestamp{1'800'000'000'000}; }
    template <typename T>
    Future<T> answer(const T &value) const
    {
        return refuses ? failed<T>(error()) : ready(value);
    }
    template <typename T>
    Future<T> answer() const
    {
        return refuses ? failed<T>(error()) : ready();
    }
    void setLink(LinkState state)
    {
        m_link.state = state;
        m_link.lastHeardAt = now();
        Q_EMIT linkChanged(m_link);
    }
    static Node node(NodeStatus status)
    {
        Node node;
        // Muster's own tell a process id; the others can be told to restart their agents.
        const std::optional<qint64> pid = status == NodeStatus::Drained ? std::optional<qint64>(1) : std::nullopt;
        node.who = {.id = NodeId(QStringLiteral("node-%1").arg(static_cast<int>(status))), .name = canary(),
                    .role = NodeRole::Worker, .address = canary(), .capabilities = {canary()},
                    .labels = {{canary(), canary()}}, .platform = canary(), .arch = canary(), .hostname = canary(),
                    .version = canary(), .build = canary(), .cores = 4, .pid = pid, .startedAt = now()};
        node.status = status;
        node.reasons = {{QString(reason::kMemoryHigh), canary()}, {canary(), canary()}};
        node.registeredAt = now();
        if (status != NodeStatus::Joining)
            node.lastBeatAt = now();
        node.beatInterval = milliseconds(10'000);
        node.offlineAfter = milliseconds(30'000);
        node.agents = {Agent{canary(), canary(), canary(), canary(), 1}};
        node.drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = now(), .waitsFor = canary()};
        return node;
    }
    static Job job(JobState state)
    {
        Job job;
        job.id = JobId(QStringLiteral("j%1").arg(static_cast<int>(state)));
        job.queue = canary();
        job.entity.id = EntityId(canary());
        job.state = state;
        job.payload = "{\"<img src=canary><b>x\":\"<img src=canary><b>x\"}";
        job.node = NodeId(canary());
        job.result = state == JobState::Completed ? job.payload : QByteArray();
        job.error = JobError{canary(), canary()};
        if (!isOver(state))
            job.waitingFor = Waiting{WaitReason::StrictNodeOffline, canary()};
        job.createdAt = now();
        job.createdBy = canary();
        job.dedupeKey = canary();
        job.history = {{1, job.node, now(), now(), job.error}};
        return job;
    }
    static TokenFacts token(TokenKind kind)
    {
        return {.id = TokenId(QStringLiteral("t%1").arg(static_cast<int>(kind))), .kind = kind, .tier = Tier::Admin,
                .name = canary(), .role = NodeRole::Worker, .capabilities = {canary()}, .node = {}, .usesLeft = 1,
                .createdAt = now(), .createdBy = canary(), .expiresAt = {}, .revokedAt = {}, .lastUsedAt = now()};
    }
    LinkReport m_link;
};

} // namespace muster
