// SPDX-License-Identifier: Apache-2.0
#pragma once
// A few lines of plain text with the line height of their type, which a label does not keep.

#include "ui/kit/Tokens.h"
#include "ui/kit/Type.h"

#include <QWidget>

namespace muster {

//! Wraps between words; its text is its accessible name. Not focusable.
class Paragraph : public QWidget
{
    Q_OBJECT

public:
    Paragraph(const QString &text, Type type, QColor Tokens::*color, QWidget *parent);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    //! The lines that \a width breaks the text into.
    QStringList lines(int width) const;

    QString m_text;
    Type m_type;
    QColor Tokens::*m_color;
};

} // namespace muster
