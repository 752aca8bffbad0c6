// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Type.h"

#include "ui/kit/MusterStyle.h"

#include <QApplication>
#include <QFontDatabase>
#include <QScreen>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct Step {
    qreal px;
    QFont::Weight weight;
    bool isMono;
    int line;
};

// In the order of Type.
constexpr std::array<Step, kTypes> kSteps{{
    {22, QFont::DemiBold, false, 28}, // Display
    {17, QFont::DemiBold, false, 24}, // Title
    {14, QFont::DemiBold, false, 20}, // Heading
    {13, QFont::Normal, false, 20},   // Body
    {13, QFont::Medium, false, 20},   // BodyMedium
    {13, QFont::DemiBold, false, 20}, // BodyStrong
    {12, QFont::Normal, false, 16},   // Small
    {12, QFont::Medium, false, 16},   // SmallMedium
    {12, QFont::DemiBold, false, 16}, // SmallStrong
    {11, QFont::Medium, false, 14},   // Micro
    {11, QFont::DemiBold, false, 14}, // MicroStrong
    {12.5, QFont::Normal, true, 18},  // Mono
    {12, QFont::Normal, true, 16},    // MonoSmall
}};

QFont makeFont(const Step &step, qreal scale, qreal dpi, const QString &systemFamily, const QString &systemMono)
{
    QFont font;
    if (step.isMono)
        font.setFamilies({u"JetBrains Mono"_s, u"Noto Sans Mono"_s, u"Noto Mono"_s, systemMono, u"monospace"_s});
    else
        font.setFamilies({u"Inter"_s, systemFamily, u"Noto Sans"_s, u"sans-serif"_s});
    const qreal px = step.px * scale;
    // Whole pixels where we can: a point size goes through the screen's resolution and back.
    if (qFuzzyCompare(px, qreal(qRound(px))))
        font.setPixelSize(qRound(px));
    else
        font.setPointSizeF(px * 72.0 / dpi);
    font.setWeight(step.weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleHint(step.isMono ? QFont::Monospace : QFont::SansSerif);
    font.setFixedPitch(step.isMono);
    return font;
}

} // namespace

TypeScale makeTypeScale(qreal scale)
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    const qreal dpi = screen ? screen->logicalDotsPerInchY() : 96.0;
    const QString family = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    const QString mono = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    TypeScale fonts;
    for (size_t i = 0; i < kSteps.size(); ++i)
        fonts[i] = makeFont(kSteps[i], scale, dpi, family, mono);
    return fonts;
}

const QFont &fontOf(Type type)
{
    if (const MusterStyle *style = MusterStyle::current())
        return style->fonts()[static_cast<size_t>(type)];
    static const TypeScale fallback = makeTypeScale(1.0); // For widgets tested without a Theme.
    return fallback[static_cast<size_t>(type)];
}

int lineHeightOf(Type type)
{
    return kSteps[static_cast<size_t>(type)].line;
}

} // namespace muster
