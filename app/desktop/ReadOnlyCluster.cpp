// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/ReadOnlyCluster.h"

namespace muster {

namespace {

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
    return m_inner->features() & ~Features(Feature::Remove | Feature::Announce);
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

Future<void> ReadOnlyCluster::remove(NodeId)
{
    return failed<void>(readOnly());
}

} // namespace muster
