// SPDX-License-Identifier: Apache-2.0
#pragma once
// Grounds: rounded panels with a hairline, shadows of what floats, and hairlines between things.

#include "ui/kit/Tokens.h"

#include <QWidget>

class QPainter;

namespace muster {

//! Four stacked round rects under \a panel, each grown and moved down; no blur (mockups/README.md).
void paintShadow(QPainter *painter, const QRectF &panel, qreal radius);
//! Room that paintShadow() needs around a panel, px.
int shadowMargin();
//! A filled round rect with a hairline inside its edge, crisp at every scale.
void paintPanel(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &outline,
                qreal outlineWidth = 1.0);
//! The keyboard focus ring around something with \a rect and \a radius: 2 px accent, 2 px away.
void paintFocusRing(QPainter *painter, const QRectF &rect, qreal radius);

//! A ground for a layout: fills with a token, optional hairline and radius.
class Panel : public QWidget
{
    Q_OBJECT

public:
    explicit Panel(QColor Tokens::*fill, QWidget *parent = nullptr);
    //! Rounds the corners (px at scale 1) and draws an outline.
    void setFrame(int radius, QColor Tokens::*outline = &Tokens::border);
    //! Draws hairlines along single edges instead.
    void setHairlines(Qt::Edges edges);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QColor Tokens::*m_fill;
    QColor Tokens::*m_outline = nullptr;
    int m_radius = 0;
    Qt::Edges m_edges;
};

//! A line of one px between two things of a layout.
class Hairline : public QWidget
{
    Q_OBJECT

public:
    explicit Hairline(Qt::Orientation orientation = Qt::Horizontal, QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::Orientation m_orientation;
};

} // namespace muster
