// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/IconLabel.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

IconLabel::IconLabel(QLatin1StringView icon, int size, QColor Tokens::*color, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_size(size), m_color(color)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize IconLabel::sizeHint() const
{
    return {scaled(m_size), scaled(m_size)};
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintIcon(&painter, m_icon, {0, 0}, scaled(m_size), tokens().*m_color);
}

} // namespace muster
