// SPDX-License-Identifier: Apache-2.0
#pragma once
// The queues of a cluster with their counts as of now: the numbers above the table of jobs, and which queue is paused.

#include "core/mirror/ClusterSession.h"

#include <QPointer>

namespace muster {

//! Reads the queues when the session is whole again, and follows QueueChanged from there. GUI thread.
class QueueCounts final : public QObject
{
    Q_OBJECT
public:
    explicit QueueCounts(QObject *parent = nullptr);
    ~QueueCounts() override;
    Q_DISABLE_COPY_MOVE(QueueCounts)

    //! Follows \a session, or nothing for null. The session may die at any time.
    void setSession(ClusterSession *session);
    //! Whether the counts were ever read; before that nothing is known, and nothing known is not zero.
    bool isKnown() const { return m_isKnown; }
    //! In the order of their names.
    const QList<QueueFacts> &queues() const { return m_queues; }
    //! The queue called \a name, or null; valid until the next change.
    const QueueFacts *find(const QString &name) const;
    //! Jobs of \a state in \a queue; in all queues when it is empty.
    qint64 count(JobState state, const QString &queue = {}) const;
    //! All of them.
    qint64 count(const QString &queue = {}) const;
    //! The paused ones.
    QList<QueueFacts> paused() const;
    //! Reads all again.
    void refresh();
    //! Takes what a verb of ours answered.
    void take(const QueueFacts &queue);

Q_SIGNALS:
    void changed();

private:
    void readEvent(const ClusterEvent &event);
    void read(quint64 round, const Result<QList<QueueFacts>> &queues);

    QPointer<ClusterSession> m_session;
    QList<QueueFacts> m_queues;
    bool m_isKnown = false;
    quint64 m_round = 0; // Of readings; one that was overtaken by an event of that queue does not undo it.
    QSet<QString> m_toldSince; // Queues told by events since the reading under way was asked for.
};

} // namespace muster
