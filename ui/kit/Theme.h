// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which theme the program wears, switched while it runs; and the way to its tokens from any paint event.

#include "ui/kit/Tokens.h"
#include "ui/kit/Type.h"

#include <QObject>
#include <QPalette>

namespace muster {

class MusterStyle;

//! The tokens of the theme that the application wears now; light when no Theme was made. GUI thread.
const Tokens &tokens();
//! \a px of scale 1 in px of the user's scale, rounded. GUI thread.
int scaled(int px);

//! Dresses the application: style, palette, fonts, and one focus ring. Make one, after QApplication; GUI thread.
//! Widgets need no connection to it: a switch reaches them as QEvent::PaletteChange, a new scale as StyleChange.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };
    Q_ENUM(Choice)

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;
    Q_DISABLE_COPY_MOVE(Theme)

    //! System follows the desktop as it was when the program began.
    void setChoice(Choice choice);
    Choice choice() const { return m_choice; }
    bool isDark() const;
    //! The user's size, 0.8 to 2.0 (clamped), on top of the system's font size.
    void setScale(qreal scale);
    qreal scale() const { return m_scale; }

Q_SIGNALS:
    //! The theme or the scale is another one; after the palette and fonts were set.
    void changed();

private:
    void apply();

    MusterStyle *m_style;    // Owned by QApplication.
    bool m_systemIsDark;
    qreal m_systemScale;     // From the desktop's font size, 1 for the usual 10 pt.
    Choice m_choice = Choice::System;
    qreal m_scale = 1.0;
};

//! The palette of \a tokens, with the disabled, placeholder and link roles.
QPalette paletteOf(const Tokens &tokens);

} // namespace muster
