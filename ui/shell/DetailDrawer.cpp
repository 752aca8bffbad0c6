// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/DetailDrawer.h"

#include "ui/kit/Theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace muster {

namespace {

constexpr int kGripWidth = 6;

} // namespace

//! The strip along the edge that is dragged; by keyboard there are the actions Wider and Narrower drawer.
class DetailDrawer::Grip : public QWidget
{
public:
    explicit Grip(DetailDrawer *drawer) : QWidget(drawer), m_drawer(drawer)
    {
        setCursor(Qt::SizeHorCursor);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        m_from = event->globalPosition().toPoint().x();
        m_widthThen = m_drawer->wantedWidth();
    }
    void mouseMoveEvent(QMouseEvent *event) override
    {
        const int moved = event->globalPosition().toPoint().x() - m_from;
        const int sign = layoutDirection() == Qt::RightToLeft ? 1 : -1;
        m_drawer->setWantedWidth(m_widthThen + sign * moved * 100 / scaled(100));
    }

private:
    DetailDrawer *m_drawer;
    int m_from = 0;
    int m_widthThen = 0;
};

DetailDrawer::DetailDrawer(QWidget *parent) : QWidget(parent), m_grip(new Grip(this))
{
    setAccessibleName(tr("Details"));
    hide();
}

void DetailDrawer::setContent(QWidget *content)
{
    if (m_content)
        m_content->deleteLater();
    m_content = content;
    if (!content)
        return;
    content->setParent(this);
    content->show();
    m_grip->raise();
    resizeEvent(nullptr);
}

void DetailDrawer::setWantedWidth(int width)
{
    width = std::clamp(width, kLeast, kMost);
    if (width == m_wantedWidth)
        return;
    m_wantedWidth = width;
    Q_EMIT wantedWidthChanged(width);
}

void DetailDrawer::setFloats(bool floats)
{
    m_floats = floats;
    update();
}

void DetailDrawer::resizeEvent(QResizeEvent *)
{
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    if (m_content)
        m_content->setGeometry(rect().adjusted(isMirrored ? 0 : 1, 0, isMirrored ? -1 : 0, 0));
    m_grip->setGeometry(isMirrored ? width() - kGripWidth : 0, 0, kGripWidth, height());
}

void DetailDrawer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().surface);
    const int edge = layoutDirection() == Qt::RightToLeft ? width() - 1 : 0;
    painter.fillRect(QRect(edge, 0, 1, height()), m_floats ? tokens().borderStrong : tokens().border);
}

} // namespace muster
