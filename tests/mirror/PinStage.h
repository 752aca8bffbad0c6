// SPDX-License-Identifier: Apache-2.0
#pragma once
// A live session over a PinCluster with three nodes, for the tests of what is pinned where.

#include "core/mirror/ClusterSession.h"
#include "tests/support/ManualClock.h"
#include "tests/support/NodeBuilder.h"
#include "tests/support/PinCluster.h"

#include <QTest>

namespace muster {

//! Nodes aa, bb and cc, online; aa is busiest last. Entities as given.
struct PinStage {
    explicit PinStage(const QStringList &entities = {})
    {
        auto owned = std::make_unique<PinCluster>();
        cluster = owned.get();
        cluster->setNow(clock.now());
        for (const char *name : {"aa", "bb", "cc"})
            cluster->putNode(node(QString::fromLatin1(name)));
        for (const QString &entity : entities)
            cluster->put(entityCalled(entity));
        session = std::make_unique<ClusterSession>(std::move(owned), clock);
        session->start();
        (void)QTest::qWaitFor([this] { return session->isLive(); });
    }
    //! Waits for the frame that holds all events so far.
    bool frame()
    {
        return QTest::qWaitFor([this] { return session->mirror().position() == cluster->state().position; });
    }
    Node node(const QString &name, NodeStatus status = NodeStatus::Online) const
    {
        Node one = nodeCalled(name);
        one.status = status;
        one.registeredAt = clock.now();
        one.lastBeatAt = clock.now() + milliseconds(name == u"bb" ? 1 : 0); // The default node is bb.
        return one;
    }

    ManualClock clock;
    PinCluster *cluster = nullptr;
    std::unique_ptr<ClusterSession> session;
};

} // namespace muster
