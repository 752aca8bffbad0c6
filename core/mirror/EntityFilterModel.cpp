// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EntityFilterModel.h"

namespace muster {

namespace {

//! Nothing sorts behind something.
int compareTexts(const QString &left, const QString &right)
{
    if (left.isEmpty() || right.isEmpty())
        return static_cast<int>(left.isEmpty()) - static_cast<int>(right.isEmpty());
    return compareNames(left, right);
}

} // namespace

EntityFilterModel::EntityFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
    sort(EntitiesModel::KindColumn);
}

EntityFilterModel::~EntityFilterModel() = default;

void EntityFilterModel::setSourceModel(QAbstractItemModel *source)
{
    m_entities = qobject_cast<EntitiesModel *>(source);
    Q_ASSERT(m_entities || !source);
    QSortFilterProxyModel::setSourceModel(source);
}

void EntityFilterModel::setSearch(const QString &text)
{
    m_search = text;
    const EntityQuery query = EntityQuery::parse(text);
    if (query == m_query)
        return;
    m_query = query;
    refilter();
}

void EntityFilterModel::setKinds(const QSet<EntityKind> &kinds)
{
    if (kinds == m_kinds)
        return;
    m_kinds = kinds;
    refilter();
}

void EntityFilterModel::setTenant(const QString &tenant)
{
    if (tenant == m_tenant)
        return;
    m_tenant = tenant;
    refilter();
}

void EntityFilterModel::refilter()
{
    invalidateFilter();
    Q_EMIT filterChanged();
}

int EntityFilterModel::hiddenCount() const
{
    return m_entities ? m_entities->rowCount() - rowCount() : 0;
}

void EntityFilterModel::setHold(bool isHeld)
{
    if (isHeld == this->isHeld())
        return;
    setDynamicSortFilter(!isHeld);
    if (!isHeld)
        invalidate();
}

int EntityFilterModel::rowOf(const EntityRef &ref) const
{
    const int row = m_entities ? m_entities->rowOf(ref) : -1;
    return row < 0 ? -1 : mapFromSource(m_entities->index(row, 0)).row();
}

bool EntityFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const EntityState &state = m_entities->stateAt(row);
    if (!m_kinds.isEmpty() && !m_kinds.contains(state.entity.ref.kind))
        return false;
    if (!m_tenant.isEmpty() && state.entity.ref.tenant.text() != m_tenant)
        return false;
    if (m_query.isEmpty())
        return true;
    const QString pin = state.assignment ? m_entities->nodeName(state.assignment->node) : QString();
    return m_query.matches(state, m_entities->nodeName(state.placement.node), pin);
}

bool EntityFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const EntityState &one = m_entities->stateAt(left.row());
    const EntityState &other = m_entities->stateAt(right.row());
    int order = 0;
    switch (left.column()) {
    case EntitiesModel::KindColumn:
        order = static_cast<int>(one.entity.ref.kind) - static_cast<int>(other.entity.ref.kind);
        break;
    case EntitiesModel::StateColumn:
        order = static_cast<int>(m_entities->standingAt(left.row())) - static_cast<int>(m_entities->standingAt(right.row()));
        break;
    case EntitiesModel::TenantColumn:
    case EntitiesModel::NodeColumn:
    case EntitiesModel::PinColumn:
    case EntitiesModel::ModeColumn:
        order = compareTexts(left.data().toString(), right.data().toString());
        break;
    default:
        break; // Its name.
    }
    return order != 0 ? order < 0 : m_entities->nameRankAt(left.row()) < m_entities->nameRankAt(right.row());
}

} // namespace muster
