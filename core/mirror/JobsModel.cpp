// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobsModel.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPage = 200;                    // A few screens; what somebody scrolls to is read meanwhile.
constexpr int kMargin = 50;                   // Rows around those that are seen.
constexpr int kRows = 100'000;                // A list that nobody reads further; searching finds the rest.
constexpr int kTears = 5;                     // Pages of limits::kJobPage that close a gap, before what is below is dropped.
constexpr milliseconds kRefreshApart = 500ms; // Between two readings of the same rows,
constexpr milliseconds kHiddenApart = 2000ms; // and when nobody looks: what is shown next to counts must agree with them.

} // namespace

JobsModel::JobsModel(QObject *parent) : QAbstractListModel(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kRefreshApart);
    m_frame.setSingleShot(true);
    m_frame.setInterval(limits::kMirrorFrame);
    connect(&m_again, &QTimer::timeout, this, &JobsModel::readSeen);
    connect(&m_frame, &QTimer::timeout, this, &JobsModel::releaseTold);
}

JobsModel::~JobsModel() = default;

void JobsModel::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->cluster(), nullptr, this, nullptr);
    }
    m_session = session;
    m_queues.clear();
    if (session) {
        connect(&session->cluster(), &Cluster::eventArrived, this, &JobsModel::readEvent);
        connect(session, &ClusterSession::synced, this, &JobsModel::readSync);
        connect(session, &ClusterSession::featuresChanged, this, &JobsModel::readSync);
        connect(session, &QObject::destroyed, this, [this] { setSession(nullptr); });
    }
    begin();
}

void JobsModel::setQuery(const JobQuery &query)
{
    const auto key = [](const JobQuery &one) { return std::tuple(one.state, one.queue, one.entity, one.node, one.search); };
    if (key(query) == key(m_query))
        return;
    m_query = query;
    m_query.after = {};
    begin();
    Q_EMIT queryChanged();
}

bool JobsModel::isFiltered() const
{
    return m_query.state || !m_query.queue.isEmpty() || m_query.entity || !m_query.node.isEmpty() || !m_query.search.isEmpty();
}

//! Forgets all rows and reads the first page.
void JobsModel::begin()
{
    ++m_round;
    m_isAsking = m_wantsMore = m_hasMore = false;
    m_again.stop();
    m_frame.stop();
    m_told.clear();
    m_sinceAsked.clear();
    m_error.reset();
    m_firstSeen = m_lastSeen = 0;
    beginResetModel();
    m_rows.clear();
    endResetModel();
    const bool can = m_session && m_session->features().testFlag(Feature::Jobs);
    m_phase = can ? Phase::Reading : Phase::Off;
    Q_EMIT phaseChanged();
    if (can && m_session->isLive() && m_isWatched)
        ask({}, kPage, 0);
}

//! The session is whole again, or learned what its cluster can.
void JobsModel::readSync()
{
    const bool can = m_session->features().testFlag(Feature::Jobs);
    if (can != (m_phase != Phase::Off))
        return begin();
    m_round++; // A page under way may never come.
    m_isAsking = false;
    m_queues.clear();
    outdate();
    readSeen();
}

void JobsModel::setWatched(bool isWatched)
{
    m_again.setInterval(isWatched ? kRefreshApart : kHiddenApart);
    if (std::exchange(m_isWatched, isWatched) != isWatched && isWatched)
        readSeen();
}

void JobsModel::setSeen(int first, int last)
{
    m_firstSeen = std::max(0, first);
    m_lastSeen = std::max(m_firstSeen, last);
    if (isOutdated(m_firstSeen, m_lastSeen) && !m_again.isActive())
        m_again.start();
}

void JobsModel::refresh()
{
    outdate();
    if (!m_again.isActive())
        m_again.start();
}

//! Whatever was read before now may be different.
void JobsModel::outdate()
{
    ++m_reading;
}

bool JobsModel::isOutdated(int first, int last) const
{
    if (m_rows.size() == 0)
        return m_asked < m_reading;
    for (int row = first; row <= std::min(last, m_rows.size() - 1); ++row) {
        if (m_rows.readingOf(row) < m_reading)
            return true;
    }
    return false;
}

void JobsModel::readSeen()
{
    if (m_phase == Phase::Off || !m_session || !m_session->isLive() || m_isAsking)
        return;
    if (!m_isWatched && m_phase != Phase::Ready)
        return; // What was never looked at is not read. The rest follows, so that a lost link leaves list and counts alike.
    if (!isOutdated(m_firstSeen, m_lastSeen))
        return;
    const int first = m_firstSeen < kPage / 2 ? 0 : std::min(m_firstSeen - kMargin, m_rows.size());
    const int wanted = m_lastSeen - first + kMargin;
    ask(first == 0 ? JobId() : m_rows.at(first - 1).id, std::clamp(wanted, kPage, limits::kJobPage), 0);
}

void JobsModel::ask(const JobId &after, int most, int tears)
{
    m_isAsking = true;
    m_asked = m_reading;
    m_sinceAsked.clear();
    JobQuery query = m_query;
    query.after = after;
    query.most = most;
    whenDone(this, m_session->cluster().jobs(query), [this, after, tears, round = m_round](const Result<JobPage> &page) {
        take(round, after, tears, page);
    });
}

void JobsModel::take(quint64 round, const JobId &after, int tears, const Result<JobPage> &page)
{
    if (round != m_round)
        return;
    m_again.start(); // What became outdated meanwhile; and no second reading before that.
    if (!page) {
        m_isAsking = false;
        m_error = page.error();
        m_wantsMore = false;
        return setPhase(m_rows.size() == 0 ? Phase::Failed : Phase::Ready);
    }
    const JobRowEdits edits = m_rows.editsFor(after, *page);
    apply(edits);
    for (int row = edits.first; row < edits.first + edits.count; ++row)
        m_rows.confirm(row, m_asked);
    const bool endsHere = edits.first + edits.count == m_rows.size();
    if (endsHere)
        m_hasMore = page->hasMore;
    const auto since = std::exchange(m_sinceAsked, {});
    for (const Told &told : since)
        takeTold(told.change, told.at);
    m_isAsking = false; // Not before: views ask for more while rows arrive.
    m_error.reset();
    setPhase(Phase::Ready);
    Q_EMIT applied();
    if (edits.isTorn && tears < kTears && !page->jobs.isEmpty())
        return ask(page->jobs.last().id, limits::kJobPage, tears + 1);
    if (edits.isTorn)
        dropFrom(edits.first + edits.count);
    if (std::exchange(m_wantsMore, false))
        fetchMore({});
}

void JobsModel::apply(const JobRowEdits &edits)
{
    for (const JobRowEdits::Run &run : edits.removed) {
        beginRemoveRows({}, run.first, run.first + run.count - 1);
        m_rows.remove(run);
        endRemoveRows();
    }
    for (const auto &[row, jobs] : edits.inserted) {
        beginInsertRows({}, row, row + static_cast<int>(jobs.size()) - 1);
        m_rows.insert(row, jobs);
        endInsertRows();
    }
    for (const auto &[row, job] : edits.updated) {
        m_rows.set(row, job);
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void JobsModel::removeRow(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.remove({row, 1});
    endRemoveRows();
}

//! What is below may not be next: it is read again by whoever scrolls there.
void JobsModel::dropFrom(int row)
{
    if (row >= m_rows.size())
        return;
    beginRemoveRows({}, row, m_rows.size() - 1);
    m_rows.remove({row, m_rows.size() - row});
    endRemoveRows();
    m_hasMore = true;
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows.size();
}

bool JobsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && m_rows.size() > 0 && m_rows.size() < kRows;
}

void JobsModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent) || !m_session || !m_session->isLive())
        return;
    if (m_isAsking) {
        m_wantsMore = true;
        return;
    }
    // Whoever has scrolled far wants to get on.
    ask(m_rows.at(m_rows.size() - 1).id, m_rows.size() < 5 * kPage ? kPage : limits::kJobPage, 0);
}

void JobsModel::setPhase(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

} // namespace muster
