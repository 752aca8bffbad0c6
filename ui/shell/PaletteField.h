// SPDX-License-Identifier: Apache-2.0
#pragma once
// The sunken field in the middle of the header that opens the palette; a button in a field's clothes.

#include <QAbstractButton>

namespace muster {

//! 480 × 30, narrower when the room is. clicked() asks for the palette.
class PaletteField : public QAbstractButton
{
    Q_OBJECT

public:
    explicit PaletteField(QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace muster
