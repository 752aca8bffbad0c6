// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeCardDelegate.h"

#include "core/mirror/NodeFilterModel.h"
#include "core/mirror/NodesModel.h"
#include "ui/kit/Chip.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/ProgressBar.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QAbstractItemView>
#include <QAbstractProxyModel>
#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Ground, edge and outline are the same for many cards, and dear to paint with smooth corners.
QPixmap groundOf(const QSizeF &size, NodeStatus status, CardState state, Qt::LayoutDirection direction, qreal ratio)
{
    const Tokens &t = tokens();
    const QString key = u"card/%1x%2/%3/%4%5%6%7/%8"_s.arg(size.width()).arg(size.height()).arg(static_cast<int>(status))
                            .arg(int(state.isHovered)).arg(int(state.isSelected)).arg(int(t.isDark)).arg(int(direction))
                            .arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap((size * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const QRectF card(QPointF(0, 0), size);
    const qreal radius = scaled(10);
    const QColor outline = state.isSelected ? t.accent : state.isHovered ? t.borderStrong : t.border;
    paintPanel(&painter, card, radius, state.isSelected ? t.selection : t.surface, outline);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath corner;
    corner.addRoundedRect(card, radius, radius);
    painter.setClipPath(corner);
    const qreal edge = scaled(3);
    const qreal x = direction == Qt::LeftToRight ? 0 : card.width() - edge;
    painter.fillRect(QRectF(x, 0, edge, card.height()), statusColor(status).fg);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintMetric(QPainter *painter, const CardMetric &metric, const QRectF &label, const QRectF &value,
                 const QRectF &line, bool isMuted)
{
    const Tokens &t = tokens();
    drawLine(painter, label, Type::Micro, t.text2, metric.label);
    const QColor figure = isMuted ? t.text2 : metric.isHigh ? t.degraded.fg : t.text;
    drawLine(painter, value, metric.isHigh && !isMuted ? Type::MicroStrong : Type::Micro, figure, metric.value,
             Qt::AlignRight);
    paintSparkline(painter, line, metric.samples, isMuted ? SparkTone::LastKnown : SparkTone::Live);
}

void paintMiddle(QPainter *painter, const NodeCardContent &content, const NodeCardLayout &layout)
{
    const Tokens &t = tokens();
    const QColor words = content.isMuted ? t.text2 : t.text;
    switch (content.middle) {
    case NodeCardContent::Middle::Metrics:
        paintMetric(painter, content.cpu, layout.cpuLabel, layout.cpuValue, layout.cpuLine, content.isMuted);
        paintMetric(painter, content.memory, layout.memoryLabel, layout.memoryValue, layout.memoryLine, content.isMuted);
        return;
    case NodeCardContent::Middle::Progress:
        drawLine(painter, layout.progressText, Type::Small, words, content.progressText);
        drawLine(painter, layout.progressNote, Type::Small, t.text2, content.progressNote, Qt::AlignRight);
        paintProgress(painter, layout.progress, content.progress, statusColor(content.status).fg);
        return;
    case NodeCardContent::Middle::Text:
        drawTwoLines(painter, layout.text, Type::Small, words, content.text);
        return;
    }
}

void paintHead(QPainter *painter, const NodeCardContent &content, const NodeCardLayout &layout, bool isSelected)
{
    const Tokens &t = tokens();
    const int icon = scaled(16);
    paintStatusShape(painter, content.status, layout.shape.topLeft(), icon);
    drawLine(painter, layout.name, Type::Heading, content.isMuted ? t.text2 : t.text, content.name);
    if (content.isOwner)
        paintIcon(painter, "leader"_L1, layout.star.topLeft(), icon, t.text2);
    paintChip(painter, layout.role, content.role, neutralChip(isSelected));
    paintIcon(painter, "more"_L1, layout.menu.topLeft(), icon, t.text2);
    // On the selection colour a bare status word would be too faint (ux.md 4.3).
    if (content.isChip || isSelected) {
        QRectF chip = layout.status;
        if (!content.isChip)
            chip.setWidth(chipWidth(content.statusText, Type::SmallStrong));
        paintChip(painter, chip, content.statusText, statusChip(content.status));
    } else {
        drawLine(painter, layout.status, Type::SmallStrong, statusColor(content.status).fg, content.statusText);
    }
    QRectF note = layout.note;
    if (isSelected && !content.isChip)
        note.setLeft(note.left() + scaled(12));
    drawLine(painter, note, content.isNoteAddress ? Type::MonoSmall : Type::Small, t.text2, content.note);
    drawLine(painter, layout.age, Type::Small, content.isAgeLate ? t.degraded.fg : t.text3, content.age, Qt::AlignRight);
}

void paintFoot(QPainter *painter, const NodeCardContent &content, const NodeCardLayout &layout, bool isSelected)
{
    const Tokens &t = tokens();
    drawLine(painter, layout.counts, Type::Small, t.text2, content.counts);
    for (qsizetype i = 0; i < layout.chips.size(); ++i) {
        const bool isFlag = content.isCordoned && i == 0;
        const qsizetype at = content.isCordoned ? i - 1 : i;
        paintChip(painter, layout.chips[i], isFlag ? QCoreApplication::translate("NodeCard", "cordoned") : content.chips[at],
                  isFlag ? outlinedChip() : neutralChip(isSelected));
    }
    const QColor color = content.isOlder ? t.degraded.fg : t.text3;
    drawLine(painter, layout.version, Type::Small, color, content.version, Qt::AlignRight);
    if (content.isOlder)
        paintIcon(painter, "arrow-up"_L1, layout.older.topLeft(), scaled(14), color);
}

} // namespace

void paintNodeCard(QPainter *painter, const QRectF &card, const NodeCardContent &content, CardState state,
                   Qt::LayoutDirection direction)
{
    const NodeCardLayout layout = NodeCardLayout::of(content, card, direction);
    painter->drawPixmap(card.topLeft(), groundOf(card.size(), content.status, state, direction,
                                                 painter->device()->devicePixelRatio()));
    if (content.isPending)
        painter->fillRect(card.adjusted(scaled(4), scaled(4), -scaled(4), -scaled(4)), QBrush(tokens().border, Qt::BDiagPattern));
    paintHead(painter, content, layout, state.isSelected);
    paintMiddle(painter, content, layout);
    paintFoot(painter, content, layout, state.isSelected);
    if (state.isFocused)
        paintFocusRing(painter, card, scaled(10));
}

NodeCardDelegate::NodeCardDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

QRect NodeCardDelegate::cardIn(const QRect &cell)
{
    // Two thirds of the gap at the left: the view can then end 4 px, the ring's reach, behind the last card.
    const int gap = NodeCardLayout::gap();
    return cell.adjusted(gap * 2 / 3, gap / 2, -gap / 3, -gap / 2);
}

void NodeCardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const CardState state{.isHovered = bool(option.state & QStyle::State_MouseOver),
                          .isSelected = bool(option.state & QStyle::State_Selected),
                          .isFocused = option.state & QStyle::State_HasFocus && isFocusShown()};
    paintNodeCard(painter, cardIn(option.rect), cardContentAt(index), state, option.direction);
}

QSize NodeCardDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return m_cell;
}

NodeCardContent cardContentAt(const QModelIndex &index)
{
    const QAbstractItemModel *model = index.model();
    QModelIndex source = index;
    if (const auto *proxy = qobject_cast<const QAbstractProxyModel *>(model)) {
        source = proxy->mapToSource(index);
        model = proxy->sourceModel();
    }
    const auto *nodes = qobject_cast<const NodesModel *>(model);
    if (!nodes || !source.isValid())
        return {};
    const int row = source.row();
    const ShownStatus shown = nodes->shownAt(row);
    const NodeHistory history = nodes->historyAt(row);
    const ClusterSession *session = nodes->session();
    return nodeCardContent({.node = nodes->nodeAt(row),
                            .shown = shown,
                            .history = history,
                            .isOwner = nodes->isOwner(row),
                            .isOlder = nodes->isOlder(row),
                            .now = nodes->now(),
                            .asOf = session && !session->isLive() ? session->lastLiveAt() : std::nullopt,
                            .pins = nodes->pinsAt(row),
                            .isPartial = nodes->isPartial()});
}

} // namespace muster
