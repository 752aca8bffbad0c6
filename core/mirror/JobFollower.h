// SPDX-License-Identifier: Apache-2.0
#pragma once
// One job as a whole, with payload, result and attempts, read again whenever it changed. The drawer's source.

#include "core/mirror/ClusterSession.h"

#include <QPointer>
#include <QTimer>

namespace muster {

//! Lives on the gui thread. What events tell is shown at once; the rest of it follows by reading.
class JobFollower final : public QObject
{
    Q_OBJECT
public:
    explicit JobFollower(QObject *parent = nullptr);
    ~JobFollower() override;
    Q_DISABLE_COPY_MOVE(JobFollower)

    //! The session may die at any time.
    void setSession(ClusterSession *session);
    //! Follows another job; an empty id follows none.
    void follow(const JobId &id);
    const JobId &id() const { return m_id; }
    //! As it was read last; null before the first answer. Stays when it is gone.
    const Job *job() const { return m_job ? &*m_job : nullptr; }
    //! Whether it is no longer kept: discarded, or too old.
    bool isGone() const { return m_isGone; }
    //! Why it could not be read; none when it could.
    const std::optional<Error> &error() const { return m_error; }
    //! Reads it again, soon.
    void refresh();

Q_SIGNALS:
    //! job(), isGone() or error() is different.
    void changed();

private:
    void readEvent(const ClusterEvent &event);
    void read();
    void take(quint64 round, const Result<Job> &job);

    QPointer<ClusterSession> m_session;
    JobId m_id;
    std::optional<Job> m_job;
    std::optional<Error> m_error;
    bool m_isGone = false;
    bool m_isAsking = false;
    bool m_wantsAgain = false;
    quint64 m_round = 0;
    QTimer m_again;
};

} // namespace muster
