// SPDX-License-Identifier: Apache-2.0
#pragma once
// Everything about work in one cluster: the verbs of Cluster from entities() to pauseQueue(). Wires the parts; holds no rule.

#include "core/controlplane/JobDesk.h"
#include "core/controlplane/LogBook.h"
#include "core/domain/Actor.h"

#include <functional>

namespace muster {

//! One thread.
class WorkDesk final : public QObject
{
    Q_OBJECT
public:
    //! All must outlive it.
    struct Parts {
        EntityStore &entities;
        LogStore &logs;
        std::unique_ptr<QueueProvider> queue;
        std::optional<SecretBox> secrets;
        const NodeRegistry &nodes;
        const Clock &clock;
        QString defaultNode; //!< Id or name; empty: none is configured.
        std::function<void(ClusterChange)> publish;
    };
    explicit WorkDesk(Parts parts, QObject *parent = nullptr);
    ~WorkDesk() override;
    Q_DISABLE_COPY_MOVE(WorkDesk)

    //! Reads everything back; once, after the nodes.
    Future<void> load();
    //! Nodes came, went, or changed their status.
    void nodesChanged();
    //! A worker whose credential was checked wants deliveries.
    void connectWorker(const NodeId &node, std::unique_ptr<MeshLine> line) { m_leader.connectWorker(node, std::move(line)); }
    void disconnectWorker(const NodeId &node, const QString &why) { m_leader.disconnectWorker(node, why); }
    JobDesk &jobDesk() { return m_desk; }
    MeshLeader &leader() { return m_leader; }
    const PlacementBoard &board() const { return m_board; }
    LogBook &logs() { return m_logs; }
    const QueueProvider &queue() const { return *m_queue; }

    QList<EntityState> entities(const Actor &by) const;
    //! Whether \a by may see it.
    bool isThere(const EntityRef &entity, const Actor &by) const { return by.owns(entity.tenant) && m_catalog.find(entity); }
    //! One of them, whoever asks; nullopt when it is not there.
    std::optional<EntityState> find(const EntityRef &entity) const
    {
        const StoredEntity *stored = m_catalog.find(entity);
        return stored ? std::optional(m_board.stateOf(*stored)) : std::nullopt;
    }
    QList<QueueFacts> queues(const Actor &by = {}) const { return m_queue->queues(by.tenants); }
    NodeId defaultNode() const { return m_board.defaultNode(); }
    QList<Candidate> bestNodes(const QStringList &needs) const { return m_board.ranked(needs); }

    Future<EntityState> saveEntity(const EntityRequest &request, const Actor &by);
    Future<void> removeEntity(const EntityRef &entity, const Actor &by);
    Future<EntityState> assign(const AssignmentRequest &request, const Actor &by);
    Future<QList<JobId>> submitAll(const QList<JobRequest> &requests, const Actor &by);
    Future<Job> submit(const JobRequest &request, const Actor &by);
    Future<JobPage> jobs(const JobQuery &query, const Actor &by);
    Future<Job> job(const JobId &job, const Actor &by);
    Future<Job> retryJob(const JobId &job, const Actor &by);
    Future<Job> cancelJob(const JobId &job, const Actor &by);
    Future<void> discardJob(const JobId &job, const Actor &by);
    Future<QueueFacts> pauseQueue(const QString &queue, bool isPaused);
    Future<int> restartAgents(const NodeId &node) { return m_leader.restart(node, std::nullopt); }

private:
    //! Runs \a change on a job that \a by may see, and gives the job as it is then.
    template <typename T>
    Future<Job> changed(const JobId &job, const Actor &by, std::function<Future<T>()> change);
    void settleSoon();
    //! Its beats come, or came until it was drained.
    bool isHeard(const NodeId &node) const;
    void sendResidents();
    void takeEntityChange(const EntityRef &entity);
    void publishState(const EntityState &state);
    void tellJobs(const QList<JobChanged> &jobs);
    void tellQueues();

    Parts m_parts;
    EntityCatalog m_catalog;
    std::unique_ptr<QueueProvider> m_queue;
    MeshLeader m_leader;
    PlacementBoard m_board;
    LogBook m_logs; // Before the desk: it hears of ends first.
    JobDesk m_desk;
    QHash<NodeId, QList<EntityRef>> m_residents; // As last told to each worker.
    QTimer m_settle;
    QTimer m_queueNews;           // Counts move with every job; they are told a few times a second.
    QSet<QString> m_movedQueues;
    QHash<QString, quint64> m_jobChanges; // By queue, since we started.
    int m_jobsTold = 0;                   // Singly, in the second that began then.
    SteadyTime m_jobsToldFrom;
    bool m_isLoaded = false;
};

} // namespace muster
