// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/NodesModel.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const ClusterMirror &noMirror()
{
    static const ClusterMirror none;
    return none;
}

// Runs of neighbours in ascending \a rows, last run first.
template <typename Take>
int forRunsFromBehind(const std::vector<int> &rows, Take take)
{
    int runs = 0;
    for (auto last = rows.rbegin(); last != rows.rend(); ++runs) {
        auto first = last;
        while (std::next(first) != rows.rend() && *std::next(first) == *first - 1)
            ++first;
        take(*first, *last);
        last = std::next(first);
    }
    return runs;
}

} // namespace

NodesModel::NodesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

NodesModel::~NodesModel() = default;

const ClusterMirror &NodesModel::mirror() const
{
    return m_session ? m_session->mirror() : noMirror();
}

void NodesModel::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->commands(), nullptr, this, nullptr);
    }
    beginResetModel();
    empty();
    m_session = session;
    fill();
    endResetModel();
    if (session) {
        connect(session, &ClusterSession::changed, this, &NodesModel::apply);
        connect(session, &ClusterSession::linkChanged, this, &NodesModel::readLink);
        connect(session, &ClusterSession::factsChanged, this, &NodesModel::linkChanged);
        connect(session, &ClusterSession::featuresChanged, this, &NodesModel::linkChanged);
        connect(session, &ClusterSession::ticked, this, &NodesModel::tick);
        connect(&session->commands(), &CommandLog::added, this, &NodesModel::readCommand);
        connect(&session->commands(), &CommandLog::changed, this, &NodesModel::readCommand);
        connect(session, &QObject::destroyed, this, [this] { setSession(nullptr); });
    }
    Q_EMIT summaryChanged();
    Q_EMIT linkChanged();
}

void NodesModel::fill()
{
    if (!m_session)
        return;
    m_now = m_session->clusterNow();
    m_judgedBy = m_session->evidenceLink();
    const int slots_ = mirror().slotCount();
    m_rows.assign(static_cast<size_t>(slots_), -1);
    m_statuses.assign(static_cast<size_t>(slots_), 0);
    m_shares.resize(static_cast<size_t>(slots_));
    for (int slot = 0; slot < slots_; ++slot) {
        if (mirror().isUsed(slot)) {
            m_slots.push_back(slot);
            count(slot, context());
        }
    }
    renumber(0);
    m_pins.fill(mirror().entities());
    m_majority = majorityVersion();
}

void NodesModel::empty()
{
    m_pins.clear();
    m_slots.clear();
    m_rows.clear();
    m_statuses.clear();
    m_shares.clear();
    m_summary = {};
    m_majority.clear();
}

void NodesModel::renumber(size_t fromRow)
{
    for (size_t row = fromRow; row < m_slots.size(); ++row)
        m_rows[static_cast<size_t>(m_slots[row])] = static_cast<int>(row);
}

ShownContext NodesModel::context() const
{
    return {.link = m_judgedBy,
            .now = m_now,
            .rules = m_session ? m_session->localRules() : LocalRules::Off,
            .majorityVersion = majorityVersion(),
            .pollInterval = m_session ? m_session->link().pollInterval.value_or(milliseconds(0)) : milliseconds(0)};
}

void NodesModel::count(int slot, const ShownContext &now)
{
    const auto at = static_cast<size_t>(slot);
    const Node &node = mirror().node(slot);
    const NodeStatus status = shownStatusOnly(node, now, &mirror().history(slot));
    m_statuses[at] = static_cast<quint8>(status);
    m_shares[at] = FleetSummary::shareOf(node);
    m_summary.add(status, m_shares[at]);
}

void NodesModel::uncount(int slot)
{
    m_summary.subtract(statusOfSlot(slot), m_shares[static_cast<size_t>(slot)]);
}

void NodesModel::apply(const ChangeSet &changes)
{
    if (m_slots.empty() && m_session) // Nothing was judged yet, so the first rows are judged by how the link is now.
        m_judgedBy = m_session->evidenceLink();
    const FleetSummary before = m_summary;
    m_now = m_session->clusterNow();
    removeRowsOf(changes.removed);
    insertRowsOf(changes.inserted);
    const ShownContext now = context();
    for (const ChangeSet::Change &change : changes.changed) {
        uncount(change.slot);
        count(change.slot, now);
    }
    if (majorityVersion() != m_majority) {
        m_majority = majorityVersion();
        emitColumn(VersionColumn);
    }
    emitChanged(changes.changed);
    if (const QList<ChangeSet::Change> pinned = countPins(changes); !pinned.isEmpty()) {
        emitChanged(pinned);
        ChangeSet all = changes;
        all.changed += pinned;
        Q_EMIT applied(all);
    } else {
        Q_EMIT applied(changes);
    }
    if (m_summary != before)
        Q_EMIT summaryChanged();
}

void NodesModel::removeRowsOf(const QList<int> &gone)
{
    std::vector<int> rows;
    for (const int slot : gone) {
        rows.push_back(rowOfSlot(slot));
        uncount(slot);
    }
    std::ranges::sort(rows);
    if (forRunsFromBehind(rows, [](int, int) {}) > limits::kScatteredRows) {
        beginResetModel();
        for (const int row : rows) {
            m_rows[static_cast<size_t>(slotAt(row))] = -1;
            m_slots[static_cast<size_t>(row)] = -1;
        }
        std::erase(m_slots, -1);
        renumber(0);
        endResetModel();
        return;
    }
    forRunsFromBehind(rows, [this](int first, int last) {
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row)
            m_rows[static_cast<size_t>(slotAt(row))] = -1;
        m_slots.erase(m_slots.begin() + first, m_slots.begin() + last + 1);
        renumber(static_cast<size_t>(first));
        endRemoveRows();
    });
}

void NodesModel::insertRowsOf(const QList<int> &fresh)
{
    if (fresh.isEmpty())
        return;
    const auto wanted = static_cast<size_t>(mirror().slotCount());
    m_rows.resize(std::max(m_rows.size(), wanted), -1);
    m_statuses.resize(m_rows.size());
    m_shares.resize(m_rows.size());
    const auto first = m_slots.size();
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first) + static_cast<int>(fresh.size()) - 1);
    m_slots.reserve(first + static_cast<size_t>(fresh.size()));
    const ShownContext now = context();
    for (const int slot : fresh) {
        m_slots.push_back(slot);
        count(slot, now);
    }
    renumber(first);
    endInsertRows();
}

void NodesModel::emitChanged(const QList<ChangeSet::Change> &changed)
{
    static const QList<int> everything;
    static const QList<int> figures{Qt::DisplayRole, NodeItem, ShownItem, HistoryItem, BeatAgeItem, SortItem};
    std::vector<std::pair<int, bool>> rows; // With whether more than figures changed.
    rows.reserve(static_cast<size_t>(changed.size()));
    for (const ChangeSet::Change &change : changed) {
        const bool isMore = change.aspects & (Aspect::Identity | Aspect::Status | Aspect::Agents);
        rows.emplace_back(rowOfSlot(change.slot), isMore);
    }
    std::ranges::sort(rows);
    for (size_t first = 0; first < rows.size();) {
        size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1].first == rows[last].first + 1 &&
               rows[last + 1].second == rows[first].second)
            ++last;
        Q_EMIT dataChanged(index(rows[first].first, 0), index(rows[last].first, ColumnCount - 1),
                           rows[first].second ? everything : figures);
        first = last + 1;
    }
}

void NodesModel::emitColumn(Column column, const QList<int> &roles)
{
    if (!m_slots.empty())
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), roles);
}

void NodesModel::readLink()
{
    m_now = m_session->clusterNow();
    // As in tick(): a resync of a moment changes no word, and ten thousand of them need not be looked at.
    if (m_session->localRules() == LocalRules::On || m_session->evidenceLink() != m_judgedBy)
        judgeAll();
    Q_EMIT linkChanged();
}

void NodesModel::tick()
{
    static const QList<int> ages{Qt::DisplayRole, ShownItem, HistoryItem, BeatAgeItem};
    m_now = m_session->clusterNow();
    // With rules of our own, silence changes a status; without, only the link does.
    if (m_session->localRules() == LocalRules::On || m_session->evidenceLink() != m_judgedBy)
        judgeAll();
    emitColumn(LastBeatColumn, ages);
    emitColumn(UptimeColumn, ages);
    Q_EMIT agesChanged();
}

void NodesModel::judgeAll()
{
    const FleetSummary before = m_summary;
    const bool isOtherLink = m_session->evidenceLink() != m_judgedBy;
    m_judgedBy = m_session->evidenceLink();
    const ShownContext now = context();
    ChangeSet changes;
    for (const int slot : m_slots) {
        const NodeStatus status = shownStatusOnly(mirror().node(slot), now, &mirror().history(slot));
        if (status == statusOfSlot(slot))
            continue;
        m_summary.subtract(statusOfSlot(slot), m_shares[static_cast<size_t>(slot)]);
        m_statuses[static_cast<size_t>(slot)] = static_cast<quint8>(status);
        m_summary.add(status, m_shares[static_cast<size_t>(slot)]);
        changes.changed.append({slot, Aspect::Status});
    }
    if (isOtherLink && !m_slots.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    else
        emitChanged(changes.changed);
    if (!changes.isEmpty())
        Q_EMIT applied(changes);
    if (m_summary != before)
        Q_EMIT summaryChanged();
}

} // namespace muster
