// SPDX-License-Identifier: Apache-2.0
#pragma once
// A round button over a log that is held: how many lines came meanwhile, and the way to them.

#include <QAbstractButton>

namespace muster {

//! 32 px high, text and an arrow down; its text is its accessible name.
class NewLinesButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit NewLinesButton(QWidget *parent);
    //! 0: "Newest line".
    void setCount(quint64 lines);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace muster
