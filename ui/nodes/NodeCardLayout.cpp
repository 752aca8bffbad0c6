// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeCardLayout.h"

#include "ui/kit/Chip.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace muster {

namespace {

// Measures of mockups/README.md, px at scale 1, from the card's corner.
constexpr int kLeft = 16;
constexpr int kRight = 12;
constexpr int kLine1 = 12;
constexpr int kLine2 = 35;
constexpr int kLine3 = 60;
constexpr int kLine4 = 104;
constexpr int kLine5 = 125;
constexpr int kColumnGap = 16;
constexpr int kShape = 16;
constexpr int kGap = 8;
constexpr int kSmallGap = 6;
constexpr int kChipGap = 4;

qreal widthOf(const QString &text, Type type)
{
    return std::ceil(lineWidth(type, text));
}

// One line of a card: things are taken from both ends, what is left is between.
class Line
{
public:
    Line(const QRectF &card, int y, int height)
        : m_left(card.x() + scaled(kLeft)), m_right(card.right() - scaled(kRight)), m_y(card.y() + scaled(y)),
          m_height(scaled(height))
    {
    }

    qreal room() const { return std::max(0.0, m_right - m_left); }
    QRectF takeLeft(qreal width, int gap)
    {
        width = std::min(width, room());
        const QRectF taken(m_left, m_y, width, m_height);
        m_left += width > 0 ? width + scaled(gap) : 0;
        return taken;
    }
    QRectF takeRight(qreal width, int gap)
    {
        width = std::min(width, room());
        m_right -= width;
        const QRectF taken(m_right, m_y, width, m_height);
        m_right -= width > 0 ? scaled(gap) : 0;
        return taken;
    }

private:
    qreal m_left;
    qreal m_right;
    qreal m_y;
    qreal m_height;
};

QRectF centred(const QRectF &rect, qreal height)
{
    return {rect.x(), std::floor(rect.y() + (rect.height() - height) / 2), rect.width(), height};
}

void placeHead(NodeCardLayout *layout, const NodeCardContent &content, const QRectF &card)
{
    Line line(card, kLine1, 20);
    // The dots of the icon end two px inside of it.
    QRectF menu = line.takeRight(scaled(kShape - 2), kGap);
    layout->menu = centred(menu.adjusted(0, 0, scaled(2), 0), scaled(kShape));
    layout->shape = centred(line.takeLeft(scaled(kShape), kGap), scaled(kShape));
    const qreal role = std::min<qreal>(chipWidth(content.role), line.room() / 2);
    layout->role = centred(line.takeRight(role, kGap), chipHeight());
    if (content.isOwner) {
        const qreal star = scaled(kShape);
        layout->name = line.takeLeft(std::min(widthOf(content.name, Type::Heading), line.room() - star - scaled(10)), 10);
        layout->star = centred(line.takeLeft(star, 0), star);
    } else {
        layout->name = line.takeLeft(std::min(widthOf(content.name, Type::Heading), line.room()), 0);
    }
}

void placeStatus(NodeCardLayout *layout, const NodeCardContent &content, const QRectF &card)
{
    Line line(card, kLine2, 18);
    layout->age = line.takeRight(widthOf(content.age, Type::Small), kSmallGap);
    const qreal status =
        content.isChip ? chipWidth(content.statusText, Type::SmallStrong) : widthOf(content.statusText, Type::SmallStrong) + 1;
    layout->status = line.takeLeft(status, kSmallGap);
    if (!content.note.isEmpty())
        layout->note = line.takeLeft(line.room(), 0);
}

void placeMiddle(NodeCardLayout *layout, const NodeCardContent &content, const QRectF &card)
{
    const QRectF room(card.x() + scaled(kLeft), card.y() + scaled(kLine3),
                      card.width() - scaled(kLeft) - scaled(kRight), scaled(36));
    if (content.middle == NodeCardContent::Middle::Text) {
        layout->text = room;
        return;
    }
    if (content.middle == NodeCardContent::Middle::Progress) {
        Line line(card, kLine3, 16);
        layout->progressText = line.takeLeft(widthOf(content.progressText, Type::Small) + 1, kGap);
        const qreal note = std::min(widthOf(content.progressNote, Type::Small) + 1, line.room());
        layout->progressNote = content.progressNote.isEmpty() ? QRectF() : line.takeRight(note, 0);
        layout->progress = QRectF(room.x(), room.y() + scaled(24), room.width(), scaled(6));
        return;
    }
    const qreal column = std::floor((room.width() - scaled(kColumnGap)) / 2);
    const auto place = [&](qreal x, const CardMetric &metric, QRectF *label, QRectF *value, QRectF *spark) {
        const qreal figure = std::min(widthOf(metric.value, Type::Micro) + 1, column);
        *value = QRectF(x + column - figure, room.y(), figure, scaled(14));
        *label = QRectF(x, room.y(), std::max(0.0, column - figure - scaled(4)), scaled(14));
        *spark = QRectF(x, room.y() + scaled(16), column, scaled(20));
    };
    place(room.x(), content.cpu, &layout->cpuLabel, &layout->cpuValue, &layout->cpuLine);
    place(room.x() + column + scaled(kColumnGap), content.memory, &layout->memoryLabel, &layout->memoryValue,
          &layout->memoryLine);
}

void placeFoot(NodeCardLayout *layout, const NodeCardContent &content, const QRectF &card)
{
    Line counts(card, kLine4, 16);
    layout->counts = counts.takeLeft(counts.room(), 0);
    Line line(card, kLine5, 18);
    if (content.isOlder)
        layout->older = centred(line.takeRight(scaled(14), 2), scaled(14));
    layout->version = line.takeRight(std::min(widthOf(content.version, Type::Small) + 1, line.room() / 2), kGap);
    QStringList chips = content.chips;
    if (content.isCordoned)
        chips.prepend(QCoreApplication::translate("NodeCard", "cordoned"));
    for (const QString &chip : std::as_const(chips)) {
        const qreal width = chipWidth(chip);
        if (width > line.room())
            break;
        layout->chips += line.takeLeft(width, kChipGap);
    }
}

void mirror(QRectF *rect, const QRectF &card)
{
    if (!rect->isEmpty())
        rect->moveLeft(card.left() + card.right() - rect->right());
}

} // namespace

NodeCardLayout NodeCardLayout::of(const NodeCardContent &content, const QRectF &card, Qt::LayoutDirection direction)
{
    NodeCardLayout layout;
    placeHead(&layout, content, card);
    placeStatus(&layout, content, card);
    placeMiddle(&layout, content, card);
    placeFoot(&layout, content, card);
    if (direction == Qt::RightToLeft) {
        for (QRectF *rect : {&layout.shape, &layout.name, &layout.star, &layout.role, &layout.menu, &layout.status,
                             &layout.note, &layout.age, &layout.cpuLabel, &layout.cpuValue, &layout.cpuLine,
                             &layout.memoryLabel, &layout.memoryValue, &layout.memoryLine, &layout.text,
                             &layout.progressText, &layout.progressNote, &layout.progress, &layout.counts,
                             &layout.version, &layout.older})
            mirror(rect, card);
        for (QRectF &chip : layout.chips)
            mirror(&chip, card);
    }
    return layout;
}

QRectF NodeCardLayout::menuOf(const QRectF &card, Qt::LayoutDirection direction)
{
    NodeCardLayout layout;
    placeHead(&layout, {}, card);
    if (direction == Qt::RightToLeft)
        mirror(&layout.menu, card);
    return layout.menu;
}

int NodeCardLayout::cardHeight()
{
    return scaled(148);
}

int NodeCardLayout::leastWidth()
{
    return scaled(264);
}

int NodeCardLayout::gap()
{
    return 12;
}

} // namespace muster
