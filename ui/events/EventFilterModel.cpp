// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventFilterModel.h"

#include "core/base/Limits.h"
#include "core/mirror/EventsModel.h"

#include <algorithm>

namespace muster {

EventFilterModel::EventFilterModel(QObject *parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false); // Entries never change; new ones are looked at when they come.
}

void EventFilterModel::setGroups(const QSet<EventGroup> &groups)
{
    if (groups == m_groups)
        return;
    m_groups = groups;
    invalidateFilter();
    Q_EMIT filterChanged();
}

void EventFilterModel::setSearch(const QString &text)
{
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts).mid(0, limits::kQueryTerms);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
    Q_EMIT filterChanged();
}

int EventFilterModel::hiddenCount() const
{
    return sourceModel() ? sourceModel()->rowCount() - rowCount() : 0;
}

const EventEntry &EventFilterModel::entryAt(int row) const
{
    return *index(row, 0).data(EventsModel::EntryItem).value<const EventEntry *>();
}

bool EventFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (!isFiltered())
        return true;
    const auto *entry = sourceModel()->index(sourceRow, 0, sourceParent).data(EventsModel::EntryItem).value<const EventEntry *>();
    if (!entry || (!m_groups.isEmpty() && !m_groups.contains(eventGroupOf(entry->kind))))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString row = QStringList{eventKindText(entry->kind), entry->name, entry->node.text(), eventDetailText(*entry),
                                    entry->text, entry->kind}
                            .join(QLatin1Char('\n'));
    return std::ranges::all_of(m_words, [&row](const QString &word) { return row.contains(word, Qt::CaseInsensitive); });
}

} // namespace muster
