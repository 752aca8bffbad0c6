// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/Sparkline.h"

#include "core/base/Limits.h"
#include "core/domain/NodeHistory.h"
#include "ui/kit/Theme.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace muster {

namespace {

constexpr int kPlaces = limits::kHistorySamples;
constexpr int kHigh = 95; // Percent; above it a run is drawn in the degraded colour.

// The sample at \a place of kPlaces, newest last; a gap where there is none.
int sampleAt(const QByteArray &samples, int place)
{
    const qsizetype index = samples.size() - kPlaces + place;
    if (index < 0 || index >= samples.size())
        return NodeHistory::kGap;
    const int value = static_cast<quint8>(samples[index]);
    return value > 100 ? int(NodeHistory::kGap) : value;
}

// The line is a function of x, so a column at a time is all it takes: an order faster than an antialiased path, and as
// smooth (performance.md; stack.md 2).
class Canvas
{
public:
    Canvas(QImage *image, qreal ratio, SparkTone tone)
        : m_image(image), m_ratio(ratio), m_strength(tone == SparkTone::Live ? 1.0 : 0.55)
    {
    }

    void blend(int x, int y, const QColor &color, qreal coverage)
    {
        if (coverage <= 0 || y < 0 || y >= m_image->height())
            return;
        const qreal alpha = std::min(coverage, 1.0) * color.alphaF() * m_strength;
        auto *pixel = reinterpret_cast<QRgb *>(m_image->scanLine(y)) + x;
        const qreal rest = 1.0 - alpha;
        *pixel = qRgba(static_cast<int>(color.red() * alpha + qRed(*pixel) * rest),
                       static_cast<int>(color.green() * alpha + qGreen(*pixel) * rest),
                       static_cast<int>(color.blue() * alpha + qBlue(*pixel) * rest),
                       static_cast<int>(255 * alpha + qAlpha(*pixel) * rest));
    }

    // Vertical stroke of the line in one column, between the line's y at both sides of it, and the area below.
    void column(int x, qreal yLeft, qreal yRight, const QColor &line, const QColor &area)
    {
        const qreal half = 0.75 * m_ratio;
        const qreal top = std::min(yLeft, yRight) - half;
        const qreal bottom = std::max(yLeft, yRight) + half;
        // A steep stroke spreads over more rows than it has ink for.
        const qreal ink = std::clamp(3.0 * m_ratio / (bottom - top), 0.55, 1.0);
        const int floor = m_image->height() - 1;
        for (int y = std::max(0, static_cast<int>(std::floor(top))); y < floor; ++y) {
            if (y >= bottom - half)
                blend(x, y, area, std::min(1.0, y + 1 - (yLeft + yRight) / 2));
            if (y < bottom)
                blend(x, y, line, ink * (std::min<qreal>(y + 1, bottom) - std::max<qreal>(y, top)));
        }
    }

private:
    QImage *m_image;
    qreal m_ratio;
    qreal m_strength;
};

struct Frame {
    qreal step;   // Device px between two samples.
    qreal top;    // y of 100 %.
    qreal height; // Device px of 100 points.

    qreal yOf(qreal value) const { return top + (100.0 - value) / 100.0 * height; }
    qreal xOf(int place) const { return place * step; }
};

void drawRun(Canvas *canvas, const Frame &frame, const QByteArray &samples, const SparkRun &run)
{
    const Tokens &t = tokens();
    const QColor &line = run.isHigh ? t.degraded.fg : t.text2;
    const auto valueAt = [&](qreal x) {
        const qreal place = std::clamp<qreal>(x / frame.step, run.first, run.last);
        const int left = std::min(static_cast<int>(place), run.last);
        const int right = std::min(left + 1, run.last);
        const qreal share = place - left;
        return sampleAt(samples, left) * (1 - share) + sampleAt(samples, right) * share;
    };
    const int from = static_cast<int>(std::round(frame.xOf(run.first)));
    const int to = std::max(from + 1, static_cast<int>(std::round(frame.xOf(run.last))));
    for (int x = from; x < to; ++x)
        canvas->column(x, frame.yOf(valueAt(x)), frame.yOf(valueAt(x + 1)), line, t.sparkArea);
}

} // namespace

QList<SparkRun> sparkRuns(const QByteArray &samples)
{
    QList<SparkRun> runs;
    for (int place = 0; place < kPlaces; ++place) {
        const int value = sampleAt(samples, place);
        if (value == NodeHistory::kGap)
            continue;
        const bool high = value > kHigh;
        const bool joins = place > 0 && !runs.isEmpty() && runs.last().last == place - 1;
        if (joins && (runs.last().isHigh == high || runs.last().first == runs.last().last)) {
            // A single sample takes the kind of the next one: it has no line of its own yet.
            runs.last().last = place;
            runs.last().isHigh = high;
        } else if (joins) {
            runs.append({place - 1, place, high});
        } else {
            runs.append({place, place, high});
        }
    }
    return runs;
}

QString sparkSummary(const QByteArray &samples)
{
    int least = 101;
    int most = -1;
    int now = -1;
    for (int place = 0; place < kPlaces; ++place) {
        const int value = sampleAt(samples, place);
        if (value == NodeHistory::kGap)
            continue;
        least = std::min(least, value);
        most = std::max(most, value);
        now = value;
    }
    if (most < 0)
        return {};
    return Sparkline::tr("min %1\u00A0%, max %2\u00A0%, now %3\u00A0%").arg(least).arg(most).arg(now);
}

void paintSparkline(QPainter *painter, const QRectF &rect, const QByteArray &samples, SparkTone tone)
{
    const qreal ratio = painter->device()->devicePixelRatio();
    const int width = qRound(rect.width() * ratio);
    const int height = qRound(rect.height() * ratio);
    if (width < 4 || height < 4)
        return;
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    Canvas canvas(&image, ratio, tone);
    const Tokens &t = tokens();
    // Room of 2 px at the right for half a dot, and of one at the top for half a line.
    const Frame frame{(width - 2 * ratio) / (kPlaces - 1), ratio, height - 2 * ratio};
    const QList<SparkRun> runs = sparkRuns(samples);
    for (const SparkRun &run : runs)
        drawRun(&canvas, frame, samples, run);
    const int hairline = std::max(1, static_cast<int>(ratio));
    for (int x = 0; x < width; ++x) {
        for (int y = height - hairline; y < height; ++y)
            canvas.blend(x, y, t.border, 1.0);
    }
    image.setDevicePixelRatio(ratio);
    painter->drawImage(rect.topLeft(), image);
    for (const SparkRun &run : runs) {
        if (!run.isHigh)
            continue;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.degraded.fg);
        const QPointF at(frame.xOf(run.last) / ratio, frame.yOf(sampleAt(samples, run.last)) / ratio);
        painter->drawEllipse(rect.topLeft() + at, 2.25, 2.25);
        painter->restore();
    }
}

Sparkline::Sparkline(const QString &name, QSize size, QWidget *parent) : QWidget(parent), m_size(size)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumHeight(size.height());
    setMaximumHeight(size.height());
}

void Sparkline::setSamples(const QByteArray &samples, SparkTone tone)
{
    if (samples == m_samples && tone == m_tone)
        return;
    m_samples = samples;
    m_tone = tone;
    setToolTip(sparkSummary(samples));
    setAccessibleDescription(sparkSummary(samples));
    update();
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintSparkline(&painter, rect(), m_samples, m_tone);
}

} // namespace muster
