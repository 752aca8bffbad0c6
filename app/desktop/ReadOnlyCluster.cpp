// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/ReadOnlyCluster.h"

namespace muster {

namespace {

//! Named by what is let through, so that a verb of tomorrow is not.
constexpr Features kLooking = Feature::Follow | Feature::Ping | Feature::Jobs | Feature::Logs | Feature::Audit;

Error readOnly()
{
    return refused(QStringLiteral("this console may only look"), QStringLiteral("read-only"));
}

} // namespace

ReadOnlyCluster::ReadOnlyCluster(std::unique_ptr<Cluster> inner, QObject *parent)
    : Cluster(parent), m_inner(std::move(inner))
{
    connect(m_inner.get(), &Cluster::eventArrived, this, &Cluster::eventArrived);
    connect(m_inner.get(), &Cluster::linkChanged, this, &Cluster::linkChanged);
    connect(m_inner.get(), &Cluster::resyncNeeded, this, &Cluster::resyncNeeded);
}

ReadOnlyCluster::~ReadOnlyCluster() = default;

Features ReadOnlyCluster::features() const
{
    return m_inner->features() & kLooking;
}

Future<Welcome> ReadOnlyCluster::announce(Announcement)
{
    return failed<Welcome>(readOnly());
}

Future<BeatReply> ReadOnlyCluster::beat(Heartbeat)
{
    return failed<BeatReply>(readOnly());
}

Future<void> ReadOnlyCluster::leave(Departure)
{
    return failed<void>(readOnly());
}

Future<void> ReadOnlyCluster::remove(NodeId, Actor)
{
    return failed<void>(readOnly());
}

Future<void> ReadOnlyCluster::restartAgents(NodeId, Actor)
{
    return failed<void>(readOnly());
}

Future<ReachReport> ReadOnlyCluster::reach(ReachTarget)
{
    return failed<ReachReport>(readOnly());
}

Future<IssuedToken> ReadOnlyCluster::createToken(TokenRequest)
{
    return failed<IssuedToken>(readOnly());
}

Future<QList<TokenFacts>> ReadOnlyCluster::tokens()
{
    return failed<QList<TokenFacts>>(readOnly());
}

Future<void> ReadOnlyCluster::revokeToken(TokenId, Actor)
{
    return failed<void>(readOnly());
}

Future<JoinGrant> ReadOnlyCluster::join(JoinRequest)
{
    return failed<JoinGrant>(readOnly());
}

Future<JoinGrant> ReadOnlyCluster::renewCredential(TokenId)
{
    return failed<JoinGrant>(readOnly());
}

Future<Job> ReadOnlyCluster::submit(JobRequest, Actor)
{
    return failed<Job>(readOnly());
}

Future<QList<JobId>> ReadOnlyCluster::submitAll(QList<JobRequest>, Actor)
{
    return failed<QList<JobId>>(readOnly());
}

Future<Job> ReadOnlyCluster::retryJob(JobId, Actor)
{
    return failed<Job>(readOnly());
}

Future<Job> ReadOnlyCluster::cancelJob(JobId, Actor)
{
    return failed<Job>(readOnly());
}

Future<void> ReadOnlyCluster::discardJob(JobId, Actor)
{
    return failed<void>(readOnly());
}

Future<QueueFacts> ReadOnlyCluster::pauseQueue(QString, bool, Actor)
{
    return failed<QueueFacts>(readOnly());
}

Future<QByteArray> ReadOnlyCluster::backup()
{
    return failed<QByteArray>(readOnly());
}

} // namespace muster
