// SPDX-License-Identifier: Apache-2.0
#pragma once
// A scripted Cluster in memory. Opens no socket, keeps nothing, harms nobody.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/dialects/demo/DemoFleet.h"

#include <QTimer>

#include <deque>

namespace muster {

//! Plays one scenario from start() on, by the clock given. Remove and ping act in memory; nodes cannot announce.
class DemoCluster final : public Cluster
{
    Q_OBJECT

public:
    //! The clock must outlive it.
    DemoCluster(DemoOptions options, const Clock &clock, QObject *parent = nullptr);
    //! A demo that cannot be played: its link is Blocked with \a problem.
    DemoCluster(Error problem, const Clock &clock, QObject *parent = nullptr);
    ~DemoCluster() override;
    Q_DISABLE_COPY_MOVE(DemoCluster)

    Features features() const override { return Feature::Follow | Feature::Remove | Feature::Ping; }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override;
    Future<void> remove(NodeId node, Actor = {}) override;
    Future<PingReport> ping(NodeId node) override;

    //! Plays everything that is due. Called by a timer; tests that move the clock call it themselves.
    void play();

protected:
    void startUp() override;
    void shutDown() override;

private:
    Future<ClusterSnapshot> takeSnapshot();
    Future<void> removeHere(const NodeId &node);
    Future<PingReport> pingHere(const NodeId &node);
    milliseconds elapsed() const { return m_clock.steadyNow() - m_startedSteady; }
    void playLink();
    void playNode(DemoNode *one);
    void emitEvent(ClusterChange what);
    void setLink(LinkState state, const Error &cause = {});
    DemoNode *find(const NodeId &node);

    const DemoOptions m_options;
    const std::optional<Error> m_problem;
    const Clock &m_clock;
    DemoRandom m_random;
    QTimer m_timer;
    LinkReport m_link;
    Timestamp m_start;
    SteadyTime m_startedSteady;
    QList<DemoNode> m_nodes;
    std::deque<ClusterEvent> m_ring;
    EventPosition m_position;
};

} // namespace muster
