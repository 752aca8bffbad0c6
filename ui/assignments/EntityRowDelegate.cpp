// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityRowDelegate.h"

#include "core/mirror/EntityFilterModel.h"
#include "ui/assignments/EntityWords.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTableView>
#include <QToolTip>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRow = 32; // Heads too.
constexpr int kControl = 26;
constexpr int kIcon = 16;

//! A cell to paint.
struct Cell {
    QPainter *painter;
    const EntitiesModel &entities;
    int row; // Of the source.
    const EntityState &state;
    const StagedPin *pin;
    const QStyleOptionViewItem &option;
    bool isEditable;
    bool hasFocus; // This very cell.
    bool isPlaceShown; // There is a column for where it is.
    bool isHovered; // The row.

    QRectF room() const
    {
        // As the titles of the head; controls reach eight further, their text does not.
        return QRectF(option.rect).adjusted(scaled(12), 0, -scaled(4), -1);
    }
    QRectF visual(const QRectF &rect) const
    {
        return QStyle::visualRect(option.direction, option.rect, rect.toAlignedRect());
    }
    Qt::Alignment start() const { return option.direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight; }
};

//! Draws \a text from \a x on; gives where it ends.
qreal drawPart(const Cell &cell, qreal x, qreal right, Type type, const QColor &color, const QString &text)
{
    const qreal width = std::min(lineWidth(type, text) + 1, right - x);
    if (width <= 0)
        return x;
    drawLine(cell.painter, cell.visual(QRectF(x, cell.option.rect.y(), width, cell.option.rect.height() - 1)), type, color, text, cell.start());
    return x + width;
}

qreal drawIcon(const Cell &cell, qreal x, QLatin1StringView icon, int size, const QColor &color)
{
    const qreal y = cell.option.rect.y() + std::floor((cell.option.rect.height() - 1 - size) / 2.0 + 0.5);
    paintIcon(cell.painter, icon, cell.visual(QRectF(x, y, size, size)).topLeft(), size, color);
    return x + size;
}

void strikeOut(const Cell &cell, qreal from, qreal to)
{
    cell.painter->fillRect(cell.visual(QRectF(from, cell.option.rect.center().y(), to - from, 1)), tokens().text3);
}

void paintControl(const Cell &cell)
{
    if (!cell.isEditable)
        return;
    const Tokens &t = tokens();
    const QRectF box = EntityRowDelegate::controlIn(cell.option.rect);
    const QColor &edge = cell.hasFocus ? t.accent : cell.option.state & QStyle::State_MouseOver ? t.borderStrong : t.border;
    paintPanel(cell.painter, box, scaled(6), t.surface, edge, cell.hasFocus ? 2 : 1);
    drawIcon(cell, box.right() - scaled(6 + 14), "chevron-down"_L1, scaled(14), t.text2);
}

void paintName(const Cell &cell)
{
    const Tokens &t = tokens();
    const QRectF room = cell.room();
    qreal x = drawIcon(cell, room.x(), kindIcon(cell.state.entity.ref.kind), scaled(kIcon), t.text2) + scaled(8);
    x = drawPart(cell, x, room.right(), Type::BodyMedium, t.text, cell.state.entity.name());
    // A title may be anything; the id is what commands want.
    if (!cell.state.entity.title.isEmpty() && room.right() - x > scaled(40))
        drawPart(cell, x + scaled(8), room.right(), Type::Small, t.text3, cell.state.entity.ref.id.text());
}

void paintPinValue(const Cell &cell, qreal x, qreal right, const NodeId &node, bool isNew)
{
    const Tokens &t = tokens();
    if (!node.isEmpty()) {
        drawPart(cell, x, right, isNew ? Type::BodyStrong : Type::Body, t.text, cell.entities.nodeName(node));
        return;
    }
    x = drawIcon(cell, x, "demo"_L1, scaled(10), isNew ? t.text : t.text3) + scaled(8);
    drawPart(cell, x, right, isNew ? Type::BodyStrong : Type::Body, isNew ? t.text : t.text3, EntityRowDelegate::tr("default"));
}

void paintPin(const Cell &cell)
{
    const Tokens &t = tokens();
    paintControl(cell);
    const QRectF box = EntityRowDelegate::controlIn(cell.option.rect);
    qreal x = box.x() + scaled(8);
    const qreal right = box.right() - scaled(cell.isEditable ? 24 : 4);
    const NodeId now = cell.state.assignment ? cell.state.assignment->node : NodeId();
    if (!cell.pin || cell.pin->node == now) {
        paintPinValue(cell, x, right, now, false);
        return;
    }
    const QString old = now.isEmpty() ? EntityRowDelegate::tr("default") : cell.entities.nodeName(now);
    const qreal from = x;
    // The new value is what matters: the old one gives way.
    const QString fresh = cell.pin->node.isEmpty() ? EntityRowDelegate::tr("default") : cell.entities.nodeName(cell.pin->node);
    const qreal needed = lineWidth(Type::BodyStrong, fresh) + scaled(8 + 14 + 8);
    if (const qreal most = right - needed - x; most >= scaled(24)) {
        x = drawPart(cell, x, x + most, Type::Body, t.text3, old) + scaled(6);
        strikeOut(cell, from, x - scaled(6));
    }
    x = drawIcon(cell, x, "arrow-right"_L1, scaled(14), t.text2) + scaled(6);
    paintPinValue(cell, x, right, cell.pin->node, true);
}

void paintMode(const Cell &cell)
{
    const Tokens &t = tokens();
    const bool isPinned = cell.pin ? !cell.pin->node.isEmpty() : cell.state.assignment.has_value();
    const QRectF box = EntityRowDelegate::controlIn(cell.option.rect);
    if (!isPinned) {
        if (cell.hasFocus)
            paintPanel(cell.painter, box, scaled(6), Qt::transparent, t.accent, 2);
        drawPart(cell, box.x() + scaled(8), box.right(), Type::Body, t.text3, u"—"_s);
        return;
    }
    paintControl(cell);
    const AssignmentMode mode = cell.pin ? cell.pin->mode : cell.state.assignment->mode;
    const bool isNew = cell.pin && !(cell.state.assignment && cell.state.assignment->mode == mode);
    drawPart(cell, box.x() + scaled(8), box.right() - scaled(cell.isEditable ? 22 : 0),
             isNew ? Type::BodyStrong : Type::Body, t.text, modeTitle(mode));
}

void paintState(const Cell &cell)
{
    EntityLine line = stateLine(cell.entities, cell.row, cell.pin);
    if (const QString rest = remainsText(cell.entities, cell.state); !rest.isEmpty() && !cell.isPlaceShown && !cell.pin)
        line.text = EntityRowDelegate::tr("on %1 %2").arg(cell.entities.index(cell.row, EntitiesModel::NodeColumn).data().toString(), rest);
    const QRectF room = cell.room();
    const qreal x = drawIcon(cell, room.x(), line.icon, scaled(kIcon), line.color) + scaled(8);
    drawPart(cell, x, room.right(), Type::Small, line.isLoud ? line.color : tokens().text2, line.text);
}

void paintPlace(const Cell &cell)
{
    const Tokens &t = tokens();
    const QRectF room = cell.room();
    const QString text = cell.entities.index(cell.row, EntitiesModel::NodeColumn).data().toString();
    const QString rest = remainsText(cell.entities, cell.state);
    const bool isQuiet = !cell.entities.isCurrent() || text.isEmpty();
    const qreal x = drawPart(cell, room.x(), room.right(), Type::Body, isQuiet ? t.text3 : t.text, text.isEmpty() ? unknownText() : text);
    if (!rest.isEmpty() && room.right() - x > scaled(24))
        drawPart(cell, x + scaled(6), room.right(), Type::Small, t.text2, rest);
}

void paintText(const Cell &cell, EntitiesModel::Column column)
{
    if (column == EntitiesModel::NodeColumn)
        return paintPlace(cell);
    const QRectF room = cell.room();
    const QString text = column == EntitiesModel::KindColumn ? kindTitle(cell.state.entity.ref.kind)
                                                       : cell.entities.index(cell.row, column).data().toString();
    drawPart(cell, room.x(), room.right(), Type::Body, tokens().text2, text.isEmpty() ? unknownText() : text);
}

void paintGround(const Cell &cell, const QModelIndex &index)
{
    const Tokens &t = tokens();
    const QRect &rect = cell.option.rect;
    if (cell.option.state & QStyle::State_Selected)
        cell.painter->fillRect(rect, t.selection);
    else if (cell.isHovered)
        cell.painter->fillRect(rect, t.hoverWash);
    if (cell.entities.pendingAt(cell.row))
        cell.painter->fillRect(rect.adjusted(0, 0, 0, -1), QBrush(t.border, Qt::BDiagPattern));
    cell.painter->fillRect(rect.x(), rect.bottom(), rect.width(), 1, t.border);
    if (cell.pin && index.column() == EntitiesModel::NameColumn)
        cell.painter->fillRect(cell.visual(QRectF(rect.x(), rect.y(), 3, rect.height() - 1)),
                               cell.pin->isConflict ? t.degraded.fg : t.accent);
}

bool isControl(int column)
{
    return column == EntitiesModel::PinColumn || column == EntitiesModel::ModeColumn;
}

//! The keyboard is on the row; in the columns of controls on the cell alone.
void paintRowFocus(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index, const QTableView *view)
{
    if (isControl(view->currentIndex().column()))
        return;
    const QColor &accent = tokens().accent;
    const QRect r = option.rect.adjusted(0, 0, 0, -1);
    painter->fillRect(r.x(), r.y(), r.width(), 2, accent);
    painter->fillRect(r.x(), r.bottom() - 1, r.width(), 2, accent);
    if (view->columnViewportPosition(index.column()) <= 0)
        painter->fillRect(r.x(), r.y(), 2, r.height(), accent);
    if (r.right() >= view->viewport()->width() - 2)
        painter->fillRect(r.right() - 1, r.y(), 2, r.height(), accent);
}

} // namespace

EntityRowDelegate::EntityRowDelegate(const EntityFilterModel *entities, const StagedPins *pins, QObject *parent)
    : QStyledItemDelegate(parent), m_entities(entities), m_pins(pins)
{
    connect(pins, &StagedPins::changed, this, [this] { m_moves.reset(); });
    connect(entities->entities(), &EntitiesModel::applied, this, [this] { m_moves.reset(); });
}

QRect EntityRowDelegate::controlIn(const QRect &cell)
{
    const int height = scaled(kControl);
    return {cell.x() + scaled(4), cell.y() + (cell.height() - 1 - height) / 2, cell.width() - scaled(8), height};
}

bool EntityRowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                  const QModelIndex &index)
{
    const int row = event->type() == QEvent::ToolTip && index.isValid() ? m_entities->sourceRow(index.row()) : -1;
    if (row < 0)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const EntityState &state = m_entities->entities()->stateAt(row);
    QString text = placeSentence(*m_entities->entities(), state);
    if (index.column() == EntitiesModel::NameColumn) // A title may be too long for any column.
        text = state.entity.title.isEmpty() ? state.entity.ref.text() : u"%1\n%2"_s.arg(state.entity.title, state.entity.ref.text());
    if (!m_entities->entities()->isCurrent())
        text = tr("Last known: %1").arg(text);
    QToolTip::showText(event->globalPos(), plainToolTip(text), view);
    return true;
}

void EntityRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!m_entities->isEntity(index.row()))
        return paintHead(painter, option, index.row());
    const int row = m_entities->sourceRow(index.row());
    if (row < 0)
        return;
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    const bool isCurrent = view && view->hasFocus() && isFocusShown() && view->currentIndex().row() == index.row();
    const EntityState &state = m_entities->entities()->stateAt(row);
    const Cell cell{painter,  *m_entities->entities(), row, state, m_pins->find(state.entity.ref),
                    option,   m_isEditable,            isCurrent && view->currentIndex().column() == index.column(),
                    view && !view->isColumnHidden(EntitiesModel::NodeColumn), index.row() == m_hoverRow};
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    paintGround(cell, index);
    switch (static_cast<EntitiesModel::Column>(index.column())) {
    case EntitiesModel::NameColumn:
        paintName(cell);
        break;
    case EntitiesModel::PinColumn:
        paintPin(cell);
        break;
    case EntitiesModel::ModeColumn:
        paintMode(cell);
        break;
    case EntitiesModel::StateColumn:
        paintState(cell);
        break;
    case EntitiesModel::KindColumn:
    case EntitiesModel::TenantColumn:
    case EntitiesModel::NodeColumn:
    case EntitiesModel::ColumnCount:
        paintText(cell, static_cast<EntitiesModel::Column>(index.column()));
        break;
    }
    if (isCurrent)
        paintRowFocus(painter, option, index, view);
    painter->restore();
}

QSize EntityRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int control = isControl(index.column()) ? 40 : index.column() == EntitiesModel::NameColumn ? 48 : 16;
    return {std::max(QStyledItemDelegate::sizeHint(option, index).width(), static_cast<int>(lineWidth(Type::BodyMedium, index.data().toString())) + scaled(control)),
            scaled(kRow)};
}

} // namespace muster
