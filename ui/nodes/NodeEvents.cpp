// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeEvents.h"

#include "ui/events/EventText.h"
#include "ui/kit/LineText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

enum Role { TimeItem = Qt::UserRole + 1, StatusItem };

class EventDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokens();
        const QRectF room = QRectF(option.rect).adjusted(scaled(16), 0, -scaled(8), -1);
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, t.selection);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, t.hoverWash);
        painter->fillRect(QRectF(option.rect.x(), option.rect.bottom(), option.rect.width(), 1), t.border);
        drawLine(painter, QRectF(room.x(), room.y(), scaled(64), room.height()), Type::MonoSmall, t.text3,
                 index.data(TimeItem).toString());
        const QVariant status = index.data(StatusItem);
        qreal x = room.x() + scaled(68);
        if (status.isValid()) {
            const int icon = scaled(12);
            paintStatusShape(painter, static_cast<NodeStatus>(status.toInt()),
                             QPointF(x, std::floor(room.center().y() - icon / 2.0)), icon);
        }
        x += scaled(20);
        drawLine(painter, QRectF(x, room.y(), room.right() - x, room.height()), Type::Small, t.text,
                 index.data(Qt::DisplayRole).toString());
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {scaled(200), scaled(32)}; }
};

} // namespace

NodeEvents::NodeEvents(QWidget *parent) : QListWidget(parent)
{
    setItemDelegate(new EventDelegate(this));
    setAccessibleName(tr("Events of this node"));
    setAccessibleDescription(quietText());
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
}

void NodeEvents::show(const QList<EventEntry> &entries)
{
    if (entries == m_entries)
        return;
    m_entries = entries;
    setAccessibleDescription(entries.isEmpty() ? quietText() : QString());
    clear();
    for (const EventEntry &entry : entries) {
        const QString text = eventText(entry);
        auto *item = new QListWidgetItem(text, this);
        item->setData(TimeItem, clockText(entry.at));
        if (entry.status)
            item->setData(StatusItem, static_cast<int>(*entry.status));
        item->setToolTip(plainToolTip(dateText(entry.at) + u' ' + text));
        item->setData(Qt::AccessibleTextRole, dateText(entry.at) + u", "_s + text);
    }
}

void NodeEvents::paintEvent(QPaintEvent *event)
{
    QListWidget::paintEvent(event);
    if (count() > 0)
        return;
    QPainter painter(viewport());
    const QRectF room = QRectF(viewport()->rect()).adjusted(scaled(16), scaled(12), -scaled(16), 0);
    drawLine(&painter, QRectF(room.x(), room.y(), room.width(), scaled(20)), Type::Small, tokens().text3, quietText());
}

QString NodeEvents::quietText()
{
    return tr("Nothing is known to have happened to it.");
}

} // namespace muster
