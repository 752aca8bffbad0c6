// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/ClusterBadge.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Theme.h"

#include <QPainter>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

//! Lightness (HSL, 0 to 1) that a cluster colour gets in the dark theme, so that dark letters can be read on it.
constexpr float kDarkThemeLightness = 0.72f;
constexpr float kLightThemeLightnessMost = 0.45f;

} // namespace

QColor clusterColour(const ClusterFace &face)
{
    switch (face.kind) {
    case ClusterKind::None:
        return {};
    case ClusterKind::Demo:
        return tokens().unknown.fg;
    case ClusterKind::Local:
        return face.colour.isValid() ? face.colour : tokens().accent;
    case ClusterKind::Remote:
        break;
    }
    if (!face.colour.isValid())
        return tokens().cluster;
    float hue = 0;
    float saturation = 0;
    float lightness = 0;
    face.colour.getHslF(&hue, &saturation, &lightness);
    lightness = tokens().isDark ? std::max(lightness, kDarkThemeLightness) : std::min(lightness, kLightThemeLightnessMost);
    return QColor::fromHslF(std::max(0.0f, hue), saturation, lightness);
}

QString badgeLetters(const QString &title)
{
    QString letters;
    bool isStart = true;
    for (const QChar c : title) {
        if (isStart && c.isLetterOrNumber() && letters.size() < 2)
            letters += c.toUpper();
        isStart = c.isSpace();
    }
    if (letters.size() < 2) {
        letters.clear();
        for (const QChar c : title) {
            if (c.isLetterOrNumber() && letters.size() < 2)
                letters += c.toUpper();
        }
    }
    return letters;
}

void paintClusterBadge(QPainter *painter, const QRectF &rect, const ClusterFace &face)
{
    if (face.kind == ClusterKind::None)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(clusterColour(face));
    painter->drawRoundedRect(rect, scaled(4), scaled(4));
    if (face.kind == ClusterKind::Remote) {
        painter->setFont(fontOf(Type::MicroStrong));
        painter->setPen(tokens().surface);
        painter->drawText(rect, Qt::AlignCenter | Qt::TextSingleLine,
                          face.letters.isEmpty() ? badgeLetters(face.title) : face.letters);
    } else {
        const int size = scaled(16);
        const QPointF at(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
        const bool isDemo = face.kind == ClusterKind::Demo;
        paintIcon(painter, isDemo ? "demo"_L1 : "this-machine"_L1, at, size, tokens().surface);
    }
    painter->restore();
}

} // namespace muster
