// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entities that match, in the order wanted; the order can be held so that rows do not jump under the pointer.

#include "core/mirror/EntitiesModel.h"
#include "core/mirror/EntityQuery.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace muster {

//! Compares cached numbers, never texts but those of nodes; ties go by name.
class EntityFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit EntityFilterModel(QObject *parent = nullptr);
    ~EntityFilterModel() override;
    Q_DISABLE_COPY_MOVE(EntityFilterModel)

    //! Only an EntitiesModel, which must outlive it.
    void setSourceModel(QAbstractItemModel *source) override;
    EntitiesModel *entities() const { return m_entities; }

    //! The filter field's text; see EntityQuery.
    void setSearch(const QString &text);
    const QString &search() const { return m_search; }
    //! The kinds that are shown; empty: all.
    void setKinds(const QSet<EntityKind> &kinds);
    const QSet<EntityKind> &kinds() const { return m_kinds; }
    //! The tenant that is shown; empty: all.
    void setTenant(const QString &tenant);
    const QString &tenant() const { return m_tenant; }
    //! Whether anything is filtered, and how many entities that hides.
    bool isFiltered() const { return !m_query.isEmpty() || !m_kinds.isEmpty() || !m_tenant.isEmpty(); }
    int hiddenCount() const;

    //! While held, rows keep their places and their membership; only what is gone leaves and what is new comes last.
    //! Releasing puts all in order.
    void setHold(bool isHeld);
    bool isHeld() const { return !dynamicSortFilter(); }

    const EntityState &stateAt(int row) const { return m_entities->stateAt(sourceRow(row)); }
    int sourceRow(int row) const { return mapToSource(index(row, 0)).row(); }
    //! Row of an entity here, or -1.
    int rowOf(const EntityRef &ref) const;

Q_SIGNALS:
    //! Search, kinds or tenant changed.
    void filterChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void refilter();

    EntitiesModel *m_entities = nullptr;
    QString m_search;
    EntityQuery m_query;
    QSet<EntityKind> m_kinds;
    QString m_tenant;
};

} // namespace muster
