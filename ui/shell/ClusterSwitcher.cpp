// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ClusterSwitcher.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

#include <algorithm>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr int kTitleMost = 260;

} // namespace

ClusterSwitcher::ClusterSwitcher(QWidget *parent) : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(tr("Switch cluster (Ctrl+Shift+K)"));
    setFace({});
}

void ClusterSwitcher::setFace(const ClusterFace &face)
{
    m_face = face;
    setText(shownTitle());
    setAccessibleName(tr("Cluster: %1").arg(shownTitle()));
    updateGeometry();
    update();
}

QString ClusterSwitcher::shownTitle() const
{
    return m_face.kind == ClusterKind::None ? tr("No cluster") : m_face.title;
}

QFont ClusterSwitcher::shownFont() const
{
    return fontOf(m_face.kind == ClusterKind::None ? Type::BodyMedium : Type::BodyStrong);
}

QSize ClusterSwitcher::sizeHint() const
{
    const int title = std::min(QFontMetrics(shownFont()).horizontalAdvance(shownTitle()) + 1, scaled(kTitleMost));
    const int badge = m_face.kind == ClusterKind::None ? 0 : scaled(24 + 8);
    return {scaled(6) + badge + title + scaled(8 + 16 + 6), scaled(30)};
}

QSize ClusterSwitcher::minimumSizeHint() const
{
    return sizeHint();
}

void ClusterSwitcher::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown())
        paintPanel(&painter, rect(), scaled(6), tokens().hoverWash, Qt::transparent);
    int x = scaled(6);
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const auto place = [&](int width) { return isMirrored ? this->width() - x - width : x; };
    if (m_face.kind != ClusterKind::None) {
        paintClusterBadge(&painter, QRectF(place(scaled(24)), (height() - scaled(20)) / 2.0, scaled(24), scaled(20)),
                          m_face);
        x += scaled(24 + 8);
    }
    const int titleWidth = width() - x - scaled(8 + 16 + 6);
    painter.setFont(shownFont());
    painter.setPen(m_face.kind == ClusterKind::None ? tokens().text2 : tokens().text);
    painter.drawText(QRect(place(titleWidth), 0, titleWidth, height()),
                     Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(shownTitle(), Qt::ElideRight, titleWidth));
    x += titleWidth + scaled(8);
    paintIcon(&painter, "chevron-down"_L1, QPointF(place(scaled(16)), (height() - scaled(16)) / 2.0), scaled(16),
              tokens().text2);
}

} // namespace muster
