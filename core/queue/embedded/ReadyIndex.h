// SPDX-License-Identifier: Apache-2.0
#pragma once
// What can be claimed, in memory as far as it is soon wanted: the front of each lane, in order. The rest stays in the store.

#include <QHash>
#include <QList>
#include <QSet>

#include <compare>
#include <optional>
#include <set>

namespace muster {

//! A waiting job. The lesser is claimed first: higher priority, then older.
struct ReadyJob {
    int priority = 0;
    qint64 number = 0;

    bool operator==(const ReadyJob &) const = default;
    bool operator<(const ReadyJob &other) const
    {
        return priority != other.priority ? priority > other.priority : number < other.number;
    }
};

//! For each lane a window: all its waiting jobs up to the last one in it. Jobs beyond it are counted, and read from the store when
//! the window is empty (isShort(), fill()). Jobs that were picked for a claim are in no window until it is settled.
//! Pure, not thread-safe.
class ReadyIndex
{
public:
    //! At most \a perLane jobs in a window, \a inAll in all of them; windows may be a little longer after fill().
    explicit ReadyIndex(qsizetype perLane = 1024, qsizetype inAll = 262'144) : m_perLane(perLane), m_inAll(inAll) {}

    //! The store has \a jobs waiting in \a lane, which we have not seen.
    void found(qint64 lane, qint64 jobs);
    //! \a job began to wait.
    void insert(qint64 lane, const ReadyJob &job);
    //! \a job waits no more: claimed, cancelled.
    void remove(qint64 lane, const ReadyJob &job);

    //! Whether \a lane has jobs, and the store must be asked which.
    bool isShort(qint64 lane) const;
    //! How many to ask the store for.
    int wanted() const;
    //! What the store said when it was asked for \a asked of \a lane.
    void fill(qint64 lane, const QList<ReadyJob> &jobs, int asked);
    //! The next of \a lane; nullopt when it has none or isShort().
    std::optional<ReadyJob> next(qint64 lane) const;
    //! Takes next() out of its window until settle().
    void pick(qint64 lane, const ReadyJob &job);
    enum class Settled {
        Claimed,
        Back, //!< It was not claimed and still waits.
        Gone, //!< It was cancelled meanwhile; remove() has been told.
    };
    //! The claim of a picked job is decided.
    void settle(qint64 lane, const ReadyJob &job, Settled how);

    //! Jobs waiting in \a lane, those picked too.
    qint64 waiting(qint64 lane) const;
    //! Lanes that have any.
    QList<qint64> lanes() const;

private:
    struct Lane {
        std::set<ReadyJob> window = {};
        qint64 waiting = 0;
        bool hasMore = false; //!< The store may have some beyond the window.
    };
    void put(Lane *lane, const ReadyJob &job);

    qsizetype m_perLane;
    qsizetype m_inAll;
    qsizetype m_held = 0; // In all windows.
    QHash<qint64, Lane> m_lanes; // Only those with waiting jobs.
    QSet<qint64> m_picked;       // Numbers.
};

} // namespace muster
