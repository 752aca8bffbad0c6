// SPDX-License-Identifier: Apache-2.0
#pragma once
// A round button over a list that holds still: what waits above is shown when it is pressed.

#include <QAbstractButton>

namespace muster {

//! 26 px high, text and an arrow up. Its text is its accessible name unless it is given another.
class Pill : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Pill(QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace muster
