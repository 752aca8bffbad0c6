// SPDX-License-Identifier: Apache-2.0
#pragma once
// An icon to put into a layout; follows theme switches.

#include "ui/kit/Tokens.h"

#include <QWidget>

namespace muster {

//! Says nothing to screen readers unless it is given an accessible name.
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    //! \a size: px at scale 1.
    IconLabel(QLatin1StringView icon, int size, QColor Tokens::*color = &Tokens::text2, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLatin1StringView m_icon;
    int m_size;
    QColor Tokens::*m_color;
};

} // namespace muster
