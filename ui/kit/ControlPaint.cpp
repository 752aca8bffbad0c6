// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/ControlPaint.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QStyleOption>

#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct ButtonColors {
    QColor fill;
    QColor outline;
    QColor text;
    QColor icon;
};

ButtonColors disabledColors(ButtonKind kind, const Tokens &t)
{
    switch (kind) {
    case ButtonKind::Primary:
        return {t.sunken, t.border, t.text3, t.text3};
    case ButtonKind::Quiet:
        return {{}, {}, t.text3, t.text3};
    case ButtonKind::Secondary:
    case ButtonKind::Danger:
        return {{}, t.border, t.text3, t.text3};
    }
    Q_UNREACHABLE();
}

ButtonColors colorsOf(ButtonKind kind, QStyle::State state)
{
    const Tokens &t = tokens();
    if (!(state & QStyle::State_Enabled))
        return disabledColors(kind, t);
    const bool lit = state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    switch (kind) {
    case ButtonKind::Primary:
        return {lit ? t.accentHover : t.accent, {}, t.onAccent, t.onAccent};
    case ButtonKind::Quiet:
        return {lit || (state & QStyle::State_On) ? t.hoverWash : QColor(), {}, t.text2, t.text2};
    case ButtonKind::Secondary:
        return {lit ? t.sunken : t.raised, t.borderStrong, t.text, t.text2};
    case ButtonKind::Danger:
        return {lit ? t.failed.tint : t.raised, t.borderStrong, t.failed.fg, t.failed.fg};
    }
    Q_UNREACHABLE();
}

Type buttonType(ButtonKind kind)
{
    return kind == ButtonKind::Primary ? Type::BodyStrong : Type::BodyMedium;
}

int mnemonicFlags(QStyle::State state)
{
    return state & QStyle::State_KeyboardFocusChange ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
}

} // namespace

void paintButton(QPainter *painter, const QStyleOptionButton &option, ButtonKind kind, const Button *button)
{
    const ButtonColors colors = colorsOf(kind, option.state);
    if (colors.fill.isValid() || colors.outline.isValid())
        paintPanel(painter, option.rect, scaled(6), colors.fill, colors.outline);
    const QFont &font = fontOf(buttonType(kind));
    const QFontMetrics metrics(font);
    const bool hasIcon = button && !button->iconName().isEmpty();
    const bool hasChevron = button && button->opensMenu();
    const int icon = scaled(16);
    const int gap = option.text.isEmpty() ? 0 : scaled(6);
    const int text = metrics.size(Qt::TextShowMnemonic, option.text).width();
    const int whole = text + (hasIcon ? icon + gap : 0) + (hasChevron ? icon + scaled(2) : 0);
    qreal x = option.rect.x() + (option.rect.width() - whole) / 2.0;
    const qreal iconY = option.rect.y() + std::floor((option.rect.height() - icon) / 2.0);
    if (hasIcon) {
        paintIcon(painter, button->iconName(), {std::floor(x), iconY}, icon, colors.icon);
        x += icon + gap;
    }
    painter->setFont(font);
    painter->setPen(colors.text);
    painter->drawText(QRectF(x, option.rect.y(), text + 2, option.rect.height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | mnemonicFlags(option.state), option.text);
    if (hasChevron)
        paintIcon(painter, "chevron-down"_L1, {std::floor(x + text + scaled(4)), iconY}, icon, colors.icon);
}

QSize buttonSize(const QStyleOptionButton &option, const Button *button)
{
    const ButtonKind kind = button ? button->kind() : ButtonKind::Secondary;
    const QFontMetrics metrics(fontOf(buttonType(kind)));
    int width = metrics.size(Qt::TextShowMnemonic, option.text).width();
    if (button && !button->iconName().isEmpty())
        width += scaled(16) + (option.text.isEmpty() ? 0 : scaled(6));
    if (button && button->opensMenu())
        width += scaled(18);
    const int padding = scaled(button ? button->padding() : 12);
    return {width + 2 * padding, scaled(30)};
}

void paintFieldGround(QPainter *painter, const QRectF &rect, bool enabled, bool focused, bool invalid)
{
    const Tokens &t = tokens();
    if (!enabled)
        paintPanel(painter, rect, scaled(6), {}, t.border);
    else if (invalid)
        paintPanel(painter, rect, scaled(6), t.surface, t.failed.fg, 2.0);
    else if (focused)
        paintPanel(painter, rect, scaled(6), t.surface, t.accent, 2.0);
    else
        paintPanel(painter, rect, scaled(6), t.surface, t.borderStrong);
}

void paintCheckBox(QPainter *painter, const QRectF &rect, Qt::CheckState state, bool enabled, bool hovered)
{
    const Tokens &t = tokens();
    const qreal side = rect.width();
    if (state == Qt::Unchecked) {
        paintPanel(painter, rect, side / 4, enabled ? t.surface : QColor(),
                   enabled ? (hovered ? t.text2 : t.borderStrong) : t.border);
        return;
    }
    const QColor fill = !enabled ? t.border : hovered ? t.accentHover : t.accent;
    paintPanel(painter, rect, side / 4, fill, {});
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(enabled ? t.onAccent : t.text3, side / 10, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&rect, side](qreal x, qreal y) { return rect.topLeft() + QPointF(x, y) * side; };
    if (state == Qt::PartiallyChecked)
        painter->drawLine(at(0.25, 0.5), at(0.75, 0.5));
    else
        painter->drawPolyline(QPolygonF{at(0.27, 0.52), at(0.43, 0.67), at(0.73, 0.34)});
    painter->restore();
}

void paintRadio(QPainter *painter, const QRectF &rect, bool on, bool enabled, bool hovered)
{
    const Tokens &t = tokens();
    const qreal radius = rect.width() / 2;
    if (!on) {
        paintPanel(painter, rect, radius, enabled ? t.surface : QColor(),
                   enabled ? (hovered ? t.text2 : t.borderStrong) : t.border);
        return;
    }
    paintPanel(painter, rect, radius, enabled ? t.accent : t.border, {});
    const qreal inset = rect.width() * 0.3;
    paintPanel(painter, rect.adjusted(inset, inset, -inset, -inset), radius, enabled ? t.onAccent : t.text3, {});
}

void paintToolButton(QPainter *painter, const QStyleOptionToolButton &option)
{
    const Tokens &t = tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    if (option.state & QStyle::State_On)
        paintPanel(painter, option.rect, scaled(6), t.selection, {});
    else if (enabled && (option.state & (QStyle::State_MouseOver | QStyle::State_Sunken)))
        paintPanel(painter, option.rect, scaled(6), t.hoverWash, {});
    const bool hasText = !option.text.isEmpty() && option.toolButtonStyle != Qt::ToolButtonIconOnly;
    const QSize icon = option.icon.isNull() ? QSize(0, 0) : option.iconSize;
    const QFontMetrics metrics(fontOf(Type::BodyMedium));
    const int gap = hasText && !option.icon.isNull() ? scaled(6) : 0;
    const int text = hasText ? metrics.horizontalAdvance(option.text) : 0;
    int x = option.rect.x() + (option.rect.width() - icon.width() - gap - text) / 2;
    if (!option.icon.isNull()) {
        option.icon.paint(painter, x, option.rect.y() + (option.rect.height() - icon.height()) / 2, icon.width(),
                          icon.height(), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        x += icon.width() + gap;
    }
    if (hasText) {
        painter->setFont(fontOf(Type::BodyMedium));
        painter->setPen(enabled ? t.text2 : t.text3);
        painter->drawText(QRect(x, option.rect.y(), text + 2, option.rect.height()),
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, option.text);
    }
}

void paintComboBox(QPainter *painter, const QStyleOptionComboBox &option)
{
    const Tokens &t = tokens();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focused = option.editable && (option.state & QStyle::State_HasFocus);
    const QColor outline = !enabled ? t.border : focused ? t.accent : t.borderStrong;
    const bool lit = !option.editable && (option.state & QStyle::State_MouseOver);
    paintPanel(painter, option.rect, scaled(6), enabled ? (lit ? t.sunken : t.surface) : QColor(), outline,
               focused ? 2.0 : 1.0);
    const int icon = scaled(16);
    const bool leftToRight = option.direction == Qt::LeftToRight;
    const int x = leftToRight ? option.rect.right() - icon - scaled(7) : option.rect.x() + scaled(8);
    paintIcon(painter, "chevron-down"_L1, QPointF(x, option.rect.y() + (option.rect.height() - icon) / 2), icon,
              enabled ? t.text2 : t.text3);
}

QRect comboTextRect(const QStyleOption &option)
{
    // Qt draws the text one px further in. Behind it: a gap, the arrow, and the arrow's distance to the edge.
    const QRect rect = option.rect.adjusted(scaled(8), 1, -scaled(6 + 16 + 8), -1);
    return QStyle::visualRect(option.direction, option.rect, rect);
}

void paintScrollSlider(QPainter *painter, const QRectF &slider, bool vertical, bool hovered)
{
    const Tokens &t = tokens();
    const QRectF bar = vertical ? slider.adjusted(1, 0, -3, 0) : slider.adjusted(0, 1, 0, -3);
    paintPanel(painter, bar, 3, hovered ? t.borderStrong : t.border, {});
}

} // namespace muster
