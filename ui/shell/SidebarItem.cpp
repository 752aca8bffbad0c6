// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/SidebarItem.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/KeyHint.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

SidebarItem::SidebarItem(QLatin1StringView icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_icon(icon)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    tell();
}

void SidebarItem::tell()
{
    QString name = text();
    if (m_problem || !m_shape.isEmpty())
        name = tr("%1, %2 need attention").arg(text(), countText(m_count));
    else if (m_count >= 0)
        name = tr("%1, %2").arg(text(), countText(m_count));
    setAccessibleName(name);
    setToolTip(m_isCollapsed ? plainToolTip(name) : QString());
}

void SidebarItem::setCount(int count, std::optional<NodeStatus> problem)
{
    if (m_count == count && m_problem == problem && m_shape.isEmpty())
        return;
    m_shape = {};
    m_count = count;
    m_problem = problem;
    tell();
    update();
}

void SidebarItem::setCount(int count, QLatin1StringView icon)
{
    if (m_count == count && m_shape == icon)
        return;
    m_count = count;
    m_problem.reset();
    m_shape = icon;
    tell();
    update();
}

void SidebarItem::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    tell();
    update();
}

void SidebarItem::setKeyHint(const QString &key)
{
    m_keyHint = key;
    update();
}

QSize SidebarItem::sizeHint() const
{
    return {scaled(32), scaled(30)};
}

void SidebarItem::enterEvent(QEnterEvent *)
{
    update();
}

void SidebarItem::leaveEvent(QEvent *)
{
    update();
}

void SidebarItem::paintCount(QPainter *painter)
{
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    if (m_count < 0) {
        if (!m_keyHint.isEmpty()) {
            const int width = keyHintWidth(m_keyHint);
            const int words = QFontMetrics(fontOf(Type::BodyMedium)).horizontalAdvance(this->text());
            if (scaled(8 + 18 + 8 + 8 + 8) + words + width > this->width())
                return; // The words matter more.
            const int left = isMirrored ? scaled(8) : this->width() - scaled(8) - width;
            paintKeyHint(painter, QPointF(left, (height() - scaled(18)) / 2.0), m_keyHint);
        }
        return;
    }
    const QString text = countText(m_count);
    painter->setFont(fontOf(Type::SmallMedium));
    const int textWidth = painter->fontMetrics().horizontalAdvance(text) + 1;
    int right = scaled(8);
    const QRect box(isMirrored ? right : width() - right - textWidth, 0, textWidth, height());
    const bool isProblem = m_problem || !m_shape.isEmpty();
    painter->setPen(isProblem ? tokens().text : tokens().text2);
    painter->drawText(box, Qt::AlignVCenter | Qt::AlignRight | Qt::AlignAbsolute, text);
    if (isProblem) {
        right += textWidth + scaled(4);
        const int size = scaled(12);
        const int left = isMirrored ? right : width() - right - size;
        const QPointF at(left, (height() - size) / 2.0);
        m_problem ? paintStatusShape(painter, *m_problem, at, size) : paintIcon(painter, m_shape, at, size, tokens().text2);
    }
}

void SidebarItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = scaled(6);
    if (isChecked())
        paintPanel(&painter, rect(), radius, tokens().selection, Qt::transparent);
    else if (underMouse() || isDown())
        paintPanel(&painter, rect(), radius, tokens().hoverWash, Qt::transparent);

    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int size = scaled(18);
    const QColor iconColor = isChecked() ? tokens().accent : tokens().text2;
    const int inset = m_isCollapsed ? (width() - size) / 2 : scaled(8);
    paintIcon(&painter, m_icon, QPointF(isMirrored ? width() - inset - size : inset, (height() - size) / 2.0), size,
              iconColor);
    if (!m_isCollapsed) {
        painter.setFont(fontOf(Type::BodyMedium));
        painter.setPen(isChecked() ? tokens().text : tokens().text2);
        const int from = inset + size + scaled(8);
        const QRect box(isMirrored ? 0 : from, 0, width() - from, height());
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine, text());
        paintCount(&painter);
    }
}

} // namespace muster
