// SPDX-License-Identifier: Apache-2.0
#pragma once
// A scripted Cluster in memory. Opens no socket, keeps nothing, harms nobody.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"
#include "core/dialects/demo/DemoAudit.h"
#include "core/dialects/demo/DemoColleague.h"
#include "core/dialects/demo/DemoLogs.h"
#include "core/dialects/demo/DemoWork.h"

#include <QPointer>
#include <QTimer>

#include <deque>

namespace muster {

//! Plays one scenario from start() on, by the clock given. All verbs about nodes and work act in memory, by the rules of
//! core/domain; nodes cannot announce, and there are no tokens. Whoever names nobody as Actor is "you".
class DemoCluster final : public Cluster
{
    Q_OBJECT

public:
    //! What a demo can.
    static Features offered();

    //! The clock must outlive it.
    DemoCluster(DemoOptions options, const Clock &clock, QObject *parent = nullptr);
    //! A demo that cannot be played: its link is Blocked with \a problem.
    DemoCluster(Error problem, const Clock &clock, QObject *parent = nullptr);
    ~DemoCluster() override;
    Q_DISABLE_COPY_MOVE(DemoCluster)

    Features features() const override { return offered(); }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override;
    Future<ClusterSnapshot> snapshot() override;
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override;
    Future<void> remove(NodeId node, Actor by = {}) override;
    Future<PingReport> ping(NodeId node) override;
    Future<void> restartAgents(NodeId node, Actor by = {}) override;
    Future<Node> cordon(NodeId node, bool isCordoned, QString note = {}, Actor by = {}) override;
    Future<Node> drain(NodeId node, DrainRequest request, Actor by = {}) override;
    Future<Node> stopDrain(NodeId node, Actor by = {}) override;

    Future<QList<EntityState>> entities(Actor by = {}) override;
    Future<EntityState> saveEntity(EntityRequest request, Actor by = {}) override;
    Future<void> removeEntity(EntityRef entity, QString note = {}, Actor by = {}) override;
    Future<EntityState> assign(AssignmentRequest request, Actor by = {}) override;
    Future<QList<Candidate>> bestNodes(QStringList needs) override;

    Future<Job> submit(JobRequest request, Actor by = {}) override;
    Future<QList<JobId>> submitAll(QList<JobRequest> requests, Actor by = {}) override;
    Future<JobPage> jobs(JobQuery query, Actor by = {}) override;
    Future<Job> job(JobId job, Actor by = {}) override;
    Future<Job> retryJob(JobId job, Actor by = {}) override;
    Future<Job> cancelJob(JobId job, Actor by = {}) override;
    Future<void> discardJob(JobId job, Actor by = {}) override;
    Future<QList<QueueFacts>> queues(Actor by = {}) override;
    Future<QueueFacts> pauseQueue(QString queue, bool isPaused, Actor by = {}) override;

    Future<LogPage> log(LogQuery query, Actor by = {}) override;
    std::unique_ptr<LogFeed> followLog(LogSource source, quint64 after, Actor by = {}) override;
    Future<AuditPage> audit(AuditQuery query) override;
    Future<AuditProof> verifyAudit() override;

    //! Plays everything that is due. Called by a timer; tests that move the clock call it themselves.
    void play();

protected:
    void startUp() override;
    void shutDown() override;

private:
    //! Somebody who follows a log.
    struct Reader {
        QPointer<LogFeed> feed;
        LogSource source;
        quint64 last = 0;
    };

    Future<ClusterSnapshot> takeSnapshot();
    Result<void> forgetNode(const NodeId &node);
    Result<void> restartHere(const NodeId &node);
    //! Changes the drain of a node by \a change, and tells it.
    Result<Node> changeDrain(const NodeId &node, DemoDeed deed, const std::function<Result<void>(DemoNode *)> &change);
    DemoDeed deedOn(const NodeId &node, const QString &verb, const QString &note, const Actor &by);
    Result<EntityState> assignHere(const AssignmentRequest &request, const Actor &by);
    Result<EntityState> saveHere(const EntityRequest &request, const Actor &by);
    Result<void> removeHere(const EntityRef &entity, const QString &note, const Actor &by);
    //! Writes down what became of \a deed, and gives it back.
    template <typename T>
    Result<T> noted(const DemoDeed &deed, Result<T> done, const QJsonValue &after = QJsonValue::Null);
    Future<PingReport> pingHere(const NodeId &node);
    Result<QList<JobId>> submitHere(const QList<JobRequest> &requests, const Actor &by);
    void fill();
    milliseconds elapsed() const { return m_clock.steadyNow() - m_startedSteady; }
    Timestamp demoNow() const { return m_start + elapsed(); }
    PlacementWorld world() const;
    //! Runs \a verb (giving Result<T>) on our thread, unless the link is down.
    template <typename T, typename Verb>
    Future<T> answer(Verb verb);
    void playLink();
    void playMoment(milliseconds at);
    void playNode(DemoNode *one, milliseconds at);
    void settle();
    DemoColleague::Verbs verbsOfKim();
    void tellReaders();
    void endReaders();
    void emitEvent(ClusterChange what);
    void setLink(LinkState state, const Error &cause = {});
    DemoNode *find(const NodeId &node);

    const DemoOptions m_options;
    std::optional<Error> m_problem;
    const Clock &m_clock;
    DemoRandom m_random;
    QTimer m_timer;
    LinkReport m_link;
    Timestamp m_start;
    SteadyTime m_startedSteady;
    milliseconds m_played{0}; // Up to here, since the start.
    bool m_isUnsettled = false; // A node changed: places must be looked at.
    QList<DemoNode> m_nodes;
    DemoBoard m_board;
    DemoQueue m_queue;
    DemoWork m_work;
    DemoLogs m_logs;
    DemoAudit m_audit;
    DemoColleague m_kim;
    std::vector<Reader> m_readers;
    std::deque<ClusterEvent> m_ring;
    EventPosition m_position;
};

} // namespace muster
