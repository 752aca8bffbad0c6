// SPDX-License-Identifier: Apache-2.0
// Sparklines and beat bars: what is missing stays missing, what is high is marked, and painting is cheap.

#include "core/domain/NodeHistory.h"
#include "ui/kit/BeatBar.h"
#include "ui/kit/Sparkline.h"
#include "ui/kit/Theme.h"

#include <QPainter>
#include <QTest>

#include <ctime>

using namespace muster;
using namespace Qt::StringLiterals;

namespace {

constexpr char kGap = static_cast<char>(NodeHistory::kGap);

QImage painted(const QByteArray &samples, SparkTone tone = SparkTone::Live)
{
    QImage image(96, 20, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintSparkline(&painter, QRectF(0, 0, 96, 20), samples, tone);
    return image;
}

// Darkest lightness in a column, above the baseline.
int darkestIn(const QImage &image, int x)
{
    int darkest = 255;
    for (int y = 0; y < image.height() - 1; ++y)
        darkest = std::min(darkest, image.pixelColor(x, y).lightness());
    return darkest;
}

} // namespace

class tst_Sparkline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestStandsAtTheRight();
    void gapBreaksTheLine();
    void highRunIsApart();
    void onlyHighSamples();
    void nonsenseIsAGap();
    void gapIsNotPainted();
    void lastKnownIsFainter();
    void summaryNamesTheRange();
    void emptyHistoryIsABaseline();
    void beatsAreCounted();
    void paintingIsCheap();
};

void tst_Sparkline::newestStandsAtTheRight()
{
    const QByteArray three(3, char(40));
    QCOMPARE(sparkRuns(three), (QList<SparkRun>{{57, 59, false}}));
}

void tst_Sparkline::gapBreaksTheLine()
{
    QByteArray samples(60, char(40));
    samples[20] = kGap;
    QCOMPARE(sparkRuns(samples), (QList<SparkRun>{{0, 19, false}, {21, 59, false}}));
}

void tst_Sparkline::highRunIsApart()
{
    QByteArray samples(60, char(40));
    for (int i = 50; i < 60; ++i)
        samples[i] = char(97);
    QCOMPARE(sparkRuns(samples), (QList<SparkRun>{{0, 49, false}, {49, 59, true}}));
}

void tst_Sparkline::onlyHighSamples()
{
    QCOMPARE(sparkRuns(QByteArray(60, char(100))), (QList<SparkRun>{{0, 59, true}}));
    QCOMPARE(sparkRuns(QByteArray(60, char(95))), (QList<SparkRun>{{0, 59, false}}));
}

void tst_Sparkline::nonsenseIsAGap()
{
    QByteArray samples(60, char(40));
    samples[30] = char(180); // Neither a percentage nor the mark of a gap.
    QCOMPARE(sparkRuns(samples).size(), 2);
}

void tst_Sparkline::gapIsNotPainted()
{
    QByteArray samples(60, char(40));
    for (int i = 20; i < 30; ++i)
        samples[i] = kGap;

    const QImage image = painted(samples);

    QVERIFY(darkestIn(image, 10) < 140);
    QCOMPARE(darkestIn(image, 40), 255);
}

void tst_Sparkline::lastKnownIsFainter()
{
    const QByteArray samples(60, char(40));
    QVERIFY(darkestIn(painted(samples, SparkTone::LastKnown), 10) > darkestIn(painted(samples), 10) + 40);
}

void tst_Sparkline::summaryNamesTheRange()
{
    QByteArray samples(58, char(20));
    samples += char(96);
    samples += char(35);
    QCOMPARE(sparkSummary(samples), u"min 20\u00A0%, max 96\u00A0%, now 35\u00A0%"_s);
    QVERIFY(sparkSummary(QByteArray(60, kGap)).isEmpty());
}

void tst_Sparkline::emptyHistoryIsABaseline()
{
    const QImage image = painted({});
    QCOMPARE(image.pixelColor(50, 19), tokens().border);
    QCOMPARE(image.pixelColor(50, 10), QColor(Qt::white));
}

void tst_Sparkline::beatsAreCounted()
{
    QByteArray beats(28, static_cast<char>(BeatMark::OnTime));
    QCOMPARE(beatSummary(beats), u"all on time"_s);
    beats += static_cast<char>(BeatMark::Late);
    beats += static_cast<char>(BeatMark::Missed);
    QCOMPARE(countBeats(beats), (BeatCounts{.onTime = 28, .late = 1, .missed = 1, .linkDown = 0}));
    QCOMPARE(beatSummary(beats), u"1 missed, 1 late"_s);
    QVERIFY(beatSummary({}).isEmpty());
    QCOMPARE(beatSummary(QByteArray(2, static_cast<char>(BeatMark::LinkDown))), u"link down for 2 beats"_s);
}

void tst_Sparkline::paintingIsCheap()
{
    QByteArray samples;
    for (int i = 0; i < 60; ++i)
        samples += static_cast<char>(30 + (i * 7) % 40);
    QImage image(112, 20, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    const std::clock_t before = std::clock(); // Of this process alone: other work on the machine does not count.
    constexpr int kRounds = 2000;
    for (int i = 0; i < kRounds; ++i)
        paintSparkline(&painter, QRectF(0, 0, 112, 20), samples);
    const double micros = static_cast<double>(std::clock() - before) * 1e6 / CLOCKS_PER_SEC / kRounds;
    qInfo("one sparkline of 112 x 20 in %.1f us", micros);
    // Generous: a loaded machine and a debug build are several times slower than what people run.
    QVERIFY2(micros < 500, qPrintable(QString::number(micros)));
}

QTEST_MAIN(tst_Sparkline)
#include "tst_Sparkline.moc"
