// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/PinDiff.h"

#include "ui/kit/LineText.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {
constexpr int kLine = 24;
}

PinDiff::PinDiff(const QString &before, const QString &after, QWidget *parent) : QWidget(parent), m_before(before), m_after(after)
{
    setAccessibleName(tr("Before: %1. After: %2.").arg(before, after));
    setToolTip(plainToolTip(tr("%1 → %2").arg(before, after)));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PinDiff::sizeHint() const
{
    return {scaled(240), 2 * scaled(kLine) + 2};
}

QSize PinDiff::minimumSizeHint() const
{
    return {scaled(120), sizeHint().height()};
}

void PinDiff::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath corners;
    corners.addRoundedRect(rect(), scaled(6), scaled(6));
    painter.setClipPath(corners);
    const int line = height() / 2;
    painter.fillRect(QRect(0, 0, width(), line), t.sunken);
    painter.fillRect(QRect(0, line, width(), height() - line), t.selection);
    painter.setClipping(false);
    paintPanel(&painter, rect(), scaled(6), Qt::transparent, t.border);
    const auto draw = [&](int y, const QString &sign, const QString &text, const QColor &color) {
        drawLine(&painter, QRectF(scaled(10), y, scaled(12), line), Type::MonoSmall, t.accent, sign);
        drawLine(&painter, QRectF(scaled(26), y, width() - scaled(34), line), Type::MonoSmall, color, text);
    };
    draw(0, u"-"_s, m_before, t.text2);
    draw(line, u"+"_s, m_after, t.text);
}

} // namespace muster
