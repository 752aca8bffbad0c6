// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Theme.h"

#include "ui/kit/FocusRing.h"
#include "ui/kit/MusterStyle.h"

#include <QApplication>
#include <QFontInfo>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

// Qt 6.4 does not tell the desktop's colour scheme; what it gives is the palette of the platform theme.
bool desktopIsDark()
{
    if (qEnvironmentVariable("GTK_THEME").endsWith(u"dark"_s, Qt::CaseInsensitive))
        return true;
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

// The usual desktop font is 10 pt; larger ones are a wish for larger text, in steps of 5 %.
qreal desktopScale()
{
    const qreal pt = QApplication::font().pointSizeF();
    if (pt <= 0)
        return 1.0;
    return std::clamp(std::floor(pt / 10.5 * 20.0) / 20.0, 1.0, 2.0);
}

} // namespace

const Tokens &tokens()
{
    const MusterStyle *style = MusterStyle::current();
    return style ? style->theme() : lightTokens();
}

int scaled(int px)
{
    const MusterStyle *style = MusterStyle::current();
    return style ? qRound(px * style->scale()) : px;
}

Theme::Theme(QObject *parent)
    : QObject(parent), m_style(new MusterStyle), m_systemIsDark(desktopIsDark()), m_systemScale(desktopScale())
{
    QApplication::setStyle(m_style);
    new FocusRing(this);
    apply();
}

Theme::~Theme() = default;

void Theme::setChoice(Choice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
    Q_EMIT changed();
}

bool Theme::isDark() const
{
    switch (m_choice) {
    case Choice::System:
        return m_systemIsDark;
    case Choice::Light:
        return false;
    case Choice::Dark:
        return true;
    }
    Q_UNREACHABLE();
}

void Theme::setScale(qreal scale)
{
    scale = std::clamp(scale, 0.8, 2.0);
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    apply();
    Q_EMIT changed();
}

void Theme::apply()
{
    const Tokens &theme = isDark() ? darkTokens() : lightTokens();
    m_style->dress(theme, m_scale * m_systemScale);
    const QPalette palette = paletteOf(theme);
    QApplication::setFont(fontOf(Type::Body));
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    QToolTip::setFont(fontOf(Type::Small));
    // Colours of the tokens are not all in the palette, so equal palettes would leave widgets unpainted.
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows)
        window->update();
}

QPalette paletteOf(const Tokens &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.canvas);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.canvas);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.failed.fg);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.onAccent);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.text3);
    p.setColor(QPalette::Light, t.raised);
    p.setColor(QPalette::Midlight, t.border);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.borderStrong);
    p.setColor(QPalette::Shadow, t.shadow);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.text3);
    p.setColor(QPalette::Disabled, QPalette::Base, t.canvas);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.selection);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, t.text3);
    return p;
}

} // namespace muster
