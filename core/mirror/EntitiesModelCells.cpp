// SPDX-License-Identifier: Apache-2.0
// What EntitiesModel answers about a row; how rows come and go is in EntitiesModel.cpp.
#include "core/mirror/EntitiesModel.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString columnWord(int column)
{
    static const QStringList words{u"entity"_s, u"kind"_s, u"tenant"_s, u"node"_s, u"pin"_s, u"mode"_s, u"state"_s};
    return words.value(column);
}

} // namespace

int EntitiesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_slots.size());
}

int EntitiesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EntitiesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EntityState &state = stateAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(state, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn && m_speaker ? m_speaker(index.row()) : QVariant();
    case StateItem:
        return QVariant::fromValue(&state);
    case RefItem:
        return state.entity.ref.text();
    case StandingItem:
        return static_cast<int>(standingAt(index.row()));
    case NodeIdItem:
        return state.placement.node.text();
    case PinIdItem:
        return state.assignment ? state.assignment->node.text() : QString();
    default:
        return {};
    }
}

QString EntitiesModel::text(const EntityState &state, int column) const
{
    switch (static_cast<Column>(column)) {
    case NameColumn:
        return state.entity.name();
    case KindColumn:
        return wordOf(state.entity.ref.kind);
    case TenantColumn:
        return state.entity.ref.tenant.text();
    case NodeColumn: {
        QStringList names;
        for (const EntityRuns::Place &place : remainsOf(state))
            names.append(nodeName(place.node));
        return !names.isEmpty() ? names.join(u", "_s) : state.placement.waiting ? QString() : nodeName(state.placement.node);
    }
    case PinColumn:
        return state.assignment ? nodeName(state.assignment->node) : QString();
    case ModeColumn:
        return state.assignment ? wordOf(state.assignment->mode) : QString();
    case StateColumn:
        return wordOf(standingOf(state));
    case ColumnCount:
        break;
    }
    return {};
}

QVariant EntitiesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return m_titles.value(section, columnWord(section));
}

std::optional<PendingChange> EntitiesModel::pendingAt(int row) const
{
    return m_session ? m_session->commands().pendingOn(stateAt(row).entity.ref) : std::nullopt;
}

int EntitiesModel::rowOf(const EntityRef &ref) const
{
    return rowOfSlot(slots_().slotOf(ref)); // While a frame is being applied, the mirror knows slots that have no row yet.
}

int EntitiesModel::rowOfSlot(int slot) const
{
    return slot < 0 || slot >= static_cast<int>(m_rows.size()) ? -1 : m_rows[static_cast<size_t>(slot)];
}

QList<EntityRuns::Place> EntitiesModel::remainsOf(const EntityState &state) const
{
    const QList<EntityRuns::Place> places = m_runs.placesOf(state.entity.ref);
    const NodeId &home = state.placement.node;
    const bool isHome = std::ranges::any_of(places, [&home](const EntityRuns::Place &place) { return place.node == home; });
    if (!places.isEmpty())
        return isHome && !state.placement.waiting ? QList<EntityRuns::Place>() : places;
    // A resident that waits may be there still, as its node says.
    const Node *node = state.placement.waiting && m_session ? m_session->mirror().find(home) : nullptr;
    if (!node || node->status == NodeStatus::Offline || node->status == NodeStatus::Failed || node->status == NodeStatus::Unknown)
        return {};
    const QString id = state.entity.ref.text();
    const bool isThere = std::ranges::any_of(node->agents, [&id](const Agent &agent) { return agent.id == id && agent.state == "running"_L1; });
    return isThere ? QList<EntityRuns::Place>{{home, 0}} : QList<EntityRuns::Place>();
}

QList<EntityState> EntitiesModel::placedOn(const NodeId &node) const
{
    std::vector<int> found; // Slots.
    for (const int slot : m_slots) {
        if (slots_().state(slot).placement.node == node)
            found.push_back(slot);
    }
    std::ranges::sort(found, {}, [this](int slot) { return slots_().nameRank(slot); });
    QList<EntityState> states;
    for (const int slot : found)
        states.append(slots_().state(slot));
    return states;
}

QString EntitiesModel::nodeName(const NodeId &node) const
{
    const Node *known = m_session ? m_session->mirror().find(node) : nullptr;
    return known && !known->who.name.isEmpty() ? known->who.name : node.text();
}

NodeId EntitiesModel::defaultNode() const
{
    for (const int slot : m_slots) {
        const EntityState &state = slots_().state(slot);
        if (!state.assignment && !state.placement.waiting && state.entity.needs.isEmpty())
            return state.placement.node;
    }
    return m_session ? m_session->mirror().defaultNode() : NodeId();
}

bool EntitiesModel::isCurrent() const
{
    return m_session && muster::isCurrent(m_session->evidenceLink());
}

} // namespace muster
