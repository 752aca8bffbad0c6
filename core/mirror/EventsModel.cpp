// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventsModel.h"

#include "core/base/Limits.h"

#include <algorithm>
#include <iterator>

namespace muster {

using namespace Qt::StringLiterals;

EventsModel::EventsModel(QObject *parent) : QAbstractListModel(parent) {}
EventsModel::~EventsModel() = default;

void EventsModel::setSession(ClusterSession *session)
{
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    if (session) {
        connect(session, &ClusterSession::changed, this, &EventsModel::readChanges);
        connect(session, &ClusterSession::eventsFilled, this, &EventsModel::readFilled);
        connect(session, &QObject::destroyed, this, [this] { setSession(nullptr); });
    }
    reload();
}

void EventsModel::setNode(const NodeId &node)
{
    if (node == m_node)
        return;
    m_node = node;
    reload();
}

void EventsModel::reload()
{
    beginResetModel();
    m_entries.clear();
    if (m_session) {
        for (const EventEntry &entry : m_session->mirror().events()) {
            if (shows(entry))
                m_entries.append(entry);
        }
    }
    endResetModel();
}

void EventsModel::readChanges(const ChangeSet &changes)
{
    const auto &events = m_session->mirror().events();
    const auto fresh = std::min<size_t>(static_cast<size_t>(changes.newEvents), events.size());
    QList<EventEntry> shown;
    for (size_t i = 0; i < fresh; ++i) {
        if (shows(events[i]))
            shown.append(events[i]);
    }
    insert(0, shown);
}

void EventsModel::readFilled(int at, int count)
{
    const auto &events = m_session->mirror().events();
    const auto first = events.begin() + at;
    QList<EventEntry> shown;
    std::copy_if(first, first + count, std::back_inserter(shown), [this](const EventEntry &one) { return shows(one); });
    insert(std::count_if(events.begin(), first, [this](const EventEntry &one) { return shows(one); }), shown);
}

void EventsModel::insert(qsizetype row, const QList<EventEntry> &entries)
{
    if (entries.isEmpty())
        return;
    beginInsertRows({}, static_cast<int>(row), static_cast<int>(row + entries.size()) - 1);
    m_entries = m_entries.mid(0, row) + entries + m_entries.mid(row);
    endInsertRows();
    if (m_entries.size() > limits::kEventsKept) {
        beginRemoveRows({}, limits::kEventsKept, static_cast<int>(m_entries.size()) - 1);
        m_entries.resize(limits::kEventsKept);
        endRemoveRows();
    }
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const EventEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole: {
        QStringList parts{entry.at.toIso8601(), entry.kind, entry.name};
        if (entry.before && entry.status && entry.before != entry.status)
            parts.append(u"%1 -> %2"_s.arg(wordOf(*entry.before), wordOf(*entry.status)));
        parts.append(entry.text);
        parts.removeAll(QString());
        return parts.join(u' ');
    }
    case KindItem:
        return entry.kind;
    case AtItem:
        return entry.at.msSinceEpoch;
    case EntryItem:
        return QVariant::fromValue(&entry);
    case NodeIdItem:
        return entry.node.text();
    default:
        return {};
    }
}

} // namespace muster
