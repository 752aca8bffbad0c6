// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobRowDelegate.h"

#include "ui/jobs/JobText.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KindIcon.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
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

// px at scale 1.
constexpr int kSide = 12;
constexpr int kGap = 12;
constexpr int kShape = 16;
constexpr int kKind = 14; // Shape of the kind of its entity.
constexpr int kState = 76;
constexpr int kId = 100;
constexpr int kTook = 56;
constexpr int kAge = 60;
constexpr int kTries = 44;
constexpr int kRoomForTook = 960; // Narrower, the drawer tells how long it took,
constexpr int kRoomForId = 860;   // and the id,
constexpr int kRoomForNode = 680; // and where.

} // namespace

int jobRowHeight()
{
    return scaled(32);
}

JobRowPlaces jobRowPlaces(const QRectF &row)
{
    const qreal gap = scaled(kGap);
    const auto hasRoom = [&row](int px) { return row.width() >= scaled(px); };
    const qreal entity = std::clamp(row.width() * 0.19, qreal(scaled(104)), qreal(scaled(240)));
    const qreal node = std::clamp(row.width() * 0.14, qreal(scaled(84)), qreal(scaled(180)));
    JobRowPlaces places;
    qreal left = row.x() + scaled(kSide);
    qreal right = row.right() - scaled(kSide);
    const auto next = [&](qreal width, qreal after) {
        const QRectF place(left, row.y(), width, row.height());
        left += width + after;
        return place;
    };
    const auto last = [&](int width) {
        right -= scaled(width);
        const QRectF place(right, row.y(), scaled(width), row.height());
        right -= gap;
        return place;
    };
    places.tries = last(kTries);
    places.age = last(kAge);
    if (hasRoom(kRoomForTook))
        places.took = last(kTook);
    places.shape = next(scaled(kShape), scaled(8));
    places.state = next(scaled(kState), gap);
    if (hasRoom(kRoomForId))
        places.id = next(scaled(kId), gap);
    if (!hasRoom(kRoomForNode)) {
        const qreal room = std::max<qreal>(0, right - left - gap);
        places.entity = next(room * 0.42, gap);
        places.why = next(room * 0.58, 0);
        return places;
    }
    places.entity = next(entity, gap);
    places.node = next(node, gap);
    places.why = next(std::max<qreal>(0, right - left), 0);
    return places;
}

JobRowDelegate::JobRowDelegate(const JobsModel *jobs, QObject *parent) : QStyledItemDelegate(parent), m_jobs(jobs) {}

void JobRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *job = index.data(JobsModel::JobItem).value<const Job *>();
    const ClusterSession *session = m_jobs->session();
    if (!job || !session)
        return;
    const Tokens &t = tokens();
    const QRect rect = option.rect;
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected)
        painter->fillRect(rect, t.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(rect, t.hoverWash);
    painter->fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), t.border);
    const JobRowPlaces places = jobRowPlaces(QRectF(rect).adjusted(0, 0, 0, -1));
    const bool leftToRight = option.direction == Qt::LeftToRight;
    const auto mirrored = [&](const QRectF &place) {
        return leftToRight ? place
                           : QRectF(rect.left() + rect.right() + 1 - place.right(), place.y(), place.width(), place.height());
    };
    const Qt::Alignment start = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    const Qt::Alignment end = QStyle::visualAlignment(option.direction, Qt::AlignRight);
    const bool isPaused = job->waitingFor && job->waitingFor->reason == WaitReason::QueuePaused;
    const StatusColor color = jobStateColor(job->state);
    const int shape = scaled(kShape);
    const QRectF at = mirrored(places.shape);
    paintIcon(painter, jobStateIcon(job->state, isPaused), QPointF(at.x(), std::floor(at.center().y() - shape / 2.0)), shape, color.fg);
    const QString word = jobStateTitle(job->state);
    const QRectF state = mirrored(places.state);
    const QColor wordColor = job->state == JobState::Failed ? color.fg : t.text;
    if (isSelected) { // Its word stands on its own tint, not on the selection.
        const qreal width = std::min<qreal>(chipWidth(word, Type::SmallStrong), state.width() + scaled(8));
        const qreal x = leftToRight ? state.x() - scaled(6) : state.right() + scaled(6) - width;
        const QColor tint = job->state == JobState::Failed || job->state == JobState::Completed ? color.tint
                            : t.isDark ? t.sunken : t.surface;
        paintChip(painter, QRectF(x, std::floor(state.center().y() - chipHeight() / 2.0), width, chipHeight()), word,
                  {tint, {}, wordColor, Type::SmallStrong});
    } else {
        drawLine(painter, state, Type::SmallMedium, wordColor, word, start);
    }
    const Timestamp now = session->clusterNow();
    const ClusterMirror &mirror = session->mirror();
    drawLine(painter, mirrored(places.id), Type::MonoSmall, t.text2, job->id.text(), start);
    // Its kind is a shape, as on the page of assignments: the id is what tells one job from the next.
    const int kind = scaled(kKind);
    const qreal besides = kind + scaled(6);
    const QRectF entity = mirrored(places.entity);
    paintIcon(painter, kindIcon(job->entity.kind),
              QPointF(leftToRight ? entity.x() : entity.right() - kind, std::floor(entity.center().y() - kind / 2.0)), kind, t.text2);
    drawLine(painter, leftToRight ? entity.adjusted(besides, 0, 0, 0) : entity.adjusted(0, 0, -besides, 0), Type::BodyMedium, t.text,
             job->entity.text().section(u'/', 1), start);
    drawLine(painter, mirrored(places.node), Type::Body, t.text2,
             job->node.isEmpty() ? unknownText() : nodeTitle(mirror, job->node), start);
    const QString why = jobWhyLine(*job, mirror, now);
    const bool fits = lineWidth(Type::Body, why) <= places.why.width();
    if (fits || lineWidth(Type::Small, why) <= places.why.width())
        drawLine(painter, mirrored(places.why), fits ? Type::Body : Type::Small, t.text2, why, start);
    else // The second line is never empty: both are in the type in which one was not enough.
        drawTwoLines(painter, mirrored(places.why), Type::Small, t.text2, why);
    drawLine(painter, mirrored(places.took), Type::Body, t.text2, jobTook(*job, now), end);
    drawLine(painter, mirrored(places.age), Type::Body, t.text2, jobAge(*job, now), end);
    drawLine(painter, mirrored(places.tries), Type::Body, t.text2, jobTries(*job), end);
    if (option.state & QStyle::State_HasFocus && isFocusShown())
        paintPanel(painter, QRectF(rect).adjusted(1, 1, -1, -2), 0, Qt::transparent, t.accent, 2);
}

QSize JobRowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {scaled(200), jobRowHeight()};
}

bool JobRowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                               const QModelIndex &index)
{
    const auto *job = index.data(JobsModel::JobItem).value<const Job *>();
    const ClusterSession *session = m_jobs->session();
    if (event->type() != QEvent::ToolTip || !job || !session)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStringList lines{u"%1, %2"_s.arg(job->entity.text(), job->id.text()),
                      tr("Created %1 by %2").arg(dateText(job->createdAt), job->createdBy.isEmpty() ? unknownText() : job->createdBy),
                      jobWhyLine(*job, session->mirror(), session->clusterNow())};
    lines.removeAll(QString());
    QToolTip::showText(event->globalPos(), plainToolTip(lines.join(u'\n')), view);
    return true;
}

} // namespace muster
