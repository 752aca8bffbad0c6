// SPDX-License-Identifier: Apache-2.0
// Every drawing can be drawn, at both scales, in the colour it is asked for.

#include "ui/kit/Icons.h"
#include "ui/kit/StatusPalette.h"
#include "ui/kit/Theme.h"

#include <QTest>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

// The strongest pixel of a picture: nothing of it is transparent or blended.
QColor strongestOf(const QImage &image)
{
    QColor strongest(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() > strongest.alpha())
                strongest = pixel;
        }
    }
    return strongest;
}

} // namespace

class tst_Icons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIconIsDrawn_data();
    void everyIconIsDrawn();
    void everyStatusHasAShape();
    void themedIconFollowsTheTheme();
    void disabledIconIsQuiet();
    void setIsComplete();
};

void tst_Icons::everyIconIsDrawn_data()
{
    QTest::addColumn<QByteArray>("name");
    const QStringList names = iconNames();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name.toLatin1();
}

void tst_Icons::everyIconIsDrawn()
{
    QFETCH(const QByteArray, name);
    const QColor color(0x12, 0x84, 0xF0);
    const bool hasOwnColors = name == "muster" || name == "muster-16" || name == "muster-24";

    for (const qreal ratio : {1.0, 2.0}) {
        const QImage image = iconPixmap(QLatin1StringView(name), 24, color, ratio).toImage();

        QCOMPARE(image.width(), qRound(24 * ratio));
        const QColor strongest = strongestOf(image);
        QVERIFY2(strongest.alpha() > 120, "empty picture");
        if (!hasOwnColors) {
            QVERIFY(qAbs(strongest.red() - color.red()) <= 3);
            QVERIFY(qAbs(strongest.green() - color.green()) <= 3);
            QVERIFY(qAbs(strongest.blue() - color.blue()) <= 3);
        }
    }
}

void tst_Icons::everyStatusHasAShape()
{
    const QStringList names = iconNames();
    for (const NodeStatus status : kNodeStatuses)
        QVERIFY2(names.contains(statusIcon(status)), qPrintable(wordOf(status)));
}

void tst_Icons::themedIconFollowsTheTheme()
{
    Theme theme;
    theme.setChoice(Theme::Choice::Light);
    const QIcon icon = themedIcon("plus"_L1, &Tokens::text);
    const QColor light = strongestOf(icon.pixmap(QSize(24, 24)).toImage());

    theme.setChoice(Theme::Choice::Dark);
    const QColor dark = strongestOf(icon.pixmap(QSize(24, 24)).toImage());

    QVERIFY(light.lightness() < 90);
    QVERIFY(dark.lightness() > 180);
}

void tst_Icons::disabledIconIsQuiet()
{
    Theme theme;
    theme.setChoice(Theme::Choice::Light);
    const QIcon icon = themedIcon("plus"_L1, &Tokens::accent);

    const QColor off = strongestOf(icon.pixmap(QSize(24, 24), QIcon::Disabled).toImage());

    QVERIFY(qAbs(off.red() - lightTokens().text3.red()) <= 3);
}

void tst_Icons::setIsComplete()
{
    QVERIFY(iconNames().size() >= 110);
    QVERIFY(!applicationIcon().isNull());
}

QTEST_MAIN(tst_Icons)
#include "tst_Icons.moc"
