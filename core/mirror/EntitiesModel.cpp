// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntitiesModel.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const EntitySlots &noEntities()
{
    static const EntitySlots none;
    return none;
}

//! Runs of neighbours in ascending \a rows.
std::vector<std::pair<int, int>> runsOf(const std::vector<int> &rows)
{
    std::vector<std::pair<int, int>> runs;
    for (const int row : rows) {
        if (!runs.empty() && runs.back().second == row - 1)
            runs.back().second = row;
        else
            runs.emplace_back(row, row);
    }
    return runs;
}

} // namespace

EntitiesModel::EntitiesModel(QObject *parent) : QAbstractTableModel(parent)
{
    connect(&m_runs, &EntityRuns::changed, this, &EntitiesModel::readRuns);
}

EntitiesModel::~EntitiesModel() = default;

const EntitySlots &EntitiesModel::slots_() const
{
    return m_session ? m_session->mirror().entities() : noEntities();
}

void EntitiesModel::setSession(ClusterSession *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->commands(), nullptr, this, nullptr);
    }
    beginResetModel();
    empty();
    m_session = session;
    m_runs.setSession(session);
    fill();
    endResetModel();
    if (session) {
        connect(session, &ClusterSession::changed, this, &EntitiesModel::apply);
        for (const auto signal : {&ClusterSession::factsChanged, &ClusterSession::featuresChanged, &ClusterSession::synced})
            connect(session, signal, this, &EntitiesModel::linkChanged);
        connect(session, &ClusterSession::linkChanged, this, &EntitiesModel::linkChanged);
        connect(&session->commands(), &CommandLog::added, this, &EntitiesModel::readCommand);
        connect(&session->commands(), &CommandLog::changed, this, &EntitiesModel::readCommand);
        connect(session, &QObject::destroyed, this, [this] { setSession(nullptr); });
    }
    Q_EMIT summaryChanged();
    Q_EMIT linkChanged();
}

void EntitiesModel::fill()
{
    const int known = slots_().slotCount();
    m_rows.assign(static_cast<size_t>(known), -1);
    m_shares.resize(static_cast<size_t>(known));
    for (int slot = 0; slot < known; ++slot) {
        if (!slots_().isUsed(slot))
            continue;
        m_slots.push_back(slot);
        m_shares[static_cast<size_t>(slot)] = EntitySummary::shareOf(slots_().state(slot));
        m_summary.add(m_shares[static_cast<size_t>(slot)]);
    }
    renumber(0);
}

void EntitiesModel::empty()
{
    m_slots.clear();
    m_rows.clear();
    m_shares.clear();
    m_remains.clear();
    m_summary = {};
}

void EntitiesModel::renumber(size_t fromRow)
{
    for (size_t row = fromRow; row < m_slots.size(); ++row)
        m_rows[static_cast<size_t>(m_slots[row])] = static_cast<int>(row);
}

void EntitiesModel::apply(const ChangeSet &changes)
{
    const bool areNodesOther = !changes.removed.isEmpty() || !changes.inserted.isEmpty() ||
        std::ranges::any_of(changes.changed, [](const ChangeSet::Change &one) { return one.aspects & Aspect::Identity; });
    if (areNodesOther) // Their names stand in our rows.
        emitAll();
    const Aspects shown = Aspect::Status | Aspect::Agents;
    if (areNodesOther || std::ranges::any_of(changes.changed, [shown](const ChangeSet::Change &one) { return bool(one.aspects & shown); }))
        Q_EMIT nodesChanged();
    if (changes.entities.isEmpty()) {
        if (areNodesOther)
            Q_EMIT applied();
        return;
    }
    const EntitySummary before = m_summary;
    removeRowsOf(changes.entities.removed);
    insertRowsOf(changes.entities.inserted);
    for (const int slot : changes.entities.changed) {
        EntitySummary::Share &share = m_shares[static_cast<size_t>(slot)];
        m_summary.subtract(share);
        share = EntitySummary::shareOf(slots_().state(slot));
        m_summary.add(share);
        (void)noteRemains(slots_().state(slot));
    }
    emitChanged(changes.entities.changed);
    Q_EMIT applied();
    if (m_summary != before)
        Q_EMIT summaryChanged();
}

void EntitiesModel::removeRowsOf(const QList<int> &gone)
{
    std::vector<int> rows;
    for (const int slot : gone) {
        rows.push_back(m_rows[static_cast<size_t>(slot)]);
        m_summary.subtract(m_shares[static_cast<size_t>(slot)]);
    }
    std::ranges::sort(rows);
    std::vector<std::pair<int, int>> runs = runsOf(rows);
    const bool isScattered = runs.size() > static_cast<size_t>(limits::kScatteredRows);
    if (isScattered)
        beginResetModel();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const auto [first, last] = *run;
        if (!isScattered)
            beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row) {
            m_rows[static_cast<size_t>(slotAt(row))] = -1;
            m_slots[static_cast<size_t>(row)] = -1;
        }
        if (isScattered)
            continue;
        m_slots.erase(m_slots.begin() + first, m_slots.begin() + last + 1);
        renumber(static_cast<size_t>(first));
        endRemoveRows();
    }
    if (isScattered) {
        std::erase(m_slots, -1);
        renumber(0);
        endResetModel();
    }
}

void EntitiesModel::insertRowsOf(const QList<int> &fresh)
{
    if (fresh.isEmpty())
        return;
    const auto wanted = static_cast<size_t>(slots_().slotCount());
    m_rows.resize(std::max(m_rows.size(), wanted), -1);
    m_shares.resize(m_rows.size());
    const auto first = m_slots.size();
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first) + static_cast<int>(fresh.size()) - 1);
    for (const int slot : fresh) {
        m_slots.push_back(slot);
        m_shares[static_cast<size_t>(slot)] = EntitySummary::shareOf(slots_().state(slot));
        m_summary.add(m_shares[static_cast<size_t>(slot)]);
    }
    renumber(first);
    endInsertRows();
}

void EntitiesModel::emitChanged(const QList<int> &changed)
{
    std::vector<int> rows;
    rows.reserve(static_cast<size_t>(changed.size()));
    for (const int slot : changed)
        rows.push_back(m_rows[static_cast<size_t>(slot)]);
    std::ranges::sort(rows);
    const std::vector<std::pair<int, int>> runs = runsOf(rows);
    if (runs.size() > static_cast<size_t>(limits::kScatteredRows))
        return emitAll();
    for (const auto &[first, last] : runs)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void EntitiesModel::emitAll()
{
    if (!m_slots.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void EntitiesModel::readCommand(const Command *command)
{
    if (const int row = rowOf(command->entity()); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

//! Nearly all jobs run where their entity is: those rows show nothing of them.
void EntitiesModel::readRuns(const QList<EntityRef> &entities)
{
    bool isShown = false;
    for (const EntityRef &entity : entities) {
        const int row = rowOf(entity);
        if (row < 0)
            m_remains.remove(entity);
        if (row < 0 || !noteRemains(stateAt(row)))
            continue;
        Q_EMIT dataChanged(index(row, NodeColumn), index(row, StateColumn));
        isShown = true;
    }
    if (isShown)
        Q_EMIT applied();
}

//! Whether what is to be shown of it is different now.
bool EntitiesModel::noteRemains(const EntityState &state)
{
    const QList<EntityRuns::Place> now = remainsOf(state);
    if (now == m_remains.value(state.entity.ref))
        return false;
    if (now.isEmpty())
        m_remains.remove(state.entity.ref);
    else
        m_remains.insert(state.entity.ref, now);
    return true;
}

} // namespace muster
