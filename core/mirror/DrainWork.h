// SPDX-License-Identifier: Apache-2.0
#pragma once
// What runs on some nodes, and what is queued for some entities, while somebody looks at a drain. Source: ux.md 3.6.

#include "core/domain/Job.h"
#include "core/mirror/ClusterSession.h"

#include <QHash>

namespace muster {

//! Asks the cluster at first, after each resync and once things happened to its jobs, at most once a second. Lives on the gui thread.
class DrainWork final : public QObject
{
    Q_OBJECT

public:
    //! Of more than these, nothing is known: each costs a question.
    static constexpr int kNodes = 16;
    static constexpr int kEntities = 8;

    //! \a session may die first.
    explicit DrainWork(ClusterSession *session, QObject *parent = nullptr);
    ~DrainWork() override;
    Q_DISABLE_COPY_MOVE(DrainWork)

    //! Looks at \a nodes, and at the queued jobs of \a entities; none: looks at nothing. What is not new is not asked again.
    void look(const QList<NodeId> &nodes, const QList<EntityRef> &entities = {});
    //! Whether running() was answered for these nodes.
    bool isKnown() const { return m_isKnown; }
    //! The oldest first, without payload and history.
    const QList<Job> &running() const { return m_running; }
    //! More run than the cluster lists at once.
    bool hasMore() const { return m_hasMore; }
    //! Of running() those of \a entity.
    int runningOf(const EntityRef &entity) const;
    //! Since when the oldest of running() runs.
    std::optional<Timestamp> oldestStart() const;
    //! Jobs that wait.
    struct Queued {
        int count = 0;
        bool hasMore = false;
        bool operator==(const Queued &) const = default;
    };
    //! Of one of the entities looked at; nullopt while that is not known.
    std::optional<Queued> queuedOf(const EntityRef &entity) const;

Q_SIGNALS:
    //! Something of the above is otherwise.
    void changed();

private:
    void readEvent(const ClusterEvent &event);
    void ask();
    void take(quint64 round, const Result<JobPage> &page);
    void takeQueued(quint64 round, const EntityRef &entity, const Result<JobPage> &page);
    void finish();

    QPointer<ClusterSession> m_session;
    QList<NodeId> m_nodes;
    QList<EntityRef> m_entities;
    QList<Job> m_running;
    QHash<EntityRef, Queued> m_queued;
    bool m_isKnown = false;
    bool m_hasMore = false;
    quint64 m_round = 0;
    // Of the answers under way.
    int m_open = 0;
    bool m_isWhole = true;
    bool m_newHasMore = false;
    QList<Job> m_newRunning;
    QHash<EntityRef, Queued> m_newQueued;
    QTimer m_later;
};

} // namespace muster
