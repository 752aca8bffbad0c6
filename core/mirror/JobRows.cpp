// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobRows.h"

#include <QSet>

#include <algorithm>

namespace muster {

namespace {

void addRemoved(JobRowEdits *edits, int row)
{
    if (!edits->removed.isEmpty() && edits->removed.last().first == row + 1) {
        --edits->removed.last().first;
        ++edits->removed.last().count;
    } else {
        edits->removed.append({row, 1});
    }
}

void addInserted(JobRowEdits *edits, int row, const Job &job)
{
    if (!edits->inserted.isEmpty()) {
        auto &[at, jobs] = edits->inserted.last();
        if (at + jobs.size() == row) {
            jobs.append(job);
            return;
        }
    }
    edits->inserted.append({row, {job}});
}

} // namespace

bool isNewer(const Job &left, const Job &right)
{
    if (left.createdAt != right.createdAt)
        return left.createdAt > right.createdAt;
    const QString &one = left.id.text();
    const QString &other = right.id.text();
    return one.size() != other.size() ? one.size() > other.size() : one > other;
}

int JobRows::indexOf(const JobId &id) const
{
    const auto created = m_created.constFind(id);
    if (created == m_created.constEnd())
        return -1;
    Job wanted;
    wanted.id = id;
    wanted.createdAt = *created;
    const auto found = std::ranges::lower_bound(m_rows, wanted, isNewer, &Row::job);
    return found != m_rows.end() && found->job.id == id ? static_cast<int>(found - m_rows.begin()) : -1;
}

int JobRows::endOf(int begin, const JobPage &page) const
{
    if (!page.hasMore || page.jobs.isEmpty())
        return page.hasMore ? begin : size();
    int end = begin;
    while (end < size() && !isNewer(page.jobs.last(), at(end)))
        ++end;
    return end;
}

QHash<JobId, int> JobRows::keptOf(int begin, int end, const JobPage &page) const
{
    QHash<JobId, int> kept;
    int last = begin - 1;
    for (const Job &job : page.jobs) {
        const int row = indexOf(job.id);
        if (row <= last || row >= end)
            continue; // New, or at another place now.
        kept.insert(job.id, row);
        last = row;
    }
    return kept;
}

JobRowEdits JobRows::editsFor(const JobId &after, const JobPage &page) const
{
    // One that went meanwhile: the page begins below it, and what is above is not known. From the top is right as well.
    const int begin = after.isEmpty() ? 0 : indexOf(after) + 1;
    const int end = endOf(begin, page);
    const QHash<JobId, int> kept = keptOf(begin, end, page);
    QSet<int> gone;
    for (int row = begin; row < end; ++row) {
        if (!kept.contains(at(row).id))
            gone.insert(row);
    }
    for (const Job &job : page.jobs) {
        if (const int row = indexOf(job.id); row >= 0 && !kept.contains(job.id))
            gone.insert(row);
    }
    JobRowEdits edits;
    QList<int> rows(gone.cbegin(), gone.cend());
    std::ranges::sort(rows, std::greater());
    edits.first = begin;
    for (const int row : std::as_const(rows)) {
        addRemoved(&edits, row);
        edits.first -= row < begin ? 1 : 0;
    }
    edits.count = static_cast<int>(page.jobs.size());
    for (int i = 0; i < edits.count; ++i) {
        const Job &job = page.jobs[i];
        const auto known = kept.constFind(job.id);
        if (known == kept.constEnd())
            addInserted(&edits, edits.first + i, job);
        else if (at(*known) != job)
            edits.updated.append({edits.first + i, job});
    }
    edits.isTorn = page.hasMore && !page.jobs.isEmpty() && !kept.contains(page.jobs.last().id) && end < size();
    return edits;
}

void JobRows::remove(const JobRowEdits::Run &run)
{
    const auto begin = m_rows.begin() + run.first;
    const auto end = begin + run.count;
    for (auto row = begin; row != end; ++row)
        m_created.remove(row->job.id);
    m_rows.erase(begin, end);
}

void JobRows::insert(int row, const QList<Job> &jobs)
{
    std::deque<Row> fresh;
    for (const Job &job : jobs) {
        m_created.insert(job.id, job.createdAt);
        fresh.push_back({job, 0});
    }
    m_rows.insert(m_rows.begin() + row, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
}

void JobRows::clear()
{
    m_rows.clear();
    m_created.clear();
}

void takeChange(Job *job, const JobChanged &changed, Timestamp at)
{
    const bool isMoved = job->state != changed.state || job->attemptsMade != changed.attemptsMade;
    job->state = changed.state;
    job->attemptsMade = changed.attemptsMade;
    job->attempts = changed.attempts;
    if (!changed.node.isEmpty())
        job->node = changed.node;
    job->waitingFor = changed.waitingFor;
    job->error = changed.error;
    if (changed.state == JobState::Active && isMoved)
        job->startedAt = at;
    if (!isOver(changed.state))
        job->finishedAt.reset();
    else if (isMoved || !job->finishedAt)
        job->finishedAt = at;
}

bool mayBeListed(const JobChanged &changed, const JobQuery &query)
{
    return (!query.state || *query.state == changed.state) && (query.queue.isEmpty() || query.queue == changed.queue)
        && (!query.entity || *query.entity == changed.entity) && (query.node.isEmpty() || query.node == changed.node);
}

} // namespace muster
