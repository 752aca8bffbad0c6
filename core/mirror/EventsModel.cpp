// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventsModel.h"

#include "core/base/Limits.h"

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
    if (shown.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(shown.size()) - 1);
    m_entries = shown + m_entries;
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
