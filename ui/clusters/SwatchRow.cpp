// SPDX-License-Identifier: Apache-2.0
#include "ui/clusters/SwatchRow.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Theme.h"
#include "ui/shell/ClusterBadge.h"

#include <QKeyEvent>
#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kSize = 24;
constexpr int kPitch = 32;

} // namespace

QList<ClusterSwatch> clusterSwatches()
{
    return {{QColor(0xA8, 0x3C, 0x72), SwatchRow::tr("rose")},  {QColor(0x0B, 0x6E, 0x8F), SwatchRow::tr("petrol")},
            {QColor(0x66, 0x70, 0x1C), SwatchRow::tr("olive")}, {QColor(0x80, 0x58, 0x3C), SwatchRow::tr("cocoa")},
            {QColor(0x4F, 0x63, 0x80), SwatchRow::tr("steel")}, {QColor(0xB0, 0x4A, 0x2F), SwatchRow::tr("rust")}};
}

SwatchRow::SwatchRow(QWidget *parent) : QWidget(parent), m_swatches(clusterSwatches())
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    choose(0);
}

QColor SwatchRow::colour() const
{
    return m_swatches.at(m_chosen).colour;
}

void SwatchRow::setColour(const QColor &colour)
{
    for (int i = 0; i < m_swatches.size(); ++i) {
        if (m_swatches.at(i).colour == colour)
            choose(i);
    }
}

void SwatchRow::choose(int index)
{
    m_chosen = std::clamp(index, 0, static_cast<int>(m_swatches.size()) - 1);
    setAccessibleName(tr("Colour: %1").arg(m_swatches.at(m_chosen).name));
    update();
    Q_EMIT colourChanged(colour());
}

QSize SwatchRow::sizeHint() const
{
    return {scaled(kPitch) * static_cast<int>(m_swatches.size()) - scaled(kPitch - kSize), scaled(30)};
}

void SwatchRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left)
        choose(m_chosen - 1);
    else if (event->key() == Qt::Key_Right)
        choose(m_chosen + 1);
    else
        QWidget::keyPressEvent(event);
}

void SwatchRow::mousePressEvent(QMouseEvent *event)
{
    choose(static_cast<int>(event->position().x()) / scaled(kPitch));
}

void SwatchRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int size = scaled(kSize);
    for (int i = 0; i < m_swatches.size(); ++i) {
        const QRectF box(i * scaled(kPitch), (height() - size) / 2.0, size, size);
        const QColor colour =
            clusterColour({.kind = ClusterKind::Remote, .title = {}, .letters = {}, .colour = m_swatches.at(i).colour});
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(box, scaled(4), scaled(4));
        if (i == m_chosen)
            paintIcon(&painter, "check"_L1, box.topLeft() + QPointF((size - scaled(16)) / 2.0, (size - scaled(16)) / 2.0),
                      scaled(16), tokens().surface);
    }
}

} // namespace muster
