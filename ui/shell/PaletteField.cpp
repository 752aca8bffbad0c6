// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/PaletteField.h"

#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QKeySequence>
#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

} // namespace

PaletteField::PaletteField(QWidget *parent) : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setText(tr("Search or run a command"));
    setAccessibleName(text());
}

QSize PaletteField::sizeHint() const
{
    return {scaled(480), scaled(30)};
}

QSize PaletteField::minimumSizeHint() const
{
    return {scaled(120), scaled(30)};
}

void PaletteField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHot = underMouse() || isDown();
    paintPanel(&painter, rect(), scaled(6), tokens().sunken, isHot ? tokens().borderStrong : tokens().border);
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int icon = scaled(16);
    paintIcon(&painter, "search"_L1, QPointF(isMirrored ? width() - scaled(8) - icon : scaled(8), (height() - icon) / 2.0),
              icon, tokens().text2);
    const QString key = tr("Ctrl K");
    const int keyWidth = keyHintWidth(key);
    const int keyLeft = isMirrored ? scaled(6) : width() - scaled(6) - keyWidth;
    paintKeyHint(&painter, QPointF(keyLeft, (height() - scaled(18)) / 2.0), key);
    painter.setFont(fontOf(Type::Body));
    painter.setPen(tokens().text3);
    const QRect room = rect().adjusted(scaled(32), 0, -scaled(32), 0);
    const QString shown = painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width() - keyWidth);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, shown);
}

} // namespace muster
