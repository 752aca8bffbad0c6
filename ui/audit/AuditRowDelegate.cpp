// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/AuditRowDelegate.h"

#include "core/mirror/AuditModel.h"
#include "ui/audit/AuditText.h"
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

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSide = 12;
constexpr int kGap = 12;
constexpr int kIcon = 16;
constexpr int kTime = 84;
constexpr int kNoSourceBelow = 700;
constexpr int kNoActorBelow = 480;

QPointF iconAt(const QRectF &place)
{
    return {place.x(), std::floor(place.center().y() - scaled(kIcon) / 2.0)};
}

bool isToday(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).date() == QDate::currentDate();
}

//! The hour of today, else the day with it, without the year: the tooltip has all.
QString timeText(Timestamp at)
{
    return isToday(at) ? clockText(at) : QDateTime::fromMSecsSinceEpoch(at.msSinceEpoch).toString(u"MM-dd HH:mm"_s);
}

} // namespace

int auditRowHeight()
{
    return scaled(32);
}

AuditRowPlaces auditRowPlaces(const QRectF &row)
{
    const bool hasSource = row.width() >= scaled(kNoSourceBelow);
    const bool hasActor = row.width() >= scaled(kNoActorBelow);
    const qreal gap = scaled(kGap);
    AuditRowPlaces places;
    qreal x = row.x() + scaled(kSide);
    const auto next = [&](qreal width, qreal after) {
        const QRectF place(x, row.y(), width, row.height());
        x += width + after;
        return place;
    };
    const qreal icon = scaled(kIcon);
    places.time = next(scaled(kTime), gap);
    if (hasActor) {
        places.actorIcon = next(icon, scaled(6));
        places.actor = next(std::clamp(row.width() * 0.11, qreal(scaled(64)), qreal(scaled(140))), gap);
    }
    places.verbIcon = next(icon, scaled(6));
    places.verb = next(std::clamp(row.width() * 0.12, qreal(scaled(84)), qreal(scaled(130))), gap);
    const qreal outcomeWidth = scaled(66);
    const qreal sourceWidth = hasSource ? std::clamp(row.width() * 0.12, qreal(scaled(96)), qreal(scaled(150))) : 0;
    const qreal right = row.right() - scaled(kSide);
    places.outcome = QRectF(right - outcomeWidth, row.y(), outcomeWidth, row.height());
    places.outcomeIcon = QRectF(places.outcome.x() - scaled(6) - icon, row.y(), icon, row.height());
    if (hasSource)
        places.source = QRectF(places.outcomeIcon.x() - gap - sourceWidth, row.y(), sourceWidth, row.height());
    const qreal end = (hasSource ? places.source.x() : places.outcomeIcon.x()) - gap;
    places.target = QRectF(x, row.y(), std::max<qreal>(0, end - x), row.height());
    return places;
}

void AuditRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *entry = index.data(AuditModel::EntryItem).value<const AuditEntry *>();
    if (!entry)
        return;
    const Tokens &t = tokens();
    const QRect rect = option.rect;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(rect, t.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(rect, t.hoverWash);
    painter->fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), t.border);

    const AuditRowPlaces places = auditRowPlaces(QRectF(rect).adjusted(0, 0, 0, -1));
    const auto mirrored = [&](const QRectF &place) {
        return option.direction == Qt::LeftToRight || place.isEmpty()
            ? place : QRectF(rect.left() + rect.right() + 1 - place.right(), place.y(), place.width(), place.height());
    };
    const Qt::Alignment start = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    drawLine(painter, mirrored(places.time), Type::MonoSmall, t.text2, timeText(entry->at), start);
    if (!places.actor.isEmpty()) {
        paintIcon(painter, entry->actor.isEmpty() ? "nodes"_L1 : "user"_L1, iconAt(mirrored(places.actorIcon)), scaled(kIcon), t.text2);
        drawLine(painter, mirrored(places.actor), Type::Body, t.text, auditActorText(*entry), start);
    }
    paintIcon(painter, auditVerbIcon(entry->verb), iconAt(mirrored(places.verbIcon)), scaled(kIcon), t.text2);
    drawLine(painter, mirrored(places.verb), Type::Body, t.text, auditVerbText(entry->verb), start);
    const QRectF target = mirrored(places.target);
    const QString name = auditTargetText(*entry);
    drawLine(painter, target, Type::BodyMedium, t.text, name, start);
    const qreal used = lineWidth(Type::BodyMedium, name) + scaled(8);
    const QString change = auditChangeText(*entry);
    if (used < target.width() && !change.isEmpty()) {
        const bool isMirrored = option.direction == Qt::RightToLeft;
        drawLine(painter, QRectF(isMirrored ? target.x() : target.x() + used, target.y(), target.width() - used, target.height()),
                 Type::Body, t.text2, change, start);
    }
    drawLine(painter, mirrored(places.source), Type::Small, t.text2, auditSourceText(*entry), start);
    const AuditOutcome outcome = auditOutcome(*entry);
    paintStatusShape(painter, outcome.tone, iconAt(mirrored(places.outcomeIcon)), scaled(kIcon));
    const bool isDone = outcome.tone == NodeStatus::Online;
    drawLine(painter, mirrored(places.outcome), isDone ? Type::Small : Type::SmallStrong,
             isDone ? t.text2 : statusColor(outcome.tone).fg, outcome.word, start);
    if (option.state & QStyle::State_HasFocus && isFocusShown())
        paintPanel(painter, QRectF(rect).adjusted(1, 1, -1, -2), 0, Qt::transparent, t.accent, 2);
}

QSize AuditRowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {scaled(200), auditRowHeight()};
}

bool AuditRowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    const auto *entry = index.data(AuditModel::EntryItem).value<const AuditEntry *>();
    if (event->type() != QEvent::ToolTip || !entry)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = u"%1\n%2: %3 %4 (%5)"_s.arg(dateText(entry->at), auditActorText(*entry), entry->verb, entry->target,
                                                      auditOutcome(*entry).word);
    QToolTip::showText(event->globalPos(), plainToolTip(text), view);
    return true;
}

AuditHead::AuditHead(QAbstractItemView *list, QWidget *parent) : QWidget(parent), m_list(list)
{
    setFixedHeight(scaled(32));
    list->viewport()->installEventFilter(this);
}

bool AuditHead::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        update();
    return QWidget::eventFilter(watched, event);
}

void AuditHead::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    const AuditRowPlaces places = auditRowPlaces(QRectF(0, 0, m_list->viewport()->width(), height() - 1));
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    const auto title = [&](QRectF place, const QString &text) {
        if (place.isEmpty())
            return;
        if (layoutDirection() == Qt::RightToLeft)
            place.moveLeft(width() - place.right());
        drawLine(&painter, place, Type::SmallStrong, t.text2, text, start);
    };
    title(places.time, tr("Time"));
    title(places.actor.isEmpty() ? QRectF() : places.actorIcon.united(places.actor), tr("Actor"));
    title(places.verbIcon.united(places.verb), tr("Verb"));
    title(places.target, tr("Target and change"));
    title(places.source, tr("From"));
    title(places.outcomeIcon.united(places.outcome), tr("Result"));
}

} // namespace muster
