// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Cluster that says what a test wants, when it wants.

#include "core/cluster/Cluster.h"
#include "tests/dialects/native/Fleet.h"
#include "tests/dialects/native/OwnQueues.h"
#include "tests/support/NodeBuilder.h"

#include <QJsonArray>
#include <QPointer>

#include <algorithm>

namespace muster {

//! Answers at once, and counts what changes. Events are made by happen().
class ScriptedCluster final : public Cluster
{
public:
    Features features() const override { return feature; }
    LinkReport link() const override { return {LinkState::Live, {}, 0, {}, {}}; }

    Future<ClusterFacts> facts() override
    {
        return ready(ClusterFacts{QStringLiteral("9.9.9"), QStringLiteral("scripted"), position.epoch, milliseconds(10000),
                                  milliseconds(30000), notices});
    }
    Future<ClusterSnapshot> snapshot() override
    {
        ++snapshots;
        return ready(ClusterSnapshot{position, Timestamp{1'800'000'000'000}, nodes, {}});
    }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition after) override
    {
        QList<ClusterEvent> missed;
        std::ranges::copy_if(ring, std::back_inserter(missed),
                             [&after](const ClusterEvent &one) { return one.position.number > after.number; });
        const bool isKnown = after.epoch == position.epoch && after.number <= position.number
            && qsizetype(position.number - after.number) == missed.size();
        Result<QList<ClusterEvent>> outcome = conflict(QStringLiteral("gone"), QStringLiteral("resync"));
        if (isKnown)
            outcome = missed;
        if (!isHolding)
            return finished(outcome);
        held.append({Pending<QList<ClusterEvent>>(), outcome});
        return held.last().first.future();
    }
    Future<Welcome> announce(Announcement) override { return counted<Welcome>({}); }
    Future<BeatReply> beat(Heartbeat heartbeat) override
    {
        lastBeat = heartbeat;
        return counted<BeatReply>({milliseconds(10000), milliseconds(30000), ping_});
    }
    Future<void> leave(Departure) override
    {
        ++changes;
        return ready();
    }
    Future<void> remove(NodeId, Actor = {}) override
    {
        ++changes;
        return ready();
    }
    Future<PingReport> ping(NodeId) override { return counted<PingReport>({1.5, QStringLiteral("beat")}); }

    Future<void> restartAgents(NodeId, Actor = {}) override
    {
        ++changes;
        return ready();
    }
    Future<ReachReport> reach(ReachTarget target) override
    {
        lastTarget = target;
        return counted(reachReport);
    }
    Future<IssuedToken> createToken(TokenRequest request) override
    {
        lastRequest = request;
        return counted(issued);
    }
    Future<QList<TokenFacts>> tokens() override { return ready(QList<TokenFacts>{issued.facts, grant.facts}); }
    Future<void> revokeToken(TokenId token, Actor = {}) override
    {
        lastRevoked = token;
        ++changes;
        return ready();
    }
    Future<JoinGrant> join(JoinRequest request) override
    {
        lastJoin = request;
        return counted(grant);
    }
    Future<JoinGrant> renewCredential(TokenId shown) override
    {
        lastShown = shown;
        return counted(grant);
    }
    Future<QByteArray> backup() override { return ready(copy); }
    Future<AuditPage> audit(AuditQuery query) override
    {
        lastAuditQuery = query;
        return ready(auditPage);
    }
    Future<AuditProof> verifyAudit() override { return ready(proof); }

    Future<QList<EntityState>> entities(Actor by = {}) override
    {
        lastActor = by;
        return ready(QList<EntityState>{entityState});
    }
    Future<EntityState> entity(EntityRef ref, Actor by = {}) override
    {
        lastActor = by;
        return ref == entityState.entity.ref ? ready(entityState) : failed<EntityState>(notFound(QStringLiteral("there is no entity ") + ref.text()));
    }
    Future<EntityState> saveEntity(EntityRequest request, Actor by = {}) override
    {
        lastEntity = request;
        return asked(entityState, by);
    }
    Future<void> removeEntity(EntityRef, QString note = {}, Actor by = {}) override
    {
        lastNote = note;
        lastActor = by;
        ++changes;
        return ready();
    }
    Future<EntityState> assign(AssignmentRequest request, Actor by = {}) override
    {
        lastAssignment = request;
        return asked(entityState, by);
    }
    Future<QList<Candidate>> bestNodes(QStringList needs) override
    {
        lastNeeds = needs;
        return ready(candidates);
    }
    Future<Job> submit(JobRequest request, Actor by = {}) override
    {
        lastJobs = {request};
        return asked(work, by);
    }
    Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor by = {}) override
    {
        lastJobs = requests;
        return asked(QList<JobId>(requests.size(), work.id), by);
    }
    Future<JobPage> jobs(JobQuery query, Actor by = {}) override
    {
        lastQuery = query;
        lastActor = by;
        return ready(JobPage{{work}, true});
    }
    Future<Job> job(JobId, Actor by = {}) override
    {
        lastActor = by;
        return ready(work);
    }
    Future<Job> retryJob(JobId, Actor by = {}) override { return asked(work, by); }
    Future<Job> cancelJob(JobId, Actor by = {}) override { return asked(work, by); }
    Future<void> discardJob(JobId, Actor by = {}) override
    {
        lastActor = by;
        ++changes;
        return ready();
    }
    Future<LogPage> log(LogQuery query, Actor by = {}) override
    {
        lastLog = query;
        lastActor = by;
        return ready(logPage);
    }
    std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor by = {}) override
    {
        lastLog = {source, after};
        lastActor = by;
        auto made = std::make_unique<LogFeed>();
        feed = made.get();
        return made;
    }
    Future<QList<QueueFacts>> queues(Actor by = {}) override { return by.tenants.isEmpty() ? ready(QList<QueueFacts>{queue}) : own.answer(); }
    Future<Node> cordon(NodeId node, bool, QString, Actor by = {}) override { return asked(nodeCalled(node.text()), by); }
    Future<Node> drain(NodeId node, DrainRequest, Actor by = {}) override { return asked(nodeCalled(node.text()), by); }
    Future<Node> stopDrain(NodeId node, Actor by = {}) override { return asked(nodeCalled(node.text()), by); }
    Future<QueueFacts> pauseQueue(QString, bool isPaused, Actor by = {}) override
    {
        queue.isPaused = isPaused;
        return asked(queue, by);
    }

    //! Numbers \a what, keeps it for eventsAfter() and tells everybody.
    void happen(const decltype(ClusterEvent::what) &what)
    {
        ++position.number;
        ring.append({position, Timestamp{1'800'000'000'000 + qint64(position.number)}, what});
        Q_EMIT eventArrived(ring.last());
    }
    void happenOften(int times)
    {
        for (int i = 0; i < times; ++i)
            happen(NodeBeat{NodeId(QStringLiteral("n1")), Timestamp{i}, {}, {}});
    }
    //! Answers the replays that were asked for while isHolding, with what was true then.
    void release()
    {
        for (const auto &[pending, outcome] : std::exchange(held, {}))
            pending.finish(outcome);
    }

    Features feature = Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping;
    EventPosition position{QStringLiteral("epoch1"), 0};
    QList<ClusterEvent> ring;
    QList<Node> nodes;
    QString ping_;
    std::optional<Heartbeat> lastBeat;
    std::optional<ReachTarget> lastTarget;
    std::optional<TokenRequest> lastRequest;
    std::optional<JoinRequest> lastJoin;
    TokenId lastRevoked;
    TokenId lastShown;
    ReachReport reachReport;
    IssuedToken issued{factsOf(QStringLiteral("0a1b")), Secret("0a1b.secret"), {}};
    JoinGrant grant{factsOf(QStringLiteral("2c3d"), NodeId(QStringLiteral("node-1"))), Secret("2c3d.secret")};
    EntityState entityState = someEntity();
    Job work = someJob();
    OwnQueues own; //!< Of a caller that is bound to tenants.
    QueueFacts queue{QStringLiteral("agent"), false, 3, 0, 1, 0, 0, 0, Timestamp{7}};
    QList<Candidate> candidates{{NodeId(QStringLiteral("node-1")), QStringLiteral("one"), true, 0.5, QStringLiteral("online")}};
    std::optional<Actor> lastActor;
    std::optional<EntityRequest> lastEntity;
    std::optional<AssignmentRequest> lastAssignment;
    std::optional<JobQuery> lastQuery;
    std::optional<LogQuery> lastLog;
    LogPage logPage;
    QPointer<LogFeed> feed; //!< The one that was given last.
    QList<JobRequest> lastJobs;
    QStringList lastNeeds;
    QString lastNote;
    std::optional<AuditQuery> lastAuditQuery;
    AuditPage auditPage;
    AuditProof proof{.isWhole = true, .entries = 0, .firstBroken = 0, .head = {}, .text = QStringLiteral("nothing yet")};
    QByteArray copy = QByteArray("SQLite format 3\0\xff\r\n\r\n", 21);
    QList<ClusterNotice> notices;
    bool isHolding = false;
    int changes = 0; //!< Calls of verbs that change something.
    int snapshots = 0;

protected:
    void startUp() override {}
    void shutDown() override {}

private:
    //! Of an access token, or of the credential of \a node.
    static TokenFacts factsOf(const QString &id, const std::optional<NodeId> &node = std::nullopt)
    {
        TokenFacts facts;
        facts.id = TokenId(id);
        facts.kind = node ? TokenKind::Credential : TokenKind::Access;
        facts.node = node;
        return facts;
    }
    static EntityState someEntity()
    {
        EntityState state;
        state.entity.ref = EntityRef{EntityKind::Agent, defaultTenant(), EntityId(QStringLiteral("hello"))};
        state.entity.settings.insert(QStringLiteral("argv"), QJsonArray{QStringLiteral("cat")});
        state.assignment = Assignment{state.entity.ref, NodeId(QStringLiteral("node-1")), AssignmentMode::Strict, Timestamp{7},
                                      QStringLiteral("ann"), 3};
        state.placement = {NodeId(QStringLiteral("node-1")), AssignmentMode::Strict, true, std::nullopt, QStringLiteral("pinned there")};
        return state;
    }
    static Job someJob()
    {
        Job job;
        job.id = JobId(QStringLiteral("j-1"));
        job.queue = QStringLiteral("agent");
        job.entity = someEntity().entity.ref;
        job.payload = R"({"token":"t-secret","x":1})";
        job.result = R"({"apiKey":"k-secret","exitStatus":0})";
        return job;
    }
    template <typename T>
    Future<T> asked(T value, const Actor &by)
    {
        lastActor = by;
        return counted(std::move(value));
    }
    template <typename T>
    Future<T> counted(T value)
    {
        ++changes;
        return ready(std::move(value));
    }

    QList<std::pair<Pending<QList<ClusterEvent>>, Result<QList<ClusterEvent>>>> held;
};

} // namespace muster
