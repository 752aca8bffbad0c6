// SPDX-License-Identifier: Apache-2.0
#include "ui/logs/NewLinesButton.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Icons.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

using namespace Qt::StringLiterals;

NewLinesButton::NewLinesButton(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus); // A click must not take the keyboard from the lines.
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::ArrowCursor);
    setFocusRadius(this, 16);
    setToolTip(tr("To the newest line, and follow (End)"));
    setCount(0);
}

void NewLinesButton::setCount(quint64 lines)
{
    setText(lines == 0 ? tr("Newest line") : lines == 1 ? tr("1 new line")
                                                        : tr("%1 new lines").arg(countText(static_cast<qint64>(lines))));
    updateGeometry();
    update();
}

QSize NewLinesButton::sizeHint() const
{
    return {static_cast<int>(lineWidth(Type::BodyStrong, text())) + scaled(16 + 8 + 16 + 14), scaled(32)};
}

void NewLinesButton::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const QColor ground = underMouse() || isDown() ? t.accentHover : t.accent;
    paintPanel(&painter, rect(), height() / 2.0, ground, ground);
    const int icon = scaled(16);
    drawLine(&painter, QRectF(scaled(16), 0, width(), height()), Type::BodyStrong, t.onAccent, text());
    paintIcon(&painter, "arrow-down"_L1, QPointF(width() - icon - scaled(14), (height() - icon) / 2), icon, t.onAccent);
}

} // namespace muster
