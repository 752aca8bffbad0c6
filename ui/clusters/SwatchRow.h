// SPDX-License-Identifier: Apache-2.0
#pragma once
// A row of colours, one of them chosen: how a cluster is recognised.

#include <QColor>
#include <QList>
#include <QWidget>

namespace muster {

//! A colour for clusters. None of them is near a status.
struct ClusterSwatch {
    QColor colour; //!< In the light theme.
    QString name;
};
QList<ClusterSwatch> clusterSwatches();

//! One tab stop; arrows choose.
class SwatchRow : public QWidget
{
    Q_OBJECT

public:
    explicit SwatchRow(QWidget *parent = nullptr);

    QColor colour() const;
    void setColour(const QColor &colour);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void colourChanged(const QColor &colour);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void choose(int index);

    const QList<ClusterSwatch> m_swatches;
    int m_chosen = 0;
};

} // namespace muster
