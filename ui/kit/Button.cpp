// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Button.h"

#include "ui/kit/ControlPaint.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QStyleOptionButton>

namespace muster {

using namespace Qt::StringLiterals;

Button::Button(const QString &text, ButtonKind kind, QWidget *parent) : Button({}, text, kind, parent) {}

Button::Button(QLatin1StringView icon, const QString &text, ButtonKind kind, QWidget *parent)
    : QPushButton(text, parent), m_kind(kind), m_icon(icon), m_padding(kind == ButtonKind::Quiet ? 8 : 12)
{
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::ArrowCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Button::setKind(ButtonKind kind)
{
    m_kind = kind;
    updateGeometry();
    update();
}

void Button::setIconName(QLatin1StringView icon)
{
    m_icon = icon;
    updateGeometry();
    update();
}

void Button::setOpensMenu(bool opens)
{
    m_opensMenu = opens;
    updateGeometry();
    update();
}

void Button::setPadding(int px)
{
    m_padding = px;
    updateGeometry();
}

void Button::setRefusal(const QString &reason)
{
    if (isEnabled())
        m_tooltip = toolTip();
    setEnabled(reason.isEmpty());
    setToolTip(reason.isEmpty() ? m_tooltip : plainToolTip(reason));
    setAccessibleDescription(reason);
}

QSize Button::sizeHint() const
{
    ensurePolished();
    QStyleOptionButton option;
    initStyleOption(&option);
    return buttonSize(option, this);
}

QSize Button::minimumSizeHint() const
{
    return sizeHint();
}

IconButton::IconButton(QLatin1StringView icon, const QString &name, QWidget *parent) : QToolButton(parent)
{
    setIconName(icon);
    setIconPixels(20);
    setName(name);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setPopupMode(QToolButton::InstantPopup);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconButton::setIconName(QLatin1StringView icon)
{
    setIcon(themedIcon(icon));
}

void IconButton::setIconPixels(int px)
{
    setIconSize({scaled(px), scaled(px)});
}

void IconButton::setName(const QString &name, const QString &shortcut)
{
    setAccessibleName(name);
    setToolTip(plainToolTip(shortcut.isEmpty() ? name : u"%1 (%2)"_s.arg(name, shortcut)));
}

QSize IconButton::sizeHint() const
{
    return {scaled(30), scaled(30)};
}

} // namespace muster
