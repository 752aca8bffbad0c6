// SPDX-License-Identifier: Apache-2.0
#include "core/cluster/Cluster.h"

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

Future<void> Cluster::remove(NodeId)
{
    return lacks<void>(u"remove nodes"_s);
}

Future<PingReport> Cluster::ping(NodeId)
{
    return lacks<PingReport>(u"ping nodes"_s);
}

Future<void> Cluster::restartAgents(NodeId)
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

Future<void> Cluster::revokeToken(TokenId)
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

Future<QByteArray> Cluster::backup()
{
    return lacks<QByteArray>(u"give a backup"_s);
}

} // namespace muster
