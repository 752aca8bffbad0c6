// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorGuiBench.h"

#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NodeText.h"
#include "core/mirror/NodeFilterModel.h"
#include "tests/bench/FleetText.h"
#include "tests/bench/ServerProcess.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QThreadPool>

#include <ctime>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

//! Of this thread alone: what other programs take of the core is not its cost.
double cpuMs()
{
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

constexpr double kGoalMs = 4;
constexpr int kAgain = 5; // Of each kind a round.

//! Gives what it was told, as fresh as from the parser: no text is shared with what the mirror has.
class HeldCluster final : public Cluster
{
public:
    Features features() const override { return Feature::Follow; }
    LinkReport link() const override
    {
        LinkReport report;
        report.state = LinkState::Live;
        return report;
    }
    Future<ClusterFacts> facts() override { return ready(ClusterFacts{}); }
    Future<ClusterSnapshot> snapshot() override
    {
        const Pending<ClusterSnapshot> pending;
        QThreadPool::globalInstance()->start([pending, bytes = held] { pending.finish(NativeReplies::readSnapshot(bytes)); });
        return pending.future();
    }

    QByteArray held;

protected:
    void startUp() override { Q_EMIT linkChanged(link()); }
    void shutDown() override {}
};

//! A session with models on it, as a console has them.
class Board
{
public:
    explicit Board(HeldCluster &cluster) : m_session(&cluster, m_clock)
    {
        m_nodes.setSession(&m_session);
        m_filter.setSourceModel(&m_nodes);
        m_filter.sort(NodesModel::StatusColumn);
    }
    ~Board() { m_session.stop(); }
    Q_DISABLE_COPY_MOVE(Board)

    //! What \a work and all that follows from it costs this thread; others may help.
    template <typename Work>
    double timed(Work work)
    {
        bool isDone = false;
        const auto watched = QObject::connect(&m_session, &ClusterSession::synced, &m_session, [&] { isDone = true; });
        const double from = cpuMs();
        work(m_session);
        while (!isDone)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        const double took = cpuMs() - from;
        QObject::disconnect(watched);
        return took;
    }
    int rows() const { return m_filter.rowCount(); }

private:
    SystemClock m_clock;
    ClusterSession m_session;
    NodesModel m_nodes;
    NodeFilterModel m_filter;
};

//! Ten minutes' history of each, as our control plane tells it with its snapshots.
void addHistories(ClusterSnapshot *snapshot)
{
    for (const Node &node : std::as_const(snapshot->nodes)) {
        NodeHistory &history = snapshot->histories[node.id()];
        for (int i = 0; i < limits::kHistorySamples; ++i) {
            history.addLoad(node.load);
            history.addBeat(BeatMark::OnTime);
        }
    }
}

//! A beat of each node more.
void beatAll(ClusterSnapshot *snapshot)
{
    snapshot->takenAt = snapshot->takenAt + limits::kBeatInterval;
    for (Node &node : snapshot->nodes) {
        if (!node.lastBeatAt)
            continue;
        node.lastBeatAt = *node.lastBeatAt + limits::kBeatInterval;
        NodeHistory &history = snapshot->histories[node.id()];
        history.addLoad(node.load);
        history.addBeat(BeatMark::OnTime);
    }
}

Row rowOf(const QString &what)
{
    return {.row = u"a"_s, .what = what, .unit = u"ms"_s, .moreIsBetter = false, .goal = kGoalMs};
}

} // namespace

bool runMirrorGuiBench(const BenchOptions &options, const Report &report)
{
    pinToCore(kServerCore);
    const int nodes = options.isShort ? 1000 : 10'000;
    ClusterSnapshot fleet = fleetSnapshot(nodes, SystemClock().now());
    addHistories(&fleet);
    const QString name = u"%1 nodes, gui thread: "_s.arg(nodes);
    Row opened = rowOf(name + u"first snapshot"_s);
    Row beaten = rowOf(name + u"snapshot with a beat of each"_s);
    Row same = rowOf(name + u"snapshot with nothing new"_s);
    for (int round = 0; round < options.rounds; ++round) {
        HeldCluster cluster;
        cluster.held = snapshotText(fleet);
        Board board(cluster);
        cluster.start();
        opened.ours.append(board.timed([](ClusterSession &session) { session.start(); }));
        for (int i = 0; i < kAgain; ++i) {
            beatAll(&fleet);
            cluster.held = snapshotText(fleet);
            beaten.ours.append(board.timed([](ClusterSession &session) { session.retryNow(); }));
            same.ours.append(board.timed([](ClusterSession &session) { session.retryNow(); }));
        }
        if (board.rows() != nodes)
            return false;
    }
    for (const Row &row : {opened, beaten, same})
        report(row);
    return true;
}

} // namespace muster::bench
