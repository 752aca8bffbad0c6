// SPDX-License-Identifier: Apache-2.0
#pragma once
// A veil over the window while a dialog is open.

#include "ui/kit/Theme.h"

#include <QPainter>
#include <QWidget>

namespace muster {

//! Hidden at first; takes no input.
class Scrim : public QWidget
{
    Q_OBJECT

public:
    explicit Scrim(QWidget *window) : QWidget(window)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), tokens().scrim);
    }
};

} // namespace muster
