// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobStats.h"

#include "ui/jobs/JobText.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Measures of a cell, px at scale 1; those of the page of nodes.
constexpr int kSide = 12;
constexpr int kShape = 16;
constexpr int kGap = 7;

} // namespace

JobCell::JobCell(JobState state, QWidget *parent) : QAbstractButton(parent), m_state(state)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tellName();
}

void JobCell::setCount(qint64 count)
{
    if (count == m_count)
        return;
    m_count = count;
    tellName();
    update();
}

QSize JobCell::sizeHint() const
{
    return {scaled(96), scaled(60)};
}

void JobCell::checkStateSet()
{
    QAbstractButton::checkStateSet();
    tellName();
}

void JobCell::nextCheckState()
{
    QAbstractButton::nextCheckState();
    tellName();
}

void JobCell::tellName()
{
    const QString name = u"%1: %2"_s.arg(jobStateTitle(m_state), m_count < 0 ? unknownText() : countText(m_count));
    setAccessibleName(isChecked() ? tr("%1, filter is on").arg(name) : name);
    setToolTip(isChecked() ? tr("Show all jobs") : tr("Show only: %1").arg(jobStateTitle(m_state).toLower()));
}

int JobCell::lineHint() const
{
    return scaled(kSide + kShape + kGap + 6) + static_cast<int>(lineWidth(Type::SmallMedium, jobStateTitle(m_state)));
}

void JobCell::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const auto *strip = qobject_cast<const JobStats *>(parentWidget());
    if (isChecked() || underMouse()) {
        // The strip's corners are round; only the outer cells meet them.
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath outline;
        outline.addRoundedRect(QRectF(parentWidget()->rect()).adjusted(1, 1, -1, -1).translated(-pos()), scaled(9), scaled(9));
        painter.setClipPath(outline);
        painter.fillRect(rect(), isChecked() ? t.selection : t.hoverWash);
        if (isChecked())
            painter.fillRect(0, height() - 3, width(), 2, t.accent);
        painter.setClipping(false);
    }
    const bool isQuiet = m_count <= 0;
    const bool isNarrow = strip && strip->isNarrow();
    const int side = scaled(isNarrow ? 8 : kSide);
    const int icon = scaled(kShape);
    const int indent = icon + scaled(kGap);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    const auto place = [&](int before, int after, int y, int height) {
        return QRectF(leftToRight ? before : after, y, width() - before - after, height);
    };
    const auto start = leftToRight ? Qt::AlignLeft : Qt::AlignRight;
    const QString word = jobStateTitle(m_state);
    paintIcon(&painter, jobStateIcon(m_state), QPointF(leftToRight ? side : width() - side - icon, scaled(isNarrow ? 32 : 9)), icon,
              isQuiet ? t.borderStrong : jobStateColor(m_state).fg);
    const QRectF room = place(isNarrow ? side : side + indent, scaled(2), scaled(9), icon);
    const bool isSmall = lineWidth(Type::SmallMedium, word) > room.width();
    drawLine(&painter, room, isSmall ? Type::Micro : Type::SmallMedium, isQuiet ? t.text3 : t.text2, word, start);
    drawLine(&painter, place(isNarrow ? side + indent : side, side, scaled(26), scaled(28)), Type::Display, isQuiet ? t.text3 : t.text,
             m_count < 0 ? unknownText() : countText(m_count), start);
}

JobStats::JobStats(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Jobs by state"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const JobState state : {JobState::Waiting, JobState::Active, JobState::Delayed, JobState::Failed, JobState::Cancelled,
                                 JobState::Completed}) {
        auto *cell = new JobCell(state, this);
        layout->addWidget(cell, 1);
        m_cells += cell;
        connect(cell, &QAbstractButton::clicked, this,
                [this, cell] { Q_EMIT chosen(cell->isChecked() ? std::optional(cell->state()) : std::nullopt); });
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

JobCell *JobStats::cell(JobState state) const
{
    return *std::ranges::find(m_cells, state, &JobCell::state);
}

void JobStats::setChosen(const std::optional<JobState> &state)
{
    for (JobCell *cell : std::as_const(m_cells))
        cell->setChecked(state == cell->state());
}

bool JobStats::isNarrow() const
{
    return std::ranges::any_of(m_cells, [](const JobCell *cell) { return cell->lineHint() > cell->width(); });
}

QSize JobStats::sizeHint() const
{
    return {scaled(96) * 6, scaled(60)};
}

void JobStats::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(10), t.surface, t.border);
    for (const JobCell *cell : std::as_const(m_cells)) {
        if (cell->x() > 0)
            painter.fillRect(cell->x() - 1, 1, 1, height() - 2, t.border);
    }
}

void JobStats::keyPressEvent(QKeyEvent *event)
{
    // Keys that the cells do not take come here.
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    const int step = event->key() == Qt::Key_Right ? forward : event->key() == Qt::Key_Left ? -forward : 0;
    const qsizetype current = m_cells.indexOf(qobject_cast<JobCell *>(focusWidget()));
    const qsizetype next = current + step;
    if (step == 0 || current < 0 || next < 0 || next >= m_cells.size())
        return QWidget::keyPressEvent(event);
    m_cells[next]->setFocus(Qt::TabFocusReason);
}

} // namespace muster
