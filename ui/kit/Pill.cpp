// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Pill.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

using namespace Qt::StringLiterals;

Pill::Pill(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusRadius(this, 13);
}

QSize Pill::sizeHint() const
{
    return {QFontMetrics(fontOf(Type::SmallStrong)).horizontalAdvance(text()) + scaled(12 + 4 + 16 + 10), scaled(26)};
}

void Pill::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    paintPanel(&painter, rect(), height() / 2.0, underMouse() ? t.selection : t.canvas, t.accent);
    drawLine(&painter, QRectF(scaled(12), 0, width(), height()), Type::SmallStrong, t.accent, text());
    const int icon = scaled(16);
    paintIcon(&painter, "arrow-up"_L1, QPointF(width() - icon - scaled(10), (height() - icon) / 2), icon, t.accent);
}

} // namespace muster
