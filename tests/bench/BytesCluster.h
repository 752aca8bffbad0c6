// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster whose network is a buffer: bytes of the native API in, contract out, by the native dialect's own readers.

#include "core/cluster/Cluster.h"
#include "core/wire/SseParser.h"

#include <functional>

namespace muster::bench
{

//! Live from the start; the snapshot is read from its bytes each time it is asked for, on a thread of the pool as the
//! native client does.
class BytesCluster final : public Cluster
{
    Q_OBJECT

public:
    //! Gives the bytes of the snapshot; called on threads of the pool.
    using Source = std::function<QByteArray()>;
    explicit BytesCluster(Source snapshot) : m_snapshot(std::move(snapshot)) {}
    Q_DISABLE_COPY_MOVE(BytesCluster)

    //! The next bytes of the event stream; the number of events in them, or -1 when they were not understood.
    int feed(QByteArrayView bytes);
    //! One event that was read already.
    void feed(const ClusterEvent &event) { Q_EMIT eventArrived(event); }

    Features features() const override { return Feature::Follow; }
    LinkReport link() const override;
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;

protected:
    void startUp() override { Q_EMIT linkChanged(link()); }
    void shutDown() override {}

private:
    const Source m_snapshot;
    SseParser m_parser;
};

} // namespace muster::bench
