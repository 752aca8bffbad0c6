// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/StatStrip.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Measures of a cell, px at scale 1.
constexpr int kSide = 12;
constexpr int kShape = 16;
constexpr int kGap = 7;

} // namespace

StatCell::StatCell(NodeStatus status, QWidget *parent) : QAbstractButton(parent), m_status(status)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tellName();
}

void StatCell::setCount(int count)
{
    if (count == m_count)
        return;
    m_count = count;
    tellName();
    update();
}

QSize StatCell::sizeHint() const
{
    return {scaled(96), scaled(60)};
}

void StatCell::checkStateSet()
{
    QAbstractButton::checkStateSet();
    tellName();
}

void StatCell::nextCheckState()
{
    QAbstractButton::nextCheckState();
    tellName();
}

void StatCell::tellName()
{
    const QString name = u"%1: %2"_s.arg(statusWord(m_status), countText(m_count));
    setAccessibleName(isChecked() ? tr("%1, filter is on").arg(name) : name);
    setToolTip(isChecked() ? tr("Show all nodes") : tr("Show only: %1").arg(statusWord(m_status).toLower()));
}

void StatCell::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    if (isChecked() || underMouse()) {
        // The strip's corners are round; only the outer cells meet them.
        const auto *strip = parentWidget();
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath outline;
        outline.addRoundedRect(QRectF(strip->rect()).adjusted(1, 1, -1, -1).translated(-pos()), scaled(9), scaled(9));
        painter.setClipPath(outline);
        painter.fillRect(rect(), isChecked() ? t.selection : t.hoverWash);
        if (isChecked())
            painter.fillRect(0, height() - 3, width(), 2, t.accent);
        painter.setClipping(false);
    }
    const bool isQuiet = m_count == 0;
    const QColor shape = isQuiet ? t.borderStrong : statusColor(m_status).fg;
    const auto *strip = qobject_cast<const StatStrip *>(parentWidget());
    const bool isNarrow = strip && strip->isNarrow();
    const int side = scaled(isNarrow ? 8 : kSide);
    const int icon = scaled(kShape);
    const int indent = icon + scaled(kGap);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    const auto place = [&](int before, int after, int y, int height) {
        return QRectF(leftToRight ? before : after, y, width() - before - after, height);
    };
    const auto start = leftToRight ? Qt::AlignLeft : Qt::AlignRight;
    const int shapeY = scaled(isNarrow ? 32 : 9);
    paintIcon(&painter, statusIcon(m_status), QPointF(leftToRight ? side : width() - side - icon, shapeY), icon, shape);
    const QRectF word = isNarrow ? place(side, scaled(2), scaled(9), icon) : place(side + indent, scaled(2), scaled(9), icon);
    const bool isSmall = lineWidth(Type::SmallMedium, statusWord(m_status)) > word.width();
    drawLine(&painter, word, isSmall ? Type::Micro : Type::SmallMedium, isQuiet ? t.text3 : t.text2, statusWord(m_status), start);
    drawLine(&painter, place(isNarrow ? side + indent : side, side, scaled(26), scaled(28)), Type::Display,
             isQuiet ? t.text3 : t.text, countText(m_count), start);
}

int StatCell::lineHint() const
{
    return scaled(kSide + kShape + kGap + 2) + static_cast<int>(lineWidth(Type::SmallMedium, statusWord(m_status)));
}

StatStrip::StatStrip(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Nodes by status"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const NodeStatus status : {NodeStatus::Online, NodeStatus::Degraded, NodeStatus::Draining, NodeStatus::Offline,
                                    NodeStatus::Failed, NodeStatus::Joining, NodeStatus::Unknown}) {
        auto *cell = new StatCell(status, this);
        layout->addWidget(cell, 1);
        m_cells += cell;
        connect(cell, &QAbstractButton::clicked, this, [this, cell] { read(cell); });
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSummary({});
}

void StatStrip::setSummary(const FleetSummary &summary)
{
    for (StatCell *cell : std::as_const(m_cells)) {
        int count = summary.count(cell->status());
        if (cell->status() == NodeStatus::Draining)
            count += summary.count(NodeStatus::Drained);
        cell->setCount(count);
        if (cell->status() == NodeStatus::Unknown)
            cell->setVisible(count > 0 || cell->isChecked());
    }
}

void StatStrip::setChosen(const QSet<NodeStatus> &statuses)
{
    for (StatCell *cell : std::as_const(m_cells)) {
        cell->setChecked(statuses.contains(cell->status()));
        if (cell->status() == NodeStatus::Unknown)
            cell->setVisible(cell->count() > 0 || cell->isChecked());
    }
}

bool StatStrip::isNarrow() const
{
    return std::ranges::any_of(m_cells, [](const StatCell *cell) { return !cell->isHidden() && cell->lineHint() > cell->width(); });
}

QSize StatStrip::sizeHint() const
{
    return {scaled(96) * 7, scaled(60)};
}

void StatStrip::read(StatCell *clicked)
{
    QSet<NodeStatus> statuses;
    if (clicked->isChecked()) {
        statuses += clicked->status();
        if (clicked->status() == NodeStatus::Draining)
            statuses += NodeStatus::Drained;
    }
    Q_EMIT chosen(statuses);
}

void StatStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(10), t.surface, t.border);
    for (const StatCell *cell : std::as_const(m_cells)) {
        if (cell->isVisible() && cell->x() > 0)
            painter.fillRect(cell->x() - 1, 1, 1, height() - 2, t.border);
    }
}

void StatStrip::keyPressEvent(QKeyEvent *event)
{
    // Keys that the cells do not take come here.
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    const int step = event->key() == Qt::Key_Right ? forward : event->key() == Qt::Key_Left ? -forward : 0;
    const auto current = m_cells.indexOf(qobject_cast<StatCell *>(focusWidget()));
    if (step == 0 || current < 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    for (qsizetype next = current + step; next >= 0 && next < m_cells.size(); next += step) {
        if (m_cells[next]->isVisible()) {
            m_cells[next]->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace muster
