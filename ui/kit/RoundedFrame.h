// SPDX-License-Identifier: Apache-2.0
#pragma once
// A hairline with round corners around a widget that paints square ones, such as a table.

#include "ui/kit/Tokens.h"

#include <QWidget>

namespace muster {

//! Holds one widget; its corners are painted over with the ground that the frame stands on.
class RoundedFrame : public QWidget
{
    Q_OBJECT

public:
    //! Takes \a content as a child. \a ground is what is behind the frame.
    RoundedFrame(QWidget *content, int radius, QColor Tokens::*ground = &Tokens::canvas, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    class Corners;
    int m_radius;
    QWidget *m_content;
    QWidget *m_corners;
};

} // namespace muster
