// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/KeyHint.h"

#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace muster {

int keyHintWidth(const QString &key)
{
    return std::max(scaled(18), QFontMetrics(fontOf(Type::Micro)).horizontalAdvance(key) + scaled(12));
}

void paintKeyHint(QPainter *painter, const QPointF &at, const QString &key)
{
    const Tokens &t = tokens();
    const QRectF rect(at, QSizeF(keyHintWidth(key), scaled(18)));
    paintPanel(painter, rect, scaled(4), t.surface, t.border);
    painter->setFont(fontOf(Type::Micro));
    painter->setPen(t.text3);
    painter->drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, key);
}

KeyHint::KeyHint(const QString &key, QWidget *parent) : QWidget(parent), m_key(key)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize KeyHint::sizeHint() const
{
    return {keyHintWidth(m_key), scaled(18)};
}

void KeyHint::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintKeyHint(&painter, {0, 0}, m_key);
}

} // namespace muster
