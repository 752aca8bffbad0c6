// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs that a JobsModel has read, newest first, and how a page that is read later becomes part of them.

#include "core/domain/ClusterEvent.h"

#include <QHash>

#include <deque>

namespace muster {

//! Whether \a left stands above \a right: newer, by time and then by id.
bool isNewer(const Job &left, const Job &right);
//! Takes \a changed, told at \a at, into \a job.
void takeChange(Job *job, const JobChanged &changed, Timestamp at);
//! Whether a job of which \a changed was told belongs to what \a query lists, as far as the event tells.
bool mayBeListed(const JobChanged &changed, const JobQuery &query);

//! What makes rows agree with a page. To be done in this order; each index is the one at that moment.
struct JobRowEdits {
    struct Run {
        int first = 0;
        int count = 0;
        bool operator==(const Run &) const = default;
    };
    QList<Run> removed;                         //!< From the back to the front.
    QList<std::pair<int, QList<Job>>> inserted; //!< From the front to the back.
    QList<std::pair<int, Job>> updated;
    int first = 0; //!< Where the page stands, after all that.
    int count = 0; //!< How many rows it tells of.
    //! Jobs between the page and the rows below it may be missing: to be read from the page's last one on.
    bool isTorn = false;
};

//! Finds any of a hundred thousand at once. Jobs without payload, result and history.
class JobRows
{
public:
    int size() const { return static_cast<int>(m_rows.size()); }
    const Job &at(int row) const { return m_rows[static_cast<size_t>(row)].job; }
    //! Row of a job, or -1.
    int indexOf(const JobId &id) const;
    //! The number that confirm() gave last; 0: never.
    quint64 readingOf(int row) const { return m_rows[static_cast<size_t>(row)].reading; }
    void confirm(int row, quint64 reading) { m_rows[static_cast<size_t>(row)].reading = reading; }

    //! Compares with \a page, which was asked for after the job \a after (empty: from the newest). Changes nothing.
    JobRowEdits editsFor(const JobId &after, const JobPage &page) const;

    void remove(const JobRowEdits::Run &run);
    void insert(int row, const QList<Job> &jobs);
    //! The order is that of time, which does not change.
    void set(int row, const Job &job) { m_rows[static_cast<size_t>(row)].job = job; }
    void clear();

private:
    struct Row {
        Job job;
        quint64 reading = 0; //!< Of the model's readings, the last that told of it.
    };
    int endOf(int begin, const JobPage &page) const;
    //! The rows of the span that the page tells of too, by id.
    QHash<JobId, int> keptOf(int begin, int end, const JobPage &page) const;

    std::deque<Row> m_rows; // New ones come at the front.
    QHash<JobId, Timestamp> m_created; // Of all of them: the way to their row.
};

} // namespace muster
