// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/RoundedFrame.h"

#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace muster {

class RoundedFrame::Corners : public QWidget
{
public:
    Corners(int radius, QColor Tokens::*ground, QWidget *parent) : QWidget(parent), m_radius(radius), m_ground(ground)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &t = tokens();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath outside;
        outside.addRect(rect());
        outside.addRoundedRect(rect(), scaled(m_radius), scaled(m_radius));
        painter.fillPath(outside, t.*m_ground);
        paintPanel(&painter, rect(), scaled(m_radius), {}, t.border);
    }

private:
    int m_radius;
    QColor Tokens::*m_ground;
};

RoundedFrame::RoundedFrame(QWidget *content, int radius, QColor Tokens::*ground, QWidget *parent)
    : QWidget(parent), m_radius(radius), m_content(content), m_corners(new Corners(radius, ground, this))
{
    content->setParent(this);
    m_corners->raise();
}

void RoundedFrame::resizeEvent(QResizeEvent *event)
{
    // A table's last row brings the bottom line with it.
    m_content->setGeometry(rect().adjusted(1, 1, -1, 0));
    m_corners->setGeometry(rect());
    m_corners->raise();
    QWidget::resizeEvent(event);
}

void RoundedFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPanel(&painter, rect(), scaled(m_radius), tokens().surface, {});
}

} // namespace muster
