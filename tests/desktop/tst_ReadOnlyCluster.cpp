// SPDX-License-Identifier: Apache-2.0
// A cluster that is only looked at: no verb but those that look gets past, whatever the cluster behind it could do.
#include "app/desktop/ReadOnlyCluster.h"
#include "tests/support/NodeBuilder.h"

#include <QSignalSpy>
#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

//! Counts the calls that reach it.
class OpenHouse final : public Cluster
{
public:
    Features features() const override
    {
        return Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping | Feature::Restart | Feature::Reach
            | Feature::Tokens | Feature::Jobs | Feature::Logs | Feature::Cordon | Feature::Audit;
    }
    LinkReport link() const override
    {
        LinkReport link;
        link.state = LinkState::Live;
        return link;
    }
    void retryNow() override { ++looks; }
    void followFrom(const EventPosition &) override { ++looks; }
    Future<ClusterFacts> facts() override { return look(ClusterFacts{}); }
    Future<ClusterSnapshot> snapshot() override { return look(ClusterSnapshot{}); }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition) override { return look(QList<ClusterEvent>()); }
    Future<PingReport> ping(NodeId) override { return look(PingReport{}); }

    Future<QList<EntityState>> entities(Actor = {}) override { return look(QList<EntityState>()); }
    Future<EntityState> entity(EntityRef, Actor = {}) override { return look(EntityState()); }
    Future<JobPage> jobs(JobQuery, Actor = {}) override { return look(JobPage{}); }
    Future<Job> job(JobId, Actor = {}) override { return look(Job{}); }
    Future<QList<QueueFacts>> queues(Actor = {}) override { return look(QList<QueueFacts>()); }
    Future<LogPage> log(LogQuery, Actor = {}) override { return look(LogPage{}); }
    Future<AuditPage> audit(AuditQuery) override { return look(AuditPage{}); }
    Future<AuditProof> verifyAudit() override { return look(AuditProof{}); }

    Future<Job> submit(JobRequest, Actor = {}) override { return act(Job{}); }
    Future<QList<JobId>> submitAll(QList<JobRequest>, Actor = {}) override { return act(QList<JobId>()); }
    Future<Job> retryJob(JobId, Actor = {}) override { return act(Job{}); }
    Future<Job> cancelJob(JobId, Actor = {}) override { return act(Job{}); }
    Future<void> discardJob(JobId, Actor = {}) override { return act(); }
    Future<QueueFacts> pauseQueue(QString, bool, Actor = {}) override { return act(QueueFacts{}); }
    Future<Welcome> announce(Announcement) override { return act(Welcome{}); }
    Future<BeatReply> beat(Heartbeat) override { return act(BeatReply{}); }
    Future<void> leave(Departure) override { return act(); }
    Future<void> remove(NodeId, Actor = {}) override { return act(); }
    Future<void> restartAgents(NodeId, Actor = {}) override { return act(); }
    Future<ReachReport> reach(ReachTarget) override { return act(ReachReport{}); }
    Future<IssuedToken> createToken(TokenRequest) override { return act(IssuedToken{}); }
    Future<QList<TokenFacts>> tokens() override { return act(QList<TokenFacts>()); }
    Future<void> revokeToken(TokenId, Actor = {}) override { return act(); }
    Future<JoinGrant> join(JoinRequest) override { return act(JoinGrant{}); }
    Future<JoinGrant> renewCredential(TokenId) override { return act(JoinGrant{}); }
    Future<QByteArray> backup() override { return act(QByteArray()); }

    int looks = 0;
    int acts = 0;

protected:
    void startUp() override {}
    void shutDown() override {}

private:
    template <typename T> Future<T> look(T value)
    {
        ++looks;
        return ready(std::move(value));
    }
    template <typename T> Future<T> act(T value)
    {
        ++acts;
        return ready(std::move(value));
    }
    Future<void> act()
    {
        ++acts;
        return ready();
    }
};

template <typename T> bool isRefused(const Future<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }))
        return false;
    const Result<T> outcome = future.result();
    return !outcome && outcome.error().kind == ErrorKind::Refused && outcome.error().code == u"read-only"_s;
}

} // namespace

class tst_ReadOnlyCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersOnlyWhatLooks()
    {
        const ReadOnlyCluster cluster(std::make_unique<OpenHouse>());

        QCOMPARE(cluster.features(), Features(Feature::Follow | Feature::Ping | Feature::Jobs | Feature::Logs | Feature::Audit));
        QVERIFY(cluster.link().isLive());
    }

    void letsLookingThrough()
    {
        auto owned = std::make_unique<OpenHouse>();
        const OpenHouse *house = owned.get();
        ReadOnlyCluster cluster(std::move(owned));

        cluster.retryNow();
        cluster.followFrom({u"e"_s, 1});
        (void)cluster.facts();
        (void)cluster.snapshot();
        (void)cluster.eventsAfter({u"e"_s, 1});
        (void)cluster.ping(NodeId(u"w1"_s));

        (void)cluster.entities();
        (void)cluster.jobs({});
        (void)cluster.job({});
        (void)cluster.queues();
        (void)cluster.log({});
        (void)cluster.audit({});
        (void)cluster.verifyAudit();

        QCOMPARE(house->looks, 13);
    }

    void refusesAllElseBeforeItReachesTheCluster()
    {
        auto owned = std::make_unique<OpenHouse>();
        const OpenHouse *house = owned.get();
        ReadOnlyCluster cluster(std::move(owned));
        const NodeId node(u"w1"_s);

        QVERIFY(isRefused(cluster.announce({})));
        QVERIFY(isRefused(cluster.beat({})));
        QVERIFY(isRefused(cluster.leave({})));
        QVERIFY(isRefused(cluster.remove(node)));
        QVERIFY(isRefused(cluster.restartAgents(node)));
        QVERIFY(isRefused(cluster.reach({})));
        QVERIFY(isRefused(cluster.createToken({})));
        QVERIFY(isRefused(cluster.tokens()));
        QVERIFY(isRefused(cluster.revokeToken({})));
        QVERIFY(isRefused(cluster.join({})));
        QVERIFY(isRefused(cluster.renewCredential()));
        QVERIFY(isRefused(cluster.backup()));
        QVERIFY(isRefused(cluster.submit({})));
        QVERIFY(isRefused(cluster.submitAll({})));
        QVERIFY(isRefused(cluster.retryJob({})));
        QVERIFY(isRefused(cluster.cancelJob({})));
        QVERIFY(isRefused(cluster.discardJob({})));
        QVERIFY(isRefused(cluster.pauseQueue(u"agent"_s, true)));
        QCOMPARE(house->acts, 0);
    }

    void passesOnWhatTheClusterTells()
    {
        auto owned = std::make_unique<OpenHouse>();
        OpenHouse *house = owned.get();
        ReadOnlyCluster cluster(std::move(owned));
        QSignalSpy links(&cluster, &Cluster::linkChanged);
        QSignalSpy gaps(&cluster, &Cluster::resyncNeeded);

        Q_EMIT house->linkChanged({});
        Q_EMIT house->resyncNeeded();

        QCOMPARE(links.size(), 1);
        QCOMPARE(gaps.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_ReadOnlyCluster)
#include "tst_ReadOnlyCluster.moc"
