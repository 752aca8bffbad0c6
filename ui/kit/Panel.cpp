// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Panel.h"

#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

void paintShadow(QPainter *painter, const QRectF &panel, qreal radius)
{
    struct Layer {
        qreal grown;
        qreal down;
    };
    constexpr std::array<Layer, 4> layers{{{0, 2}, {2, 4}, {4, 8}, {6, 12}}};
    const Tokens &t = tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (size_t i = 0; i < layers.size(); ++i) {
        QColor color = t.shadow;
        color.setAlphaF(static_cast<float>(t.shadowAlpha[i]));
        painter->setBrush(color);
        const qreal grown = layers[i].grown;
        const QRectF rect = panel.adjusted(-grown, -grown, grown, grown).translated(0, layers[i].down);
        painter->drawRoundedRect(rect, radius + grown, radius + grown);
    }
    painter->restore();
}

int shadowMargin()
{
    return 18;
}

void paintPanel(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &outline,
                qreal outlineWidth)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const qreal half = outline.isValid() ? outlineWidth / 2 : 0;
    painter->setPen(outline.isValid() ? QPen(outline, outlineWidth) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half);
    painter->restore();
}

void paintFocusRing(QPainter *painter, const QRectF &rect, qreal radius)
{
    paintPanel(painter, rect.adjusted(-4, -4, 4, 4), radius + 4, {}, tokens().accent, 2.0);
}

Panel::Panel(QColor Tokens::*fill, QWidget *parent) : QWidget(parent), m_fill(fill) {}

void Panel::setFrame(int radius, QColor Tokens::*outline)
{
    m_radius = radius;
    m_outline = outline;
    update();
}

void Panel::setHairlines(Qt::Edges edges)
{
    m_edges = edges;
    update();
}

void Panel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokens();
    if (m_outline || m_radius > 0) {
        paintPanel(&painter, rect(), scaled(m_radius), t.*m_fill, m_outline ? t.*m_outline : QColor());
        return;
    }
    painter.fillRect(rect(), t.*m_fill);
    if (m_edges & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, t.border);
    if (m_edges & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, t.border);
    if (m_edges & Qt::LeftEdge)
        painter.fillRect(0, 0, 1, height(), t.border);
    if (m_edges & Qt::RightEdge)
        painter.fillRect(width() - 1, 0, 1, height(), t.border);
}

Hairline::Hairline(Qt::Orientation orientation, QWidget *parent) : QWidget(parent), m_orientation(orientation)
{
    if (orientation == Qt::Horizontal)
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    else
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

QSize Hairline::sizeHint() const
{
    return {1, 1};
}

void Hairline::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokens().border);
}

} // namespace muster
