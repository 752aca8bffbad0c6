// SPDX-License-Identifier: Apache-2.0
#pragma once
// A key drawn as a small cap: which key leads here.

#include <QWidget>

class QPainter;

namespace muster {

//! Width of the cap for \a key, px.
int keyHintWidth(const QString &key);
//! Paints a cap of 18 px height with its top left corner at \a at.
void paintKeyHint(QPainter *painter, const QPointF &at, const QString &key);

//! A cap to put into a layout.
class KeyHint : public QWidget
{
    Q_OBJECT

public:
    explicit KeyHint(const QString &key, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_key;
};

} // namespace muster
