// SPDX-License-Identifier: Apache-2.0
#include "ui/queues/QueueRow.h"

#include "core/domain/QueueCount.h"
#include "ui/jobs/JobText.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/Theme.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// px at scale 1; picture 14.
constexpr int kSide = 12;
constexpr int kGap = 12;
constexpr int kRow = 72;
constexpr int kNumber = 46;
constexpr int kLine = 92;
constexpr int kLineHigh = 28;
constexpr int kRate = 60;
constexpr int kButton = 104;
constexpr int kRoomForLines = 1060; // Narrower, the tooltips tell the last minutes,
constexpr int kRoomForRate = 700;   // and how fast it goes.

constexpr std::array kShown{JobState::Waiting, JobState::Active, JobState::Delayed, JobState::Failed};

} // namespace

QueueRowPlaces queueRowPlaces(const QRectF &row)
{
    const qreal gap = scaled(kGap);
    const bool hasLines = row.width() >= scaled(kRoomForLines);
    const bool hasRate = row.width() >= scaled(kRoomForRate);
    QueueRowPlaces places;
    qreal left = row.x() + scaled(kSide);
    const auto next = [&](qreal width, qreal after) {
        const QRectF place(left, row.y(), width, row.height());
        left += width + after;
        return place;
    };
    places.name = next(std::clamp(row.width() * 0.13, qreal(scaled(108)), qreal(scaled(170))), 0);
    for (const JobState state : kShown) {
        QueueRowPlaces::Number number{.state = state, .number = next(scaled(hasLines ? kNumber : kNumber + 10), hasLines ? scaled(8) : 0), .line = {}};
        if (hasLines)
            number.line = next(scaled(kLine), 0);
        places.numbers.append(number);
    }
    if (hasRate)
        places.rate = next(scaled(kRate), 0);
    left += scaled(24);
    places.button = QRectF(row.right() - scaled(kSide) - scaled(kButton), row.y(), scaled(kButton), row.height());
    places.why = QRectF(left, row.y(), std::max<qreal>(0, places.button.x() - gap - left), row.height());
    return places;
}

QueueRow::QueueRow(const QString &queue, QWidget *parent) : QWidget(parent)
{
    m_content.facts.name = queue;
    setFocusPolicy(Qt::StrongFocus);
    setFocusRadius(this, kNoFocusRing);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_button = new Button("pause"_L1, tr("Pause"), ButtonKind::Quiet, this);
    connect(m_button, &QPushButton::clicked, this, &QueueRow::turnWanted);
    tellName();
}

void QueueRow::setContent(const QueueRowContent &content)
{
    if (content == m_content)
        return;
    const bool isTurned = content.facts.isPaused != m_content.facts.isPaused;
    m_content = content;
    if (isTurned) {
        m_button->setIconName(content.facts.isPaused ? "play"_L1 : "pause"_L1);
        m_button->setText(content.facts.isPaused ? tr("Resume") : tr("Pause"));
        m_button->setKind(content.facts.isPaused ? ButtonKind::Secondary : ButtonKind::Quiet);
        QResizeEvent same(size(), size());
        resizeEvent(&same);
    }
    tellName();
    update();
}

void QueueRow::setRefusal(const QString &refusal)
{
    m_button->setRefusal(refusal);
}

QSize QueueRow::sizeHint() const
{
    return {scaled(560), scaled(kRow)};
}

void QueueRow::tellName()
{
    const QueueFacts &facts = m_content.facts;
    QStringList parts{tr("Queue %1").arg(facts.name)};
    for (const JobState state : kShown)
        parts.append(u"%1 %2"_s.arg(countText(countOf(facts, state)), jobStateTitle(state).toLower()));
    if (!m_content.oldest.isEmpty())
        parts.append(tr("oldest waits %1").arg(m_content.oldest));
    parts.append(m_content.why);
    parts.removeAll(QString());
    setAccessibleName(parts.join(u", "_s));
    m_button->setAccessibleName(facts.isPaused ? tr("Resume the queue %1").arg(facts.name) : tr("Pause the queue %1").arg(facts.name));
}

QRectF QueueRow::mirrored(const QRectF &place) const
{
    return layoutDirection() == Qt::LeftToRight ? place : QRectF(width() - place.right(), place.y(), place.width(), place.height());
}

std::optional<JobState> QueueRow::stateAt(const QPointF &at) const
{
    for (const QueueRowPlaces::Number &one : queueRowPlaces(rect()).numbers) {
        if (mirrored(one.number.united(one.line)).contains(at))
            return one.state;
    }
    return std::nullopt;
}

QString QueueRow::toolTipAt(const QPointF &at) const
{
    const QueueRowPlaces places = queueRowPlaces(rect());
    if (const auto state = stateAt(at)) {
        QStringList lines{tr("Show only: %1").arg(jobStateTitle(*state).toLower()), m_content.spans[static_cast<size_t>(*state)]};
        lines.removeAll(QString());
        return lines.join(u'\n');
    }
    if (mirrored(places.rate).contains(at))
        return tr("Jobs that ended, over the last minute, as this console saw it");
    return mirrored(places.why).contains(at) && !m_content.why.isEmpty() ? m_content.why : tr("Enter or a double click shows its jobs");
}

void QueueRow::paintNumber(QPainter *painter, const QueueRowPlaces::Number &place) const
{
    const Tokens &t = tokens();
    const qint64 count = countOf(m_content.facts, place.state);
    const QRectF number = mirrored(place.number);
    const QRectF line = mirrored(place.line);
    if (m_hovered == place.state)
        painter->fillRect(number.united(line).adjusted(place.line.isEmpty() ? 0 : scaled(4), scaled(10), 0, -scaled(10)), t.hoverWash);
    const QColor color = count == 0 ? t.text3 : place.state == JobState::Failed ? t.failed.fg : t.text;
    const auto side = place.line.isEmpty() || layoutDirection() == Qt::LeftToRight ? Qt::AlignRight : Qt::AlignLeft;
    drawLine(painter, number, count >= 100'000 ? Type::BodyStrong : Type::Title, color, countText(count), side);
    if (!line.isEmpty()) {
        const QRectF room(line.x(), std::floor(line.center().y() - scaled(kLineHigh) / 2.0), line.width(), scaled(kLineHigh));
        paintSparkline(painter, room, m_content.lines[static_cast<size_t>(place.state)], m_content.isLive ? SparkTone::Live : SparkTone::LastKnown);
    }
}

void QueueRow::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), t.hoverWash);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    const QueueRowPlaces places = queueRowPlaces(rect());
    const Qt::Alignment start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    const Qt::Alignment end = QStyle::visualAlignment(layoutDirection(), Qt::AlignRight);
    const auto [upper, lower] = std::pair(scaled(16), scaled(37));
    const auto lineAt = [&](const QRectF &place, int y) { return mirrored(QRectF(place.x(), y, place.width(), scaled(20))); };
    const QueueFacts &facts = m_content.facts;
    const bool hasBelow = facts.isPaused || !m_content.over.isEmpty();
    drawLine(&painter, hasBelow ? lineAt(places.name, upper) : mirrored(places.name), Type::Heading, t.text, facts.name, start);
    if (facts.isPaused) {
        const QString word = tr("Paused");
        paintChip(&painter, mirrored(QRectF(places.name.x(), lower + 1, chipWidth(word), chipHeight())), word, neutralChip());
    } else {
        drawLine(&painter, lineAt(places.name, lower), Type::Small, t.text2, m_content.over, start);
    }
    for (const QueueRowPlaces::Number &one : places.numbers)
        paintNumber(&painter, one);
    drawLine(&painter, mirrored(places.rate), Type::BodyMedium, m_content.isLive ? t.text : t.text3, m_content.rate, end);
    if (m_content.oldest.isEmpty()) {
        drawLine(&painter, mirrored(places.why), Type::Body, t.text3, m_content.why, start);
    } else if (m_content.why.isEmpty()) {
        drawLine(&painter, mirrored(places.why), Type::BodyMedium, t.text, m_content.oldest, start);
    } else {
        const bool isLong = lineWidth(Type::Small, m_content.why) > places.why.width();
        drawLine(&painter, lineAt(places.why, isLong ? scaled(9) : upper), Type::BodyMedium, t.text, m_content.oldest, start);
        if (isLong)
            drawTwoLines(&painter, mirrored(QRectF(places.why.x(), scaled(30), places.why.width(), scaled(34))), Type::Small, t.text2, m_content.why);
        else
            drawLine(&painter, lineAt(places.why, lower), Type::Small, t.text2, m_content.why, start);
    }
    if (hasFocus() && isFocusShown())
        paintPanel(&painter, QRectF(rect()).adjusted(1, 1, -1, -2), 0, Qt::transparent, t.accent, 2);
}

void QueueRow::resizeEvent(QResizeEvent *)
{
    const QRectF room = mirrored(queueRowPlaces(rect()).button);
    const QSize size = m_button->sizeHint().boundedTo(QSize(static_cast<int>(room.width()), height()));
    const int x = layoutDirection() == Qt::LeftToRight ? static_cast<int>(room.right()) - size.width() : static_cast<int>(room.x());
    m_button->setGeometry(x, (height() - 1 - size.height()) / 2, size.width(), size.height());
}

bool QueueRow::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), plainToolTip(toolTipAt(help->pos())), this);
    return true;
}

void QueueRow::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return QWidget::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT jobsWanted(std::nullopt);
    else
        QWidget::keyPressEvent(event);
}

void QueueRow::mouseReleaseEvent(QMouseEvent *event)
{
    if (const auto state = stateAt(event->position()); state && event->button() == Qt::LeftButton)
        Q_EMIT jobsWanted(state);
}

void QueueRow::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !stateAt(event->position()))
        Q_EMIT jobsWanted(std::nullopt);
}

void QueueRow::mouseMoveEvent(QMouseEvent *event)
{
    const auto state = stateAt(event->position());
    if (state == m_hovered)
        return;
    m_hovered = state;
    setCursor(state ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void QueueRow::leaveEvent(QEvent *)
{
    m_hovered.reset();
    update();
}

void QueueRow::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT menuWanted(isMouse ? event->globalPos() : mapToGlobal(QPoint(scaled(kSide), scaled(kRow) / 2)));
}

QueueHead::QueueHead(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(scaled(32));
    setToolTip(tr("Lines: the last 10 minutes, as this console saw them. Rate: jobs that ended, over the last minute."));
}

void QueueHead::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    const QueueRowPlaces places = queueRowPlaces(QRectF(rect()).adjusted(0, 0, 0, -1));
    const auto title = [&](QRectF place, const QString &text, Qt::AlignmentFlag side) {
        if (layoutDirection() == Qt::RightToLeft)
            place.moveLeft(width() - place.right());
        drawLine(&painter, place, Type::SmallStrong, t.text2, text, QStyle::visualAlignment(layoutDirection(), side));
    };
    title(places.name, tr("Queue"), Qt::AlignLeft);
    for (const QueueRowPlaces::Number &one : places.numbers)
        title(one.line.isEmpty() ? one.number : one.line, jobStateTitle(one.state), one.line.isEmpty() ? Qt::AlignRight : Qt::AlignLeft);
    title(places.rate, tr("Rate"), Qt::AlignRight);
    title(places.why, tr("Oldest waiting, and why"), Qt::AlignLeft);
}

} // namespace muster
