// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Tokens.h"

namespace muster {

namespace {

QColor withAlpha(QColor color, qreal alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

Tokens makeLight()
{
    Tokens t;
    t.canvas = QColor(0xF4, 0xF6, 0xF8);
    t.surface = QColor(0xFF, 0xFF, 0xFF);
    t.raised = QColor(0xFF, 0xFF, 0xFF);
    t.sunken = QColor(0xEB, 0xEF, 0xF3);
    t.border = QColor(0xD5, 0xDC, 0xE4);
    t.borderStrong = QColor(0x7C, 0x89, 0x98);
    t.text = QColor(0x16, 0x20, 0x2B);
    t.text2 = QColor(0x44, 0x51, 0x5F);
    t.text3 = QColor(0x56, 0x63, 0x71);
    t.accent = QColor(0x0B, 0x6E, 0x8F);
    t.accentHover = QColor(0x09, 0x5A, 0x75);
    t.onAccent = QColor(0xFF, 0xFF, 0xFF);
    t.selection = QColor(0xD9, 0xEE, 0xF5);
    t.online = {QColor(0x0F, 0x7A, 0x50), QColor(0xE3, 0xF4, 0xEC)};
    t.degraded = {QColor(0x9A, 0x57, 0x00), QColor(0xFB, 0xEE, 0xDC)};
    t.draining = {QColor(0x0B, 0x3A, 0xD2), QColor(0xE4, 0xEA, 0xFD)};
    t.offline = {QColor(0x41, 0x4A, 0x56), QColor(0xE9, 0xED, 0xF1)};
    t.failed = {QColor(0x8A, 0x1A, 0x14), QColor(0xFA, 0xE4, 0xE2)};
    t.unknown = {QColor(0x84, 0x50, 0xB0), QColor(0xF3, 0xEA, 0xFA)};
    t.joining = {t.text2, t.sunken};
    t.scrim = withAlpha(t.text, 0.32);
    t.chip = t.sunken;
    t.track = t.sunken;
    t.cluster = QColor(0xA8, 0x3C, 0x72);
    t.shadow = t.text;
    t.shadowAlpha = {0.05, 0.03, 0.02, 0.015};
    return t;
}

Tokens makeDark()
{
    Tokens t;
    t.isDark = true;
    t.canvas = QColor(0x0E, 0x14, 0x1A);
    t.surface = QColor(0x15, 0x1D, 0x25);
    t.raised = QColor(0x1C, 0x26, 0x30);
    t.sunken = QColor(0x0A, 0x0F, 0x14);
    t.border = QColor(0x2A, 0x36, 0x42);
    t.borderStrong = QColor(0x6B, 0x7C, 0x8F);
    t.text = QColor(0xE8, 0xEE, 0xF4);
    t.text2 = QColor(0xB3, 0xC0, 0xCD);
    t.text3 = QColor(0x94, 0xA3, 0xB2);
    t.accent = QColor(0x4C, 0xC2, 0xE5);
    t.accentHover = QColor(0x7A, 0xD3, 0xEE);
    t.onAccent = QColor(0x06, 0x22, 0x2C);
    t.selection = QColor(0x12, 0x35, 0x44);
    t.online = {QColor(0x33, 0xED, 0xAD), QColor(0x0D, 0x2E, 0x25)};
    t.degraded = {QColor(0xFC, 0xAE, 0x25), QColor(0x33, 0x26, 0x0F)};
    t.draining = {QColor(0x6A, 0x98, 0xFF), QColor(0x16, 0x26, 0x4B)};
    t.offline = {QColor(0x85, 0x92, 0xA2), QColor(0x1F, 0x29, 0x33)};
    t.failed = {QColor(0xF0, 0x68, 0x5C), QColor(0x3A, 0x1D, 0x1B)};
    t.unknown = {QColor(0xEB, 0xB9, 0xF7), QColor(0x2E, 0x22, 0x38)};
    t.joining = {t.text2, t.raised};
    t.scrim = withAlpha(QColor(0x04, 0x08, 0x0C), 0.56);
    t.chip = t.raised;
    t.track = t.border;
    t.cluster = QColor(0xE5, 0x8B, 0xB5);
    t.shadow = QColor(0, 0, 0);
    t.shadowAlpha = {0.18, 0.12, 0.09, 0.06};
    return t;
}

Tokens withWashes(Tokens tokens)
{
    tokens.high = tokens.degraded.fg;
    tokens.hoverWash = withAlpha(tokens.text, 0.05);
    tokens.sparkArea = withAlpha(tokens.accent, 0.12);
    return tokens;
}

} // namespace

const Tokens &lightTokens()
{
    static const Tokens tokens = withWashes(makeLight());
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens = withWashes(makeDark());
    return tokens;
}

} // namespace muster
