// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the queues moved lately, as this console saw it: counts of the last minutes, jobs that ended, when one was paused.

#include "core/mirror/QueueCounts.h"

#include <QByteArray>

namespace muster {

//! Counts from what events tell, while the link is live; a cluster keeps no such numbers. GUI thread.
class QueuePace final : public QObject
{
    Q_OBJECT
public:
    //! Between two samples; limits::kHistorySamples of them are kept: ten minutes.
    static constexpr milliseconds kSampleApart{10'000};
    //! What a rate is taken over.
    static constexpr milliseconds kRateSpan{60'000};

    //! \a counts must outlive it.
    explicit QueuePace(const QueueCounts *counts, QObject *parent = nullptr);
    ~QueuePace() override;
    Q_DISABLE_COPY_MOVE(QueuePace)

    //! Follows \a session from now, or nothing for null. The session may die at any time.
    void setSession(ClusterSession *session);
    //! Jobs of \a queue that ended a second, over the last kRateSpan or as long as it was followed. Nullopt in the first seconds.
    std::optional<double> rate(const QString &queue) const;
    //! How many jobs of \a state were there, newest last; -1 where nothing was known.
    QList<qint64> samples(const QString &queue, JobState state) const;
    //! When \a queue was seen to be paused; nullopt for one that was paused before we looked, or is not.
    std::optional<Timestamp> pausedAt(const QString &queue) const;

Q_SIGNALS:
    //! A second passed, or a sample was taken.
    void changed();

private:
    using Counts = std::array<qint64, kJobStates.size()>;
    struct Ended {
        SteadyTime at;
        qint64 jobs = 0;
    };
    struct Seen {
        qint64 over = 0;     // As the last event of the queue said.
        bool isKnown = false;
        bool isPaused = false;
        qint64 told = 0;     // Ends told singly since then.
        QList<Ended> ended;  // Of the last kRateSpan.
        QList<Counts> samples;
        std::optional<Timestamp> pausedAt;
    };

    void readCounts();
    void readEvent(const ClusterEvent &event);
    void readQueue(const QueueFacts &queue, Timestamp at);
    void tick();
    void sample();
    SteadyTime now() const { return m_session->clock().steadyNow(); }

    const QueueCounts *m_counts;
    QPointer<ClusterSession> m_session;
    QHash<QString, Seen> m_queues;
    std::optional<SteadyTime> m_since; // Live without a break since then.
    std::optional<SteadyTime> m_sampledAt;
};

//! \a samples as a line of percents for a sparkline: the largest, but at least ten, is nearly at its top. Pure.
QByteArray paceLine(const QList<qint64> &samples);

} // namespace muster
