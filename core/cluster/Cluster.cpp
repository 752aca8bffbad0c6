// SPDX-License-Identifier: Apache-2.0
#include "core/cluster/Cluster.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
Future<T> lacks(const QString &verb)
{
    return failed<T>(unsupported(u"this cluster cannot %1"_s.arg(verb)));
}

} // namespace

Cluster::Cluster(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<ClusterEvent>();
    qRegisterMetaType<LinkReport>();
}

Cluster::~Cluster() = default;

void Cluster::retryNow() {}

void Cluster::followFrom(const EventPosition &) {}

Future<ClusterFacts> Cluster::facts()
{
    return lacks<ClusterFacts>(u"say what it is"_s);
}

Future<ClusterSnapshot> Cluster::snapshot()
{
    return lacks<ClusterSnapshot>(u"give a snapshot"_s);
}

Future<QList<ClusterEvent>> Cluster::eventsAfter(EventPosition)
{
    return lacks<QList<ClusterEvent>>(u"replay events"_s);
}

Future<Welcome> Cluster::announce(Announcement)
{
    return lacks<Welcome>(u"take nodes"_s);
}

Future<BeatReply> Cluster::beat(Heartbeat)
{
    return lacks<BeatReply>(u"take heartbeats"_s);
}

Future<void> Cluster::leave(Departure)
{
    return lacks<void>(u"let nodes leave"_s);
}

Future<void> Cluster::remove(NodeId, Actor)
{
    return lacks<void>(u"remove nodes"_s);
}

Future<PingReport> Cluster::ping(NodeId)
{
    return lacks<PingReport>(u"ping nodes"_s);
}

Future<void> Cluster::restartAgents(NodeId, Actor)
{
    return lacks<void>(u"restart agents"_s);
}

Future<ReachReport> Cluster::reach(ReachTarget)
{
    return lacks<ReachReport>(u"test a connection"_s);
}

Future<IssuedToken> Cluster::createToken(TokenRequest)
{
    return lacks<IssuedToken>(u"make tokens"_s);
}

Future<QList<TokenFacts>> Cluster::tokens()
{
    return lacks<QList<TokenFacts>>(u"list tokens"_s);
}

Future<void> Cluster::revokeToken(TokenId, Actor)
{
    return lacks<void>(u"revoke tokens"_s);
}

Future<JoinGrant> Cluster::join(JoinRequest)
{
    return lacks<JoinGrant>(u"let nodes join with a token"_s);
}

Future<JoinGrant> Cluster::renewCredential(TokenId)
{
    return lacks<JoinGrant>(u"renew credentials"_s);
}

Future<QList<EntityState>> Cluster::entities(Actor)
{
    return lacks<QList<EntityState>>(u"list entities"_s);
}

Future<EntityState> Cluster::entity(EntityRef entity, Actor by)
{
    return onThreadOf<EntityState>(this, [this, entity, by] {
        const Pending<EntityState> pending;
        whenDone(this, entities(by), [pending, entity](const Result<QList<EntityState>> &all) {
            if (!all)
                return pending.finish(all.error());
            const auto found = std::ranges::find_if(*all, [&entity](const EntityState &one) { return one.entity.ref == entity; });
            pending.finish(found == all->end() ? Result<EntityState>(notFound(u"there is no entity %1"_s.arg(entity.text())))
                                               : Result<EntityState>(*found));
        });
        return pending.future();
    });
}

Future<EntityState> Cluster::saveEntity(EntityRequest, Actor)
{
    return lacks<EntityState>(u"register entities"_s);
}

Future<void> Cluster::removeEntity(EntityRef, QString, Actor)
{
    return lacks<void>(u"remove entities"_s);
}

Future<EntityState> Cluster::assign(AssignmentRequest, Actor)
{
    return lacks<EntityState>(u"pin entities"_s);
}

Future<QList<Candidate>> Cluster::bestNodes(QStringList)
{
    return lacks<QList<Candidate>>(u"choose a node"_s);
}

Future<Job> Cluster::submit(JobRequest, Actor)
{
    return lacks<Job>(u"run jobs"_s);
}

Future<QList<JobId>> Cluster::submitAll(QList<JobRequest>, Actor)
{
    return lacks<QList<JobId>>(u"run jobs"_s);
}

Future<JobPage> Cluster::jobs(JobQuery, Actor)
{
    return lacks<JobPage>(u"list jobs"_s);
}

Future<Job> Cluster::job(JobId, Actor)
{
    return lacks<Job>(u"show jobs"_s);
}

Future<Job> Cluster::retryJob(JobId, Actor)
{
    return lacks<Job>(u"retry jobs"_s);
}

Future<Job> Cluster::cancelJob(JobId, Actor)
{
    return lacks<Job>(u"cancel jobs"_s);
}

Future<void> Cluster::discardJob(JobId, Actor)
{
    return lacks<void>(u"discard jobs"_s);
}

Future<QList<QueueFacts>> Cluster::queues(Actor)
{
    return lacks<QList<QueueFacts>>(u"list queues"_s);
}

Future<QueueFacts> Cluster::pauseQueue(QString, bool, Actor)
{
    return lacks<QueueFacts>(u"pause queues"_s);
}

Future<LogPage> Cluster::log(LogQuery, Actor)
{
    return lacks<LogPage>(u"show logs"_s);
}

std::unique_ptr<LogFeed> Cluster::followLog(LogSource, quint64, Actor)
{
    return nullptr;
}

Future<Node> Cluster::cordon(NodeId, bool, QString, Actor)
{
    return lacks<Node>(u"cordon nodes"_s);
}

Future<Node> Cluster::drain(NodeId, DrainRequest, Actor)
{
    return lacks<Node>(u"drain nodes"_s);
}

Future<Node> Cluster::stopDrain(NodeId, Actor)
{
    return lacks<Node>(u"drain nodes"_s);
}

Future<AuditPage> Cluster::audit(AuditQuery)
{
    return lacks<AuditPage>(u"show who did what"_s);
}

Future<AuditProof> Cluster::verifyAudit()
{
    return lacks<AuditProof>(u"verify an audit log"_s);
}

Future<QByteArray> Cluster::backup()
{
    return lacks<QByteArray>(u"give a backup"_s);
}

} // namespace muster
