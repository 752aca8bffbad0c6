// SPDX-License-Identifier: Apache-2.0
#pragma once
// A quiet bar of 6 px for what has a known end.

#include "ui/kit/Tokens.h"

#include <QWidget>

class QPainter;

namespace muster {

//! Paints a bar of \a share (0 to 1, clamped) over \a rect.
void paintProgress(QPainter *painter, const QRectF &rect, double share, const QColor &fill);

//! A bar to put into a layout.
class ProgressBar : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressBar(const QString &name, QWidget *parent = nullptr);
    //! \a share 0 to 1.
    void setShare(double share);
    void setFill(QColor Tokens::*fill);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    double m_share = 0;
    QColor Tokens::*m_fill = &Tokens::accent;
};

} // namespace muster
