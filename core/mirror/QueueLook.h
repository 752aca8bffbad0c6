// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is asked about the queues while somebody looks at them: the job that waits longest, what failed, who paused.

#include "core/mirror/QueueCounts.h"

namespace muster {

//! Jobs of one queue that failed with the same words.
struct FailedGroup {
    QString error;
    QString queue;
    qint64 jobs = 0;
    Timestamp newest; //!< When the last of them failed.
    bool operator==(const FailedGroup &) const = default;
};

//! \a jobs by their error and queue, the largest group first, then the newest. Pure.
QList<FailedGroup> failedGroups(const QList<Job> &jobs);

//! Asks when the counts say that there is something to ask for, at most once in kApart. What the caller's token may not read
//! is not asked for. GUI thread.
class QueueLook final : public QObject
{
    Q_OBJECT
public:
    static constexpr milliseconds kApart{3000};
    //! Jobs that are read to find the one that waits longest, for they are listed newest first; and of those that failed.
    static constexpr int kRead = 200;

    struct Pause {
        QString who; //!< Name of the token, as the audit log has it.
        Timestamp at;
    };

    //! \a counts must outlive it.
    explicit QueueLook(const QueueCounts *counts, QObject *parent = nullptr);
    ~QueueLook() override;
    Q_DISABLE_COPY_MOVE(QueueLook)

    //! The session may die at any time.
    void setSession(ClusterSession *session);
    //! Off at first: nothing is asked for a page that nobody sees.
    void setWatched(bool isWatched);

    //! The job of \a queue that waits longest; null when it is not known, also because too many wait.
    const Job *oldest(const QString &queue) const;
    //! Who paused \a queue; nullopt when that is not known.
    std::optional<Pause> pause(const QString &queue) const;
    //! Of the newest kRead jobs that failed.
    const QList<FailedGroup> &failed() const { return m_failed; }

Q_SIGNALS:
    void changed();

private:
    bool isAble() const;
    void look();
    void askOldest(const QueueFacts &queue);
    void askFailed();
    void askPauses();
    bool mayAudit() const;

    const QueueCounts *m_counts;
    QPointer<ClusterSession> m_session;
    bool m_isWatched = false;
    QTimer m_again;
    quint64 m_round = 0; // Of sessions; answers to older ones are ignored.
    QHash<QString, Job> m_oldest;
    QHash<QString, Pause> m_pauses;
    QStringList m_pausesAsked; // The paused queues for which the log was read.
    QList<FailedGroup> m_failed;
};

} // namespace muster
