// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/SegmentedControl.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

namespace muster {

using namespace Qt::StringLiterals;

SegmentedControl::SegmentedControl(const QString &name, QWidget *parent) : QWidget(parent), m_name(name)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SegmentedControl::addPart(QLatin1StringView icon, const QString &text)
{
    m_parts.append({icon, text});
    tellName();
    updateGeometry();
}

void SegmentedControl::setCurrent(int index)
{
    index = qBound(0, index, static_cast<int>(m_parts.size()) - 1);
    if (index == m_current)
        return;
    m_current = index;
    tellName();
    update();
    Q_EMIT currentChanged(index);
}

QSize SegmentedControl::sizeHint() const
{
    int width = 0;
    for (const Part &part : m_parts)
        width += widthOf(part);
    return {width, scaled(30)};
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const bool enabled = isEnabled();
    paintPanel(&painter, rect(), scaled(6), t.surface, {});
    const QFont &font = fontOf(Type::BodyMedium);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const int icon = scaled(16);
    int x = 0;
    for (int i = 0; i < m_parts.size(); ++i) {
        const Part &part = m_parts[i];
        const QRect logical(x, 0, widthOf(part), height());
        const QRect cell = QStyle::visualRect(layoutDirection(), rect(), logical);
        const bool chosen = i == m_current;
        if (chosen) {
            QPainterPath clip;
            clip.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(6), scaled(6));
            painter.save();
            painter.setClipPath(clip);
            painter.fillRect(cell, t.selection);
            painter.restore();
        }
        int at = cell.x() + scaled(11);
        if (!part.icon.isEmpty()) {
            paintIcon(&painter, part.icon, QPointF(at, (height() - icon) / 2), icon,
                      !enabled ? t.text3 : chosen ? t.accent : t.text2);
            at += icon + scaled(6);
        }
        painter.setPen(!enabled ? t.text3 : chosen ? t.text : t.text2);
        painter.drawText(QRect(at, 0, metrics.horizontalAdvance(part.text) + 2, height()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, part.text);
        x += logical.width();
        if (i + 1 < m_parts.size())
            painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(x, 1, 1, height() - 2)), t.border);
    }
    paintPanel(&painter, rect(), scaled(6), {}, enabled ? t.borderStrong : t.border);
}

void SegmentedControl::mousePressEvent(QMouseEvent *event)
{
    int x = 0;
    const QRect point = QStyle::visualRect(layoutDirection(), rect(), QRect(event->position().toPoint(), QSize(1, 1)));
    for (int i = 0; i < m_parts.size(); ++i) {
        x += widthOf(m_parts[i]);
        if (point.x() < x) {
            setCurrent(i);
            return;
        }
    }
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    if (event->key() == Qt::Key_Right)
        setCurrent(m_current + forward);
    else if (event->key() == Qt::Key_Left)
        setCurrent(m_current - forward);
    else if (event->key() == Qt::Key_Space)
        setCurrent((m_current + 1) % static_cast<int>(m_parts.size()));
    else
        QWidget::keyPressEvent(event);
}

void SegmentedControl::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        updateGeometry();
}

int SegmentedControl::widthOf(const Part &part) const
{
    const int icon = part.icon.isEmpty() ? 0 : scaled(16 + 6);
    return QFontMetrics(fontOf(Type::BodyMedium)).horizontalAdvance(part.text) + icon + 2 * scaled(11);
}

void SegmentedControl::tellName()
{
    setAccessibleName(u"%1: %2"_s.arg(m_name, m_parts.value(m_current).text));
}

} // namespace muster
