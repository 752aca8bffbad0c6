// SPDX-License-Identifier: Apache-2.0
#pragma once
// The events that fit a choice of groups and some words.

#include "ui/events/EventText.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace muster {

//! Over a model with EventsModel::EntryItem, in its order. Every word must be found, in any case, in what the row shows.
class EventFilterModel final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit EventFilterModel(QObject *parent = nullptr);

    //! Only these; all when empty.
    void setGroups(const QSet<EventGroup> &groups);
    const QSet<EventGroup> &groups() const { return m_groups; }
    void setSearch(const QString &text);
    QString search() const { return m_words.join(QLatin1Char(' ')); }
    bool isFiltered() const { return !m_groups.isEmpty() || !m_words.isEmpty(); }
    //! Rows that do not fit.
    int hiddenCount() const;
    //! Valid until the next change.
    const EventEntry &entryAt(int row) const;

Q_SIGNALS:
    void filterChanged();

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QSet<EventGroup> m_groups;
    QStringList m_words;
};

} // namespace muster
