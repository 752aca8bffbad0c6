// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeColumns.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/LineText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeCardContent.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct NodeColumns {
    Q_DECLARE_TR_FUNCTIONS(NodeColumns)
};

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? unknownText() : text;
}

QString labelsText(const QMap<QString, QString> &labels)
{
    QStringList parts;
    for (auto label = labels.cbegin(); label != labels.cend(); ++label)
        parts += label.value().isEmpty() ? label.key() : u"%1=%2"_s.arg(label.key(), label.value());
    return parts.join(u' ');
}

} // namespace

QString nodeColumnTitle(NodesModel::Column column)
{
    switch (column) {
    case NodesModel::StatusColumn:
        return NodeColumns::tr("Status");
    case NodesModel::NameColumn:
        return NodeColumns::tr("Name");
    case NodesModel::RoleColumn:
        return NodeColumns::tr("Role");
    case NodesModel::AddressColumn:
        return NodeColumns::tr("Address");
    case NodesModel::LastBeatColumn:
        return NodeColumns::tr("Last beat");
    case NodesModel::CpuColumn:
        return NodeColumns::tr("CPU");
    case NodesModel::MemoryColumn:
        return NodeColumns::tr("Memory");
    case NodesModel::AgentsColumn:
        return NodeColumns::tr("Agents");
    case NodesModel::JobsColumn:
        return NodeColumns::tr("Jobs");
    case NodesModel::PinnedColumn:
        return NodeColumns::tr("Pinned");
    case NodesModel::VersionColumn:
        return NodeColumns::tr("Version");
    case NodesModel::PlatformColumn:
        return NodeColumns::tr("Platform");
    case NodesModel::CapabilitiesColumn:
        return NodeColumns::tr("Capabilities");
    case NodesModel::UptimeColumn:
        return NodeColumns::tr("Uptime");
    case NodesModel::StartedColumn:
        return NodeColumns::tr("Started");
    case NodesModel::SkewColumn:
        return NodeColumns::tr("Clock skew");
    case NodesModel::LabelsColumn:
        return NodeColumns::tr("Labels");
    case NodesModel::NodeIdColumn:
        return NodeColumns::tr("Node id");
    case NodesModel::ColumnCount:
        break;
    }
    return {};
}

int nodeColumnWidth(NodesModel::Column column)
{
    switch (column) {
    case NodesModel::StatusColumn: // Check box 16 and status 124, side padding and gaps.
        return 12 + 16 + 12 + 124 + 12;
    case NodesModel::NameColumn:
        return 164 + 12;
    case NodesModel::RoleColumn:
        return 48 + 12;
    case NodesModel::AddressColumn:
        return 144 + 12;
    case NodesModel::LastBeatColumn:
        return 72 + 12;
    case NodesModel::CpuColumn:
    case NodesModel::MemoryColumn:
        return 136 + 12;
    case NodesModel::JobsColumn:
        return 36 + 12;
    case NodesModel::AgentsColumn:
    case NodesModel::PinnedColumn:
        return 46 + 12;
    case NodesModel::VersionColumn: // Last at first, with the panel's padding.
        return 72 + 12 + 8;
    case NodesModel::PlatformColumn:
    case NodesModel::CapabilitiesColumn:
    case NodesModel::LabelsColumn:
        return 160;
    case NodesModel::StartedColumn:
        return 148;
    case NodesModel::UptimeColumn:
    case NodesModel::SkewColumn:
        return 88;
    case NodesModel::NodeIdColumn:
        return 140;
    case NodesModel::ColumnCount:
        break;
    }
    return 96;
}

int nodeColumnLeastWidth(NodesModel::Column column)
{
    qreal widest = lineWidth(Type::SmallStrong, nodeColumnTitle(column));
    if (column == NodesModel::LastBeatColumn)
        widest = std::max(widest, lineWidth(Type::Body, NodeColumns::tr("%1 ago").arg(shortAge(std::chrono::minutes(59)))));
    return static_cast<int>(std::ceil(widest)) + scaled(12);
}

Qt::Alignment nodeColumnAlignment(NodesModel::Column column)
{
    switch (column) {
    case NodesModel::LastBeatColumn:
    case NodesModel::AgentsColumn:
    case NodesModel::JobsColumn:
    case NodesModel::PinnedColumn:
    case NodesModel::VersionColumn:
    case NodesModel::UptimeColumn:
    case NodesModel::SkewColumn:
        return Qt::AlignRight | Qt::AlignVCenter;
    default:
        return Qt::AlignLeft | Qt::AlignVCenter;
    }
}

bool isColumnShownAtFirst(NodesModel::Column column)
{
    return column <= NodesModel::VersionColumn;
}

QString nodeCellText(const NodesModel &nodes, int row, NodesModel::Column column)
{
    const Node &node = nodes.nodeAt(row);
    switch (column) {
    case NodesModel::StatusColumn:
        return statusChipText(statusWordsOf(node, nodes.shownAt(row)));
    case NodesModel::NameColumn:
        return node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
    case NodesModel::RoleColumn:
        return wordOf(node.who.role);
    case NodesModel::AddressColumn:
        return orUnknown(node.who.address);
    case NodesModel::LastBeatColumn: {
        const std::optional<milliseconds> age = nodes.beatAge(row);
        return age ? NodeColumns::tr("%1 ago").arg(shortAge(*age)) : unknownText();
    }
    case NodesModel::CpuColumn:
        return percentText(node.load.cpu);
    case NodesModel::MemoryColumn:
        return percentText(node.load.memoryShare());
    case NodesModel::AgentsColumn:
        return knowsAgents(node) ? countText(node.agents.size()) : unknownText();
    case NodesModel::JobsColumn:
        return node.load.jobsRunning ? countText(*node.load.jobsRunning) : unknownText();
    case NodesModel::PinnedColumn: {
        const std::optional<PinCount> pins = nodes.pinsAt(row);
        return pins ? countText(pins->all()) : unknownText();
    }
    case NodesModel::VersionColumn:
        return orUnknown(node.who.version);
    case NodesModel::PlatformColumn:
        return orUnknown(node.who.platform);
    case NodesModel::CapabilitiesColumn:
        return node.who.capabilities.join(u", "_s);
    case NodesModel::UptimeColumn:
        return node.who.startedAt ? longSpan(nodes.now() - *node.who.startedAt) : unknownText();
    case NodesModel::StartedColumn:
        return node.who.startedAt ? dateText(*node.who.startedAt) : unknownText();
    case NodesModel::SkewColumn:
        return node.clockSkew ? shortSpan(std::chrono::abs(*node.clockSkew)) : unknownText();
    case NodesModel::LabelsColumn:
        return labelsText(node.who.labels);
    case NodesModel::NodeIdColumn:
        return node.who.id.text();
    case NodesModel::ColumnCount:
        break;
    }
    return {};
}

} // namespace muster
