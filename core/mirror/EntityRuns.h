// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where jobs of each entity run at this moment: the active ones as a cluster lists them, then as its events tell.

#include "core/mirror/ClusterSession.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

namespace muster {

//! Of a cluster without jobs, and before the first answer, nothing runs as far as is known. Lives on the gui thread.
class EntityRuns final : public QObject
{
    Q_OBJECT

public:
    //! Jobs of one entity that run on one node.
    struct Place {
        NodeId node;
        int jobs = 0;
        bool operator==(const Place &) const = default;
    };

    explicit EntityRuns(QObject *parent = nullptr);
    ~EntityRuns() override;
    Q_DISABLE_COPY_MOVE(EntityRuns)

    //! The session may die at any time.
    void setSession(ClusterSession *session);
    //! The nodes where jobs of \a entity run, in the order of their ids.
    QList<Place> placesOf(const EntityRef &entity) const;

Q_SIGNALS:
    //! placesOf() is different for these; once a frame at most.
    void changed(const QList<muster::EntityRef> &entities);

private:
    struct Run {
        EntityRef entity;
        NodeId node;
        bool operator==(const Run &) const = default;
    };
    //! What a queue said last, and what was told singly since: more changes than that were left out.
    struct QueueSeen {
        quint64 changes = 0;
        quint64 told = 0;
    };

    void readEvent(const ClusterEvent &event);
    void readQueue(const QueueChanged &queue);
    void ask();
    void askPage(const JobId &after);
    void takePage(quint64 round, const Result<JobPage> &page);
    void set(const JobId &job, const std::optional<Run> &run);
    void release();

    QPointer<ClusterSession> m_session;
    QHash<JobId, Run> m_runs;
    QHash<EntityRef, QList<NodeId>> m_places; // One entry a job.
    QHash<QString, QueueSeen> m_queues;
    QHash<JobId, Run> m_listed;   // By the answers so far of what is being asked.
    QSet<JobId> m_toldSinceAsked; // Events are newer than what is being answered.
    QSet<EntityRef> m_touched;
    bool m_isAsking = false;
    quint64 m_round = 0; // Of questions; answers to older ones are ignored.
    QTimer m_frame;
    QTimer m_again;
};

} // namespace muster
