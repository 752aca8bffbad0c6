// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Field.h"

#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QEvent>
#include <QPainter>

namespace muster {

Field::Field(const QString &name, QWidget *parent) : QLineEdit(parent)
{
    setAccessibleName(name);
    setFrame(true);
    dress();
}

void Field::setLeadingIcon(QLatin1StringView icon)
{
    m_icon = icon;
    dress();
}

void Field::setKeyHint(const QString &key)
{
    m_keyHint = key;
    dress();
}

void Field::setInvalid(const QString &reason)
{
    m_invalid = !reason.isEmpty();
    setToolTip(plainToolTip(reason));
    setAccessibleDescription(reason);
    update();
}

QSize Field::sizeHint() const
{
    return {QLineEdit::sizeHint().width(), scaled(30)};
}

void Field::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const int room = width() - textMargins().left() - textMargins().right() - scaled(8);
    if (text().isEmpty() && toolTip().isEmpty() && fontMetrics().horizontalAdvance(placeholderText()) > room)
        setToolTip(plainToolTip(placeholderText())); // It is cut.
    const Tokens &t = tokens();
    QPainter painter(this);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    const int icon = scaled(16);
    const int side = scaled(9);
    if (!m_icon.isEmpty())
        paintIcon(&painter, m_icon, QPointF(leftToRight ? side : width() - side - icon, (height() - icon) / 2), icon,
                  isEnabled() ? t.text2 : t.text3);
    if (!m_keyHint.isEmpty() && text().isEmpty() && !hasFocus()) {
        const int hint = keyHintWidth(m_keyHint);
        paintKeyHint(&painter, QPointF(leftToRight ? width() - hint - scaled(7) : scaled(7), (height() - scaled(18)) / 2),
                     m_keyHint);
    }
}

void Field::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        dress();
}

void Field::dress()
{
    // QLineEdit keeps 2 px of its own at each side.
    const int before = m_icon.isEmpty() ? scaled(8) - 2 : scaled(9 + 16 + 6) - 2;
    const int after = m_keyHint.isEmpty() ? scaled(8) - 2 : keyHintWidth(m_keyHint) + scaled(10);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    setTextMargins(leftToRight ? before : after, 0, leftToRight ? after : before, 0);
    setMinimumHeight(scaled(30));
    setMaximumHeight(scaled(30));
}

} // namespace muster
