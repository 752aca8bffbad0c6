// SPDX-License-Identifier: Apache-2.0
// The colours hold what the design promises: contrast, and statuses that differ in every kind of colour vision (T5).

#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <array>
#include <cmath>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

using Rgb = std::array<double, 3>;

double linearOf(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Rgb linearOf(const QColor &color)
{
    return {linearOf(color.redF()), linearOf(color.greenF()), linearOf(color.blueF())};
}

// Relative luminance and contrast ratio of WCAG 2.
double luminance(const QColor &color)
{
    const Rgb c = linearOf(color);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

using Matrix = std::array<Rgb, 3>;

// Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtanopia{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritanopia{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

Rgb seenBy(const Matrix &vision, const Rgb &c)
{
    Rgb seen{};
    for (size_t row = 0; row < 3; ++row)
        seen[row] = std::clamp(vision[row][0] * c[0] + vision[row][1] * c[1] + vision[row][2] * c[2], 0.0, 1.0);
    return seen;
}

Rgb labOf(const Rgb &c)
{
    const double x = (0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047;
    const double y = 0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2];
    const double z = (0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883;
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116.0; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double distance(const QColor &a, const QColor &b, const Matrix &vision)
{
    const Rgb first = labOf(seenBy(vision, linearOf(a)));
    const Rgb second = labOf(seenBy(vision, linearOf(b)));
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

constexpr std::array kColored{NodeStatus::Online,  NodeStatus::Degraded, NodeStatus::Draining,
                              NodeStatus::Offline, NodeStatus::Failed,   NodeStatus::Unknown};

} // namespace

class tst_Theme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void statusesAreReadable_data() { textIsReadable_data(); }
    void statusesAreReadable();
    void controlsAreSeen_data() { textIsReadable_data(); }
    void controlsAreSeen();
    void statusesDifferInEveryVision_data();
    void statusesDifferInEveryVision();
    void switchesWhileItRuns();
    void repeatedChoiceSaysNothing();
    void scaleIsBounded();
};

void tst_Theme::textIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void tst_Theme::textIsReadable()
{
    QFETCH(const bool, dark);
    const Tokens &t = dark ? darkTokens() : lightTokens();

    for (const QColor &text : {t.text, t.text2, t.text3}) {
        for (const QColor &ground : {t.canvas, t.surface, t.raised, t.sunken, t.selection})
            QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(text.name() + u" on "_s + ground.name()));
    }
    for (const QColor &ground : {t.canvas, t.surface, t.raised})
        QVERIFY2(contrast(t.accent, ground) >= 4.5, qPrintable(ground.name()));
    QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
    QVERIFY(contrast(t.onAccent, t.accentHover) >= 4.5);
}

void tst_Theme::statusesAreReadable()
{
    QFETCH(const bool, dark);
    const Tokens &t = dark ? darkTokens() : lightTokens();

    for (const NodeStatus status : kNodeStatuses) {
        const StatusColor color = statusColor(status, t);
        for (const QColor &ground : {t.canvas, t.surface, color.tint})
            QVERIFY2(contrast(color.fg, ground) >= 4.5, qPrintable(wordOf(status) + u" on "_s + ground.name()));
        // Notes stand on tints.
        QVERIFY(contrast(t.text, color.tint) >= 4.5);
        QVERIFY(contrast(t.text2, color.tint) >= 4.5);
    }
}

void tst_Theme::controlsAreSeen()
{
    QFETCH(const bool, dark);
    const Tokens &t = dark ? darkTokens() : lightTokens();

    for (const QColor &ground : {t.canvas, t.surface, t.raised, t.sunken}) {
        QVERIFY2(contrast(t.borderStrong, ground) >= 3.0, qPrintable(ground.name()));
        QVERIFY2(contrast(t.accent, ground) >= 3.0, qPrintable(ground.name()));
    }
}

void tst_Theme::statusesDifferInEveryVision_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("vision");
    for (const bool dark : {false, true}) {
        int vision = 0;
        for (const char *name : {"normal", "protanopia", "deuteranopia", "tritanopia"})
            QTest::addRow("%s, %s", dark ? "dark" : "light", name) << dark << vision++;
    }
}

void tst_Theme::statusesDifferInEveryVision()
{
    QFETCH(const bool, dark);
    QFETCH(const int, vision);
    const std::array visions{kNormal, kProtanopia, kDeuteranopia, kTritanopia};
    const Tokens &t = dark ? darkTokens() : lightTokens();

    for (size_t i = 0; i < kColored.size(); ++i) {
        for (size_t j = i + 1; j < kColored.size(); ++j) {
            const double delta =
                distance(statusColor(kColored[i], t).fg, statusColor(kColored[j], t).fg, visions[static_cast<size_t>(vision)]);
            QVERIFY2(delta >= 18.0,
                     qPrintable(u"%1 and %2: %3"_s.arg(wordOf(kColored[i]), wordOf(kColored[j])).arg(delta)));
        }
    }
}

void tst_Theme::switchesWhileItRuns()
{
    Theme theme;
    theme.setChoice(Theme::Choice::Light);
    QLabel label(u"text"_s);
    QSignalSpy changed(&theme, &Theme::changed);

    theme.setChoice(Theme::Choice::Dark);

    QCOMPARE(changed.count(), 1);
    QVERIFY(theme.isDark());
    QCOMPARE(tokens().canvas, darkTokens().canvas);
    // Qt tells widgets of a new palette in the next turn of the event loop.
    QTRY_COMPARE(label.palette().color(QPalette::WindowText), darkTokens().text);
}

void tst_Theme::repeatedChoiceSaysNothing()
{
    Theme theme;
    theme.setChoice(Theme::Choice::Dark);
    QSignalSpy changed(&theme, &Theme::changed);

    theme.setChoice(Theme::Choice::Dark);

    QCOMPARE(changed.count(), 0);
}

void tst_Theme::scaleIsBounded()
{
    Theme theme;
    const int before = fontOf(Type::Body).pixelSize();

    theme.setScale(9.0);
    QCOMPARE(theme.scale(), 2.0);
    QCOMPARE(fontOf(Type::Body).pixelSize(), before * 2);
    QCOMPARE(scaled(10), 20);

    theme.setScale(0.1);
    QCOMPARE(theme.scale(), 0.8);
}

QTEST_MAIN(tst_Theme)
#include "tst_Theme.moc"
