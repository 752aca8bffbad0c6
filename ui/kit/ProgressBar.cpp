// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/ProgressBar.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

void paintProgress(QPainter *painter, const QRectF &rect, double share, const QColor &fill)
{
    const qreal radius = rect.height() / 2;
    paintPanel(painter, rect, radius, tokens().track, {});
    const qreal width = std::clamp(share, 0.0, 1.0) * rect.width();
    if (width > 0)
        paintPanel(painter, QRectF(rect.topLeft(), QSizeF(std::max(width, rect.height()), rect.height())), radius, fill, {});
}

ProgressBar::ProgressBar(const QString &name, QWidget *parent) : QWidget(parent), m_name(name)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setShare(0);
}

void ProgressBar::setShare(double share)
{
    m_share = std::clamp(share, 0.0, 1.0);
    setAccessibleName(u"%1: %2"_s.arg(m_name, percentText(m_share)));
    update();
}

void ProgressBar::setFill(QColor Tokens::*fill)
{
    m_fill = fill;
    update();
}

QSize ProgressBar::sizeHint() const
{
    return {scaled(96), scaled(6)};
}

void ProgressBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintProgress(&painter, rect(), m_share, tokens().*m_fill);
}

} // namespace muster
