// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text that stays text: a label that never reads markup, in a type and a colour of the theme (T-18).

#include "ui/kit/Tokens.h"
#include "ui/kit/Type.h"

#include <QLabel>

namespace muster {

//! A QLabel with Qt::PlainText. Elides at the right when it is too narrow, unless it wraps; the whole text is then in the
//! tooltip. Follows theme switches.
class PlainLabel : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(Type type = Type::Body, QColor Tokens::*color = &Tokens::text, QWidget *parent = nullptr);
    PlainLabel(const QString &text, Type type, QColor Tokens::*color = &Tokens::text, QWidget *parent = nullptr);

    void setType(Type type);
    void setColor(QColor Tokens::*color);
    //! Breaks lines instead of eliding.
    void setWraps(bool wraps);
    //! Lets people mark and copy the text, also by keyboard.
    void setSelectable();

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void dress();
    Type m_type;
    QColor Tokens::*m_color;
    bool m_dressing = false;
};

//! \a text with markup characters escaped where Qt insists on guessing rich text: tooltips.
QString plainToolTip(const QString &text);

} // namespace muster
