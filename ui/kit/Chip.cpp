// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Chip.h"

#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

ChipLook neutralChip(bool onSelection)
{
    const Tokens &t = tokens();
    // On the selection colour, the neutral fill would vanish (light) or shout (dark).
    const QColor fill = onSelection ? (t.isDark ? t.sunken : t.surface) : t.chip;
    return {fill, {}, t.text2, Type::Micro};
}

ChipLook outlinedChip()
{
    const Tokens &t = tokens();
    return {{}, t.border, t.text2, Type::Micro};
}

ChipLook statusChip(NodeStatus status)
{
    const StatusColor color = statusColor(status);
    return {color.tint, {}, color.fg, Type::SmallStrong};
}

int chipWidth(const QString &text, Type type)
{
    return static_cast<int>(std::ceil(lineWidth(type, text))) + 2 * scaled(6);
}

int chipHeight()
{
    return scaled(18);
}

void paintChip(QPainter *painter, const QRectF &rect, const QString &text, const ChipLook &look)
{
    paintPanel(painter, rect, scaled(4), look.fill, look.outline);
    drawLine(painter, rect.adjusted(scaled(6), 0, -scaled(6), 0), look.type, look.text, text);
}

Chip::Chip(const QString &text, Kind kind, QWidget *parent) : QWidget(parent), m_kind(kind)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setText(text);
}

void Chip::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return {chipWidth(m_text), chipHeight()};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(&painter, rect(), m_text, m_kind == Kind::Outlined ? outlinedChip() : neutralChip());
}

StatusChip::StatusChip(QWidget *parent) : QWidget(parent), m_status(NodeStatus::Unknown)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusChip::setStatus(NodeStatus status, const QString &text)
{
    m_status = status;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StatusChip::sizeHint() const
{
    return {chipWidth(m_text, Type::SmallStrong), chipHeight()};
}

void StatusChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(&painter, rect(), m_text, statusChip(m_status));
}

FilterChip::FilterChip(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(tr("Remove filter %1").arg(text));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize FilterChip::sizeHint() const
{
    return {chipWidth(text(), Type::SmallMedium) + scaled(2 + 4 + 14), scaled(26)};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(4), t.selection, underMouse() ? t.accent : QColor());
    painter.setFont(fontOf(Type::SmallMedium));
    painter.setPen(t.text);
    const int icon = scaled(14);
    painter.drawText(rect().adjusted(scaled(8), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    paintIcon(&painter, "close"_L1, QPointF(width() - icon - scaled(5), (height() - icon) / 2), icon, t.text2);
}

} // namespace muster
