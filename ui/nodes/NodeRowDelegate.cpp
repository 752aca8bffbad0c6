// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeRowDelegate.h"

#include "core/mirror/NodeFilterModel.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/ControlPaint.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeCardContent.h"
#include "ui/nodes/NodeColumns.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTableView>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// A cell to paint: the row of the source, and what the view says.
struct Cell {
    QPainter *painter;
    const NodesModel &nodes;
    int row;
    const QStyleOptionViewItem &option;
    QRectF room;

    bool isSelected() const { return option.state & QStyle::State_Selected; }
    QRectF visual(const QRectF &rect) const
    {
        return QStyle::visualRect(option.direction, option.rect, rect.toAlignedRect());
    }
};

void paintStatusCell(const Cell &cell)
{
    const ShownStatus shown = cell.nodes.shownAt(cell.row);
    const bool hovered = cell.option.state & QStyle::State_MouseOver;
    paintCheckBox(cell.painter, NodeRowDelegate::checkBoxIn(cell.option.rect, cell.option.direction),
                  cell.isSelected() ? Qt::Checked : Qt::Unchecked, true, hovered);
    const int icon = scaled(16);
    const qreal x = cell.option.rect.x() + scaled(12 + 16 + 12);
    const qreal middle = cell.option.rect.y() + (cell.option.rect.height() - 1) / 2.0;
    const QRectF shape(x, std::floor(middle - icon / 2.0 + 0.5), icon, icon);
    paintStatusShape(cell.painter, shown.status, cell.visual(shape).topLeft(), icon);
    // The table has columns for what the chip's brackets say.
    StatusWords words = statusWordsOf(cell.nodes.nodeAt(cell.row), shown);
    words.was = std::nullopt;
    const QString text = shown.pending ? pendingText(*shown.pending) : statusChipText(words);
    const qreal left = x + icon + scaled(8);
    const bool isBare = shown.status == NodeStatus::Online && !cell.isSelected() && !shown.pending;
    const qreal room = cell.option.rect.right() - left;
    if (isBare) {
        drawLine(cell.painter, cell.visual(QRectF(left, cell.option.rect.y(), room, cell.option.rect.height() - 1)),
                 Type::SmallStrong, statusColor(shown.status).fg, text,
                 cell.option.direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight);
        return;
    }
    const qreal width = std::min<qreal>(chipWidth(text, Type::SmallStrong), room);
    const QRectF chip(left, std::floor(middle - chipHeight() / 2.0 + 0.5), width, chipHeight());
    paintChip(cell.painter, cell.visual(chip), text, statusChip(shown.status));
}

void paintNameCell(const Cell &cell)
{
    const Tokens &t = tokens();
    const Node &node = cell.nodes.nodeAt(cell.row);
    const QString name = nodeCellText(cell.nodes, cell.row, NodesModel::NameColumn);
    const qreal wanted = lineWidth(Type::BodyMedium, name) + 1;
    const int star = cell.nodes.isOwner(cell.row) ? scaled(8 + 14) : 0;
    const QString flag = QCoreApplication::translate("NodeCard", "cordoned");
    const bool isDraining = cell.nodes.statusAt(cell.row) == NodeStatus::Draining;
    const int chip = node.cordoned && !isDraining ? chipWidth(flag) + scaled(6) : 0;
    const qreal width = std::min(wanted, cell.room.width() - star - chip);
    const QRectF text(cell.room.x(), cell.room.y(), width, cell.room.height());
    drawLine(cell.painter, cell.visual(text), Type::BodyMedium, t.text, name,
             cell.option.direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight);
    qreal x = text.right();
    if (star > 0) {
        const QRectF at(x + scaled(6), cell.room.center().y() - scaled(7), scaled(14), scaled(14));
        paintIcon(cell.painter, "leader"_L1, cell.visual(at).topLeft(), scaled(14), t.text2);
        x += star;
    }
    if (chip > 0) {
        const QRectF at(x + scaled(6), std::floor(cell.room.center().y() - chipHeight() / 2.0), chip - scaled(6), chipHeight());
        paintChip(cell.painter, cell.visual(at), flag, outlinedChip());
    }
}

void paintMetricCell(const Cell &cell, bool isMemory)
{
    const Tokens &t = tokens();
    const Node &node = cell.nodes.nodeAt(cell.row);
    const std::optional<double> share = isMemory ? node.load.memoryShare() : node.load.cpu;
    const NodeStatus status = cell.nodes.statusAt(cell.row);
    const bool isGone = status == NodeStatus::Offline || status == NodeStatus::Failed || status == NodeStatus::Joining;
    const auto end = cell.option.direction == Qt::LeftToRight ? Qt::AlignRight : Qt::AlignLeft;
    const QRectF figure(cell.room.right() - scaled(40), cell.room.y(), scaled(40), cell.room.height());
    if (!share || isGone) {
        drawLine(cell.painter, cell.visual(figure), Type::Body, t.text3, unknownText(), end);
        return;
    }
    const NodeHistory history = cell.nodes.historyAt(cell.row);
    const bool isMuted = status == NodeStatus::Unknown;
    const qreal width = std::min<qreal>(scaled(96), cell.room.width() - scaled(44));
    if (width > scaled(24)) {
        const QRectF line(cell.room.x(), std::floor(cell.room.center().y() - scaled(9)), width, scaled(20));
        paintSparkline(cell.painter, cell.visual(line), isMemory ? history.memory : history.cpu,
                       isMuted ? SparkTone::LastKnown : SparkTone::Live);
    }
    const bool isHigh = *share > limits::kHighLoadShare && !isMuted;
    drawLine(cell.painter, cell.visual(figure), isHigh ? Type::BodyStrong : Type::Body,
             isHigh ? t.degraded.fg : isMuted ? t.text2 : t.text, percentText(share), end);
}

void paintVersionCell(const Cell &cell)
{
    const Tokens &t = tokens();
    const bool isOlder = cell.nodes.isOlder(cell.row);
    QRectF text = cell.room;
    if (isOlder) {
        const int icon = scaled(14);
        const QRectF arrow(text.right() - icon + scaled(2), text.center().y() - icon / 2.0, icon, icon);
        paintIcon(cell.painter, "arrow-up"_L1, cell.visual(arrow).topLeft(), icon, t.degraded.fg);
        text.setRight(text.right() - icon);
    }
    drawLine(cell.painter, cell.visual(text), Type::Small, isOlder ? t.degraded.fg : t.text2,
             nodeCellText(cell.nodes, cell.row, NodesModel::VersionColumn),
             cell.option.direction == Qt::LeftToRight ? Qt::AlignRight : Qt::AlignLeft);
}

void paintTextCell(const Cell &cell, NodesModel::Column column)
{
    const Tokens &t = tokens();
    const bool isMono = column == NodesModel::AddressColumn || column == NodesModel::NodeIdColumn;
    const bool isFigure = column == NodesModel::AgentsColumn || column == NodesModel::JobsColumn || column == NodesModel::PinnedColumn;
    const auto alignment = QStyle::visualAlignment(cell.option.direction, nodeColumnAlignment(column));
    drawLine(cell.painter, cell.visual(cell.room), isMono ? Type::MonoSmall : Type::Body, isFigure ? t.text : t.text2,
             nodeCellText(cell.nodes, cell.row, column), alignment);
}

// The panel's side padding is larger than the gap between cells.
bool isLastColumn(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    return view && option.rect.right() >= view->viewport()->width() - 2;
}

void paintGround(QPainter *painter, const QStyleOptionViewItem &option)
{
    const Tokens &t = tokens();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, t.selection);
    if (option.state & QStyle::State_MouseOver && !(option.state & QStyle::State_Selected))
        painter->fillRect(option.rect, t.hoverWash);
    painter->fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, t.border);
}

// The focus belongs to the row: each cell paints its part of one frame.
void paintRowFocus(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    if (!view || !view->hasFocus() || !isFocusShown() || view->currentIndex().row() != index.row())
        return;
    const QColor &accent = tokens().accent;
    const QRect r = option.rect.adjusted(0, 0, 0, -1);
    painter->fillRect(r.x(), r.y(), r.width(), 2, accent);
    painter->fillRect(r.x(), r.bottom() - 1, r.width(), 2, accent);
    if (option.viewItemPosition == QStyleOptionViewItem::Beginning || view->columnViewportPosition(index.column()) <= 0)
        painter->fillRect(r.x(), r.y(), 2, r.height(), accent);
    if (r.right() >= view->viewport()->width() - 2)
        painter->fillRect(r.right() - 1, r.y(), 2, r.height(), accent);
}

} // namespace

NodeRowDelegate::NodeRowDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

QRect NodeRowDelegate::checkBoxIn(const QRect &cell, Qt::LayoutDirection direction)
{
    const int side = scaled(16);
    const QRect box(cell.x() + scaled(12), cell.y() + (cell.height() - 1 - side) / 2, side, side);
    return QStyle::visualRect(direction, cell, box);
}

void NodeRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *filter = qobject_cast<const NodeFilterModel *>(index.model());
    if (!filter || !filter->nodes())
        return;
    paintGround(painter, option);
    const QModelIndex source = filter->mapToSource(index);
    const int side = scaled(6);
    QRectF room = QRectF(option.rect).adjusted(side, 0, -side, -1);
    if (isLastColumn(option))
        room.setRight(room.right() - scaled(8));
    const Cell cell{painter, *filter->nodes(), source.row(), option, room};
    const auto column = static_cast<NodesModel::Column>(index.column());
    if (cell.nodes.pendingAt(cell.row))
        painter->fillRect(option.rect.adjusted(0, 0, 0, -1), QBrush(tokens().border, Qt::BDiagPattern));
    switch (column) {
    case NodesModel::StatusColumn:
        paintStatusCell(cell);
        break;
    case NodesModel::NameColumn:
        paintNameCell(cell);
        break;
    case NodesModel::CpuColumn:
    case NodesModel::MemoryColumn:
        paintMetricCell(cell, column == NodesModel::MemoryColumn);
        break;
    case NodesModel::VersionColumn:
        paintVersionCell(cell);
        break;
    default:
        paintTextCell(cell, column);
    }
    paintRowFocus(painter, option, index);
}

QSize NodeRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *filter = qobject_cast<const NodeFilterModel *>(index.model());
    const auto column = static_cast<NodesModel::Column>(index.column());
    if (!filter || !filter->nodes())
        return QStyledItemDelegate::sizeHint(option, index);
    const QString text = nodeCellText(*filter->nodes(), filter->mapToSource(index).row(), column);
    const bool isMono = column == NodesModel::AddressColumn || column == NodesModel::NodeIdColumn;
    int width = QFontMetrics(fontOf(isMono ? Type::MonoSmall : Type::BodyMedium)).horizontalAdvance(text) + scaled(14);
    if (column == NodesModel::StatusColumn)
        width = chipWidth(text, Type::SmallStrong) + scaled(12 + 16 + 12 + 16 + 8 + 8);
    if (column == NodesModel::CpuColumn || column == NodesModel::MemoryColumn)
        width = scaled(nodeColumnWidth(column));
    return {width, scaled(32)};
}

} // namespace muster
