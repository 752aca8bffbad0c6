// SPDX-License-Identifier: Apache-2.0
#pragma once
// The four kinds of push button, and the square button with only an icon.

#include "ui/kit/Tokens.h"

#include <QPushButton>
#include <QToolButton>

namespace muster {

//! At most one Primary on a page; Danger only for what cannot be undone.
enum class ButtonKind { Secondary, Primary, Quiet, Danger };

//! A push button, 30 px high. Painted by MusterStyle.
class Button : public QPushButton
{
    Q_OBJECT

public:
    explicit Button(const QString &text, ButtonKind kind = ButtonKind::Secondary, QWidget *parent = nullptr);
    Button(QLatin1StringView icon, const QString &text, ButtonKind kind = ButtonKind::Secondary,
           QWidget *parent = nullptr);

    ButtonKind kind() const { return m_kind; }
    void setKind(ButtonKind kind);
    //! Name of the icon before the text, or empty.
    QLatin1StringView iconName() const { return m_icon; }
    void setIconName(QLatin1StringView icon);
    //! Draws a chevron after the text: the button opens a menu or a list.
    void setOpensMenu(bool opens);
    bool opensMenu() const { return m_opensMenu; }
    //! Padding left and right of the text, px at scale 1: 12, 8 for Quiet, 9 in drawer footers.
    void setPadding(int px);
    int padding() const { return m_padding; }
    //! Turns the button off with \a reason in tooltip and accessible description, or on when \a reason is empty.
    void setRefusal(const QString &reason);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    ButtonKind m_kind;
    QLatin1StringView m_icon;
    int m_padding;
    bool m_opensMenu = false;
    QString m_tooltip; // Kept while a refusal shows.
};

//! A 30 × 30 button with an icon of 20 px (18 in drawers). \a name is its accessible name and tooltip.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    IconButton(QLatin1StringView icon, const QString &name, QWidget *parent = nullptr);

    void setIconName(QLatin1StringView icon);
    void setIconPixels(int px);
    //! Its name and tooltip; \a shortcut is added to the tooltip in brackets.
    void setName(const QString &name, const QString &shortcut = {});

    QSize sizeHint() const override;
};

} // namespace muster
