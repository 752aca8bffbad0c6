// SPDX-License-Identifier: Apache-2.0
// What the cells of a NodesModel say, and what they sort by.
#include "core/mirror/NodesModel.h"

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

std::optional<qint64> percentOf(const std::optional<double> &share)
{
    if (!share)
        return std::nullopt;
    return std::llround(*share * 100);
}

QString orNothing(const std::optional<qint64> &number)
{
    return number ? QString::number(*number) : QString();
}

QString labelsText(const QMap<QString, QString> &labels)
{
    QStringList parts;
    for (auto it = labels.constBegin(); it != labels.constEnd(); ++it)
        parts.append(it.value().isEmpty() ? it.key() : it.key() + u'=' + it.value());
    return parts.join(u", "_s);
}

} // namespace

QString NodesModel::columnWord(Column column)
{
    static const QStringList words{u"status"_s,  u"name"_s,     u"role"_s,         u"address"_s, u"last-beat"_s, u"cpu"_s,
                                   u"memory"_s,  u"agents"_s,   u"jobs"_s,   u"pinned"_s,  u"version"_s,      u"platform"_s, u"capabilities"_s,
                                   u"uptime"_s,  u"started"_s,  u"skew"_s,         u"labels"_s,  u"node-id"_s};
    return words.at(column);
}

void NodesModel::setTitles(const QStringList &titles)
{
    m_titles = titles;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int NodesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_slots.size());
}

int NodesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return section < m_titles.size() ? m_titles.at(section) : columnWord(static_cast<Column>(section));
}

QVariant NodesModel::data(const QModelIndex &index, int role) const
{
    if (!m_session || !index.isValid() || index.row() >= rowCount())
        return {};
    const int row = index.row();
    const int slot = slotAt(row);
    const Node &node = mirror().node(slot);
    switch (role) {
    case Qt::DisplayRole:
        return text(node, slot, index.column());
    case NodeItem:
        return QVariant::fromValue(&node);
    case ShownItem:
        return QVariant::fromValue(shownAt(row));
    case StatusItem:
        return static_cast<int>(statusOfSlot(slot));
    case HistoryItem:
        return QVariant::fromValue(historyAt(row));
    case OwnerItem:
        return isOwner(row);
    case OlderItem:
        return isOlder(row);
    case SortItem:
        return sortsByText(index.column()) ? QVariant(sortTextOfSlot(slot, index.column()))
                                           : QVariant(sortKeyOfSlot(slot, index.column()));
    case IdItem:
        return node.id().text();
    case BeatAgeItem:
        if (const std::optional<milliseconds> age = beatAge(row))
            return QVariant::fromValue<qint64>(age->count());
        return {};
    default:
        return {};
    }
}

void NodesModel::readCommand(const Command *command)
{
    const int row = rowOf(command->node());
    if (row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1), {ShownItem});
}

ShownStatus NodesModel::shownAt(int row) const
{
    const int slot = slotAt(row);
    ShownStatus shown = shownStatus(mirror().node(slot), context(), &mirror().history(slot));
    shown.pending = pendingAt(row);
    return shown;
}

std::optional<PendingChange> NodesModel::pendingAt(int row) const
{
    return m_session ? m_session->commands().pendingOn(nodeAt(row).id()) : std::nullopt;
}

NodeHistory NodesModel::historyAt(int row) const
{
    const int slot = slotAt(row);
    const Node &node = mirror().node(slot);
    return historyAsOf(mirror().history(slot).toHistory(), node.lastBeatAt, node.beatInterval,
                       m_now + -context().pollInterval,
                       isCurrent(m_judgedBy));
}

bool NodesModel::isOwner(int row) const
{
    const NodeIdentity &who = nodeAt(row).who;
    if (!m_session || who.role == NodeRole::Worker || m_session->facts().node.isEmpty())
        return false;
    return m_session->facts().node == who.id.text() || m_session->facts().node == who.name;
}

bool NodesModel::isOlder(int row) const
{
    const QString &version = nodeAt(row).who.version;
    return !version.isEmpty() && !majorityVersion().isEmpty() && compareNames(version, majorityVersion()) < 0;
}

std::optional<milliseconds> NodesModel::beatAge(int row) const
{
    const Node &node = nodeAt(row);
    if (!node.lastBeatAt)
        return std::nullopt;
    return std::max(milliseconds(0), m_now - *node.lastBeatAt);
}

int NodesModel::rowOf(const NodeId &id) const
{
    const int slot = mirror().slotOf(id);
    return slot < 0 ? -1 : rowOfSlot(slot);
}

int NodesModel::rowOfSlot(int slot) const
{
    return slot < static_cast<int>(m_rows.size()) ? m_rows[static_cast<size_t>(slot)] : -1;
}

QString NodesModel::text(const Node &node, int slot, int column) const
{
    switch (static_cast<Column>(column)) {
    case StatusColumn:
        return wordOf(statusOfSlot(slot));
    case NameColumn:
        return node.who.name;
    case LastBeatColumn:
        return node.lastBeatAt ? node.lastBeatAt->toIso8601() : QString();
    case CpuColumn:
        return orNothing(percentOf(node.load.cpu));
    case MemoryColumn:
        return orNothing(percentOf(node.load.memoryShare()));
    case AgentsColumn:
        return QString::number(node.agents.size());
    case JobsColumn:
        return node.load.jobsRunning ? QString::number(*node.load.jobsRunning) : QString();
    case PinnedColumn:
        return QString::number(m_pins.of(node.id()).all());
    case UptimeColumn:
        return node.who.startedAt ? QString::number(std::max<qint64>(0, (m_now - *node.who.startedAt).count() / 1000)) : QString();
    case StartedColumn:
        return node.who.startedAt ? node.who.startedAt->toIso8601() : QString();
    case SkewColumn:
        return node.clockSkew ? QString::number(node.clockSkew->count()) : QString();
    case RoleColumn:
    case AddressColumn:
    case VersionColumn:
    case PlatformColumn:
    case CapabilitiesColumn:
    case LabelsColumn:
    case NodeIdColumn:
        return sortTextOfSlot(slot, column);
    case ColumnCount:
        break;
    }
    return {};
}

bool NodesModel::sortsByText(int column)
{
    switch (static_cast<Column>(column)) {
    case RoleColumn:
    case AddressColumn:
    case VersionColumn:
    case PlatformColumn:
    case CapabilitiesColumn:
    case LabelsColumn:
    case NodeIdColumn:
        return true;
    default:
        return false;
    }
}

QString NodesModel::sortTextOfSlot(int slot, int column) const
{
    const NodeIdentity &who = mirror().node(slot).who;
    switch (static_cast<Column>(column)) {
    case RoleColumn:
        return wordOf(who.role);
    case AddressColumn:
        return who.address;
    case VersionColumn:
        return who.version;
    case PlatformColumn:
        return who.platform;
    case CapabilitiesColumn:
        return who.capabilities.join(u", "_s);
    case LabelsColumn:
        return labelsText(who.labels);
    case NodeIdColumn:
        return who.id.text();
    default:
        return {};
    }
}

qint64 NodesModel::sortKeyOfSlot(int slot, int column) const
{
    const Node &node = mirror().node(slot);
    switch (static_cast<Column>(column)) {
    case StatusColumn:
        return attentionRank(statusOfSlot(slot));
    case LastBeatColumn: // By age: the freshest first.
        return node.lastBeatAt ? -node.lastBeatAt->msSinceEpoch : kNoKey;
    case CpuColumn:
        return percentOf(node.load.cpu).value_or(kNoKey);
    case MemoryColumn:
        return percentOf(node.load.memoryShare()).value_or(kNoKey);
    case AgentsColumn:
        return node.agents.size();
    case JobsColumn:
        return node.load.jobsRunning.value_or(-1);
    case PinnedColumn:
        return m_pins.of(node.id()).all();
    case UptimeColumn:
        return node.who.startedAt ? -node.who.startedAt->msSinceEpoch : kNoKey;
    case StartedColumn:
        return node.who.startedAt ? node.who.startedAt->msSinceEpoch : kNoKey;
    case SkewColumn:
        return node.clockSkew ? node.clockSkew->count() : kNoKey;
    default:
        return 0;
    }
}

} // namespace muster
