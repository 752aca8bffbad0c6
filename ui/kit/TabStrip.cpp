// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/TabStrip.h"

#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

namespace {
constexpr int kGap = 16;
constexpr int kTightGap = 6;
constexpr int kRoom = 360 - 2 * 16; // Of the narrowest drawer, without its padding.
}

TabStrip::TabStrip(const QString &name, QWidget *parent) : QTabBar(parent)
{
    setAccessibleName(name);
    setDrawBase(false);
    setExpanding(false);
    setElideMode(Qt::ElideNone);
    setUsesScrollButtons(false);
    setFont(fontOf(Type::BodyMedium));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

QSize TabStrip::tabSizeHint(int index) const
{
    return {QFontMetrics(fontOf(Type::BodyMedium)).horizontalAdvance(tabText(index)) + gap(), scaled(32)};
}

//! Long words of some language move together, so that all of them are seen.
int TabStrip::gap() const
{
    const QFontMetrics metrics(fontOf(Type::BodyMedium));
    int wide = count() * scaled(kGap);
    for (int i = 0; i < count(); ++i)
        wide += metrics.horizontalAdvance(tabText(i));
    return wide <= scaled(kRoom) ? scaled(kGap) : scaled(kTightGap);
}

void TabStrip::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.setFont(fontOf(Type::BodyMedium));
    const int between = gap();
    for (int i = 0; i < count(); ++i) {
        const QRect tab = tabRect(i);
        const QRect text = layoutDirection() == Qt::LeftToRight ? tab.adjusted(0, 0, -between, 0) : tab.adjusted(between, 0, 0, 0);
        const bool chosen = i == currentIndex();
        const bool hovered = text.contains(mapFromGlobal(QCursor::pos()));
        painter.setPen(chosen || hovered ? t.text : t.text2);
        const QRect room = layoutDirection() == Qt::LeftToRight ? text.adjusted(0, 0, 2, -1) : text.adjusted(-2, 0, 0, -1);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, tabText(i));
        if (chosen)
            painter.fillRect(text.x(), tab.bottom() - 1, text.width(), 2, t.accent);
    }
}

} // namespace muster
