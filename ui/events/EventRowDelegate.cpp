// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventRowDelegate.h"

#include "core/mirror/EventsModel.h"
#include "ui/events/EventText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSide = 12;
constexpr int kGap = 12;
constexpr int kTime = 64;
constexpr int kIcon = 16;
constexpr int kKindLeast = 112;
constexpr int kNodeLeast = 96;

void paintShape(QPainter *painter, const EventEntry &entry, const QRectF &place)
{
    const int size = scaled(kIcon);
    const QPointF at(place.x(), std::floor(place.center().y() - size / 2.0));
    const EventGroup group = eventGroupOf(entry.kind);
    if (entry.status && group == EventGroup::Status)
        paintStatusShape(painter, *entry.status, at, size);
    else
        paintIcon(painter, eventIcon(group), at, size, tokens().text2);
}

} // namespace

int eventRowHeight()
{
    return scaled(32);
}

EventRowPlaces eventRowPlaces(const QRectF &row)
{
    const qreal side = scaled(kSide);
    const qreal gap = scaled(kGap);
    // Kind and node grow with the window, up to what the longest words need.
    const qreal kindWidth = std::clamp(row.width() * 0.19, qreal(scaled(kKindLeast)), qreal(scaled(220)));
    const qreal nodeWidth = std::clamp(row.width() * 0.16, qreal(scaled(kNodeLeast)), qreal(scaled(200)));
    EventRowPlaces places;
    qreal x = row.x() + side;
    const auto next = [&](qreal width, qreal after) {
        const QRectF place(x, row.y(), width, row.height());
        x += width + after;
        return place;
    };
    places.time = next(scaled(kTime), gap);
    places.icon = next(scaled(kIcon), scaled(8));
    places.kind = next(kindWidth, gap);
    places.node = next(nodeWidth, gap);
    places.detail = next(std::max<qreal>(0, row.right() - side - x), 0);
    return places;
}

void EventRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *entry = index.data(EventsModel::EntryItem).value<const EventEntry *>();
    if (!entry)
        return;
    const Tokens &t = tokens();
    const QRect rect = option.rect;
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected)
        painter->fillRect(rect, t.selection);
    else if (eventGroupOf(entry->kind) == EventGroup::Gaps)
        painter->fillRect(rect, t.sunken);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(rect, t.hoverWash);
    painter->fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), t.border);

    const EventRowPlaces places = eventRowPlaces(QRectF(rect).adjusted(0, 0, 0, -1));
    const auto mirrored = [&](const QRectF &place) {
        return option.direction == Qt::LeftToRight
            ? place : QRectF(rect.left() + rect.right() + 1 - place.right(), place.y(), place.width(), place.height());
    };
    const Qt::Alignment start = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    drawLine(painter, mirrored(places.time), Type::MonoSmall, t.text2, clockText(entry->at), start);
    paintShape(painter, *entry, mirrored(places.icon));
    drawLine(painter, mirrored(places.kind), Type::BodyMedium, t.text, eventKindText(entry->kind), start);
    drawLine(painter, mirrored(places.node), Type::Body, t.text, eventNodeText(*entry), start);
    drawLine(painter, mirrored(places.detail), Type::Body, t.text2, eventDetailText(*entry), start);
    if (option.state & QStyle::State_HasFocus && isFocusShown())
        paintPanel(painter, QRectF(rect).adjusted(1, 1, -1, -2), 0, Qt::transparent, t.accent, 2);
}

QSize EventRowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {scaled(200), eventRowHeight()};
}

bool EventRowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    const auto *entry = index.data(EventsModel::EntryItem).value<const EventEntry *>();
    if (event->type() != QEvent::ToolTip || !entry)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString node = eventNodeText(*entry);
    const QString text = eventText(*entry);
    QToolTip::showText(event->globalPos(),
                       plainToolTip(dateText(entry->at) + u'\n' + (node.isEmpty() ? text : u"%1: %2"_s.arg(node, text))), view);
    return true;
}

} // namespace muster
