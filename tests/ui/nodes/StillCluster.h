// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cluster that is exactly what a test says, and the fleet of the reference pictures to put into it.

#include "core/mirror/NodeFilterModel.h"
#include "tests/support/ManualClock.h"

#include <QTest>

#include <cmath>
#include <functional>

namespace muster {

//! Answers snapshots with what it was given; verbs are recorded.
class StillCluster final : public Cluster
{
public:
    ClusterSnapshot state;
    ClusterFacts about;
    QList<NodeId> removed;
    QList<NodeId> pinged;
    QList<NodeId> restarted;
    QList<std::pair<NodeId, bool>> cordoned; //!< Also uncordoned.
    QList<std::pair<NodeId, DrainRequest>> drained;
    QList<NodeId> stopped;
    QList<AssignmentRequest> assigned;
    QStringList notes;
    QList<Job> work; //!< Of jobs(), once \a more has Feature::Jobs.
    Features more;   //!< Beside those that it always has.
    std::optional<Error> refusal; //!< What verbs fail with, when set.

    Features features() const override
    {
        return Feature::Follow | Feature::Announce | Feature::Remove | Feature::Ping | Feature::Restart | Feature::Cordon
            | Feature::Entities | Feature::Assign | more;
    }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override { return ready(about); }
    Future<ClusterSnapshot> snapshot() override { return ready(state); }
    Future<void> remove(NodeId node, Actor = {}) override
    {
        removed += node;
        return refusal ? failed<void>(*refusal) : ready();
    }
    Future<PingReport> ping(NodeId node) override
    {
        pinged += node;
        return refusal ? failed<PingReport>(*refusal)
                       : ready(PingReport{.latencyMs = 3.1, .via = QStringLiteral("dial")});
    }
    Future<void> restartAgents(NodeId node, Actor = {}) override
    {
        restarted += node;
        return refusal ? failed<void>(*refusal) : ready();
    }
    Future<Node> cordon(NodeId node, bool isCordoned, QString note = {}, Actor = {}) override
    {
        cordoned += std::pair(node, isCordoned);
        notes += note;
        return change(node, [isCordoned](Node &one) {
            one.cordoned = isCordoned;
            one.drain.reset();
        });
    }
    Future<Node> drain(NodeId node, DrainRequest request, Actor = {}) override
    {
        drained += std::pair(node, request);
        notes += request.note;
        return change(node, [this, request](Node &one) {
            one.cordoned = true;
            one.status = NodeStatus::Draining;
            one.drain = Drain{.jobsLeft = 2, .jobsAtStart = 5, .deadline = {}, .waitsFor = QStringLiteral("crm-sync, 11 min")};
            if (request.deadline)
                one.drain->deadline = state.takenAt + *request.deadline;
        });
    }
    Future<Node> stopDrain(NodeId node, Actor = {}) override
    {
        stopped += node;
        return change(node, [](Node &one) {
            one.status = NodeStatus::Online;
            one.drain.reset();
        });
    }
    Future<JobPage> jobs(JobQuery query, Actor = {}) override
    {
        JobPage page;
        for (const Job &job : std::as_const(work)) {
            const bool fits = (!query.state || job.state == *query.state) && (query.node.isEmpty() || job.node == query.node)
                && (!query.entity || job.entity == *query.entity);
            if (fits)
                page.jobs.append(job);
        }
        return ready(page);
    }
    Future<EntityState> assign(AssignmentRequest request, Actor = {}) override
    {
        assigned += request;
        for (const EntityState &one : std::as_const(state.entities)) {
            if (one.entity.ref == request.entity)
                return ready(one);
        }
        return failed<EntityState>(notFound(QStringLiteral("no such entity")));
    }
    //! Changes a node as \a by says, and tells.
    Future<Node> change(const NodeId &node, const std::function<void(Node &)> &by)
    {
        if (refusal)
            return failed<Node>(*refusal);
        for (Node &one : state.nodes) {
            if (one.id() != node)
                continue;
            by(one);
            ++state.position.number;
            tell({state.position, state.takenAt, NodeChanged{one, NodeChange::Updated}});
            return ready(one);
        }
        return failed<Node>(notFound(QStringLiteral("no such node")));
    }
    void setLink(LinkState link)
    {
        m_link.state = link;
        Q_EMIT linkChanged(m_link);
    }
    void tell(const ClusterEvent &event) { Q_EMIT eventArrived(event); }

protected:
    void startUp() override { setLink(LinkState::Live); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    LinkReport m_link;
};

//! What describes one node of a picture.
struct FleetLine {
    QString name;
    NodeStatus status = NodeStatus::Online;
    QString address;
    int cpu = -1; //!< Percent; -1 unknown.
    int memory = -1;
    int agents = 0;
    int jobs = -1;
    QStringList capabilities;
    int beatAge = 1; //!< Seconds; -1 never.
    QString version = QStringLiteral("0.5.324");
};

inline Node nodeOf(const FleetLine &line, Timestamp now)
{
    Node node;
    node.who.id = NodeId(line.name);
    node.who.name = line.name;
    node.who.address = line.address;
    node.who.capabilities = line.capabilities;
    node.who.version = line.version;
    node.who.platform = QStringLiteral("Debian 12");
    node.who.arch = QStringLiteral("x86-64");
    node.who.cores = 4;
    node.who.startedAt = now - std::chrono::hours(41 * 24 + 6);
    node.status = line.status;
    node.registeredAt = line.status == NodeStatus::Joining ? now - std::chrono::seconds(20) : now - std::chrono::hours(1000);
    if (line.beatAge >= 0)
        node.lastBeatAt = now - std::chrono::seconds(line.beatAge);
    node.beatInterval = milliseconds(10'000);
    node.offlineAfter = milliseconds(30'000);
    node.clockSkew = milliseconds(200);
    if (line.cpu >= 0)
        node.load.cpu = line.cpu / 100.0;
    node.load.memoryTotalBytes = qint64(8) << 30;
    if (line.memory >= 0)
        node.load.memoryUsedBytes = (qint64(8) << 30) * line.memory / 100;
    if (line.jobs >= 0)
        node.load.jobsRunning = line.jobs;
    for (int i = 0; i < line.agents; ++i)
        node.agents += Agent{QStringLiteral("agent-%1").arg(i), QStringLiteral("%1-agent-%2").arg(line.name).arg(i), {},
                             i % 3 == 2 ? QStringLiteral("idle") : QStringLiteral("running"), {}};
    return node;
}

inline NodeHistory historyOf(const FleetLine &line)
{
    NodeHistory history;
    for (int i = 0; i < limits::kHistorySamples; ++i) {
        const double wave = std::sin(i * 0.9 + line.name.size()) * 3 + std::sin(i * 0.31) * 4;
        Load load;
        if (line.cpu >= 0)
            load.cpu = std::clamp((line.cpu + wave) / 100.0, 0.0, 1.0);
        load.memoryTotalBytes = 1000;
        const double rise = line.memory > 90 ? (i - 59) * 0.45 : wave * 0.2;
        if (line.memory >= 0)
            load.memoryUsedBytes = static_cast<qint64>((line.memory + rise) * 10);
        const bool isGap = line.name.startsWith(QStringLiteral("hetzner-fsn1-a")) && i >= 22 && i <= 26;
        isGap ? history.addGap() : history.addLoad(load);
    }
    for (int i = 0; i < limits::kHistoryBeats; ++i)
        history.addBeat(line.memory > 90 && (i == 11 || i == 20) ? BeatMark::Late
                        : line.memory > 90 && i == 14             ? BeatMark::Missed
                                                                  : BeatMark::OnTime);
    return history;
}

//! The twelve nodes of picture 01 but for the one that only shows a style.
inline ClusterSnapshot pictureFleet(Timestamp now)
{
    const auto s = [](const char *text) { return QString::fromUtf8(text); };
    const QList<FleetLine> lines{
        {s("win-build-1"), NodeStatus::Failed, s("10.0.4.31:3101"), -1, -1, 0, -1, {s("windows"), s("msvc")}, -1, {}},
        {s("pi-lab"), NodeStatus::Offline, s("192.168.1.77:3101"), 12, 30, 2, 1, {s("gpio"), s("camera")}, 14 * 60},
        {s("vps-02"), NodeStatus::Degraded, s("203.0.113.24:3101"), 20, 96, 2, 0, {s("docker"), s("browser")}, 4, s("0.5.318")},
        {s("aws-us-east-1"), NodeStatus::Draining, s("10.20.1.14:3101"), 40, 40, 5, 3, {s("docker"), s("us-east")}, 2},
        {s("vps-03"), NodeStatus::Joining, s("203.0.113.7:3101"), -1, -1, 0, -1, {s("docker")}, -1},
        {s("mac-mini-office"), NodeStatus::Online, s("192.168.1.50:3101"), 35, 63, 4, 2, {s("browser"), s("voice")}, 4},
        {s("gpu-box-2"), NodeStatus::Online, s("10.0.4.12:3101"), 77, 53, 3, 5, {s("gpu"), s("cuda-12"), s("docker")}, 1},
        {s("hetzner-fsn1-a"), NodeStatus::Online, s("10.8.0.11:3101"), 13, 42, 3, 2, {s("docker"), s("browser")}, 6},
        {s("hetzner-fsn1-b"), NodeStatus::Online, s("10.8.0.12:3101"), 30, 41, 3, 1, {s("docker"), s("browser")}, 7},
        {s("render-farm-1"), NodeStatus::Online, s("10.0.4.20:3101"), 84, 77, 2, 4, {s("gpu"), s("blender")}, 3},
        {s("studio-imac"), NodeStatus::Online, s("192.168.1.61:3101"), 16, 51, 1, 0, {s("voice"), s("macos")}, 9},
    };
    ClusterSnapshot snapshot;
    snapshot.position = {QStringLiteral("e1"), 1};
    snapshot.takenAt = now;
    for (const FleetLine &line : lines) {
        Node node = nodeOf(line, now);
        if (line.status == NodeStatus::Failed)
            node.reasons = {{s("deployment"), s("Install runtime exited 100: no package for windows/arm64.")}};
        if (line.status == NodeStatus::Offline)
            node.reasons = {{QString(reason::kBeatsStopped), s("Beats stopped")}};
        if (line.status == NodeStatus::Degraded)
            node.reasons = {{QString(reason::kMemoryHigh), s("Memory 96 % for 3 beats")},
                            {QString(reason::kVersionDiffers), s("Version 0.5.318")}};
        if (line.status == NodeStatus::Draining)
            node.drain = Drain{.jobsLeft = 3, .jobsAtStart = 5, .deadline = now + std::chrono::seconds(372),
                               .waitsFor = s("11 m, crm-sync")};
        if (line.name == s("mac-mini-office"))
            node.who.role = NodeRole::All;
        node.cordoned = line.name == s("studio-imac") || line.status == NodeStatus::Draining;
        snapshot.histories.insert(node.id(), historyOf(line));
        snapshot.nodes += node;
    }
    return snapshot;
}

//! A session over a StillCluster with its models, live and in step.
struct StillFleet {
    ManualClock clock;
    StillCluster *cluster = nullptr; //!< Owned by the session.
    std::unique_ptr<ClusterSession> session;
    NodesModel nodes;

    explicit StillFleet(std::optional<ClusterSnapshot> state = {})
    {
        auto made = std::make_unique<StillCluster>();
        cluster = made.get();
        cluster->state = state ? *state : pictureFleet(clock.now());
        cluster->about.node = QStringLiteral("mac-mini-office");
        session = std::make_unique<ClusterSession>(std::move(made), clock);
        nodes.setSession(session.get());
        session->start();
    }
    ~StillFleet()
    {
        nodes.setSession(nullptr);
        session->stop();
    }
    Q_DISABLE_COPY_MOVE(StillFleet)

    //! Waits until the nodes are there.
    bool isReady()
    {
        return QTest::qWaitFor([this] { return session->isLive() && nodes.rowCount() == cluster->state.nodes.size(); }, 5000);
    }
    //! Breaks the link; the statuses shown become unknown.
    void loseLink()
    {
        cluster->setLink(LinkState::Reconnecting);
        clock.advance(milliseconds(34'000));
        session->tick();
    }
};

} // namespace muster
