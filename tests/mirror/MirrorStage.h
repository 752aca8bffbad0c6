// SPDX-License-Identifier: Apache-2.0
#pragma once
// A live session over a scripted cluster with a fleet, for the tests of models.

#include "core/mirror/ClusterSession.h"
#include "tests/support/FakeCluster.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"

#include <QTest>

#include <algorithm>

namespace muster {

//! Nodes are node-0, node-1 …; statuses as given, then online.
struct MirrorStage {
    explicit MirrorStage(int nodes = 0, const QList<NodeStatus> &statuses = {})
    {
        auto owned = std::make_unique<FakeCluster>();
        cluster = owned.get();
        cluster->setNow(clock.now());
        for (int i = 0; i < nodes; ++i)
            cluster->put(node(i, statuses.value(i, NodeStatus::Online)), NodeChange::Joined);
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
    }
    //! Connects and waits for the snapshot.
    bool go()
    {
        connectOnly();
        return QTest::qWaitFor([this] { return session->isLive(); });
    }
    //! Connects, without waiting for anything.
    void connectOnly()
    {
        session->start();
        cluster->setLink(LinkState::Live);
    }
    //! Whether the mirror is the server's state.
    bool isEqual() const
    {
        const ClusterMirror &mirror = session->mirror();
        const QList<Node> &nodes = cluster->state().nodes;
        return mirror.count() == nodes.size() && std::ranges::all_of(nodes, [&mirror](const Node &wanted) {
            const Node *known = mirror.find(wanted.id());
            return known && *known == wanted;
        });
    }
    //! Waits for the frame that holds all events so far.
    bool frame()
    {
        return QTest::qWaitFor([this] { return session->mirror().position() == cluster->state().position; });
    }
    void pass(milliseconds span)
    {
        clock.advance(span);
        session->tick();
    }
    void setStatus(int i, NodeStatus status) { cluster->putNode(node(i, status), NodeChange::Status); }
    Node node(int i, NodeStatus status) const
    {
        Node one = nodeCalled(QStringLiteral("node-%1").arg(i));
        one.status = status;
        one.registeredAt = clock.now();
        one.lastBeatAt = clock.now();
        return one;
    }
    static NodeId id(int i) { return NodeId(QStringLiteral("node-%1").arg(i)); }

    ManualClock clock;
    FakeCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
};

} // namespace muster
