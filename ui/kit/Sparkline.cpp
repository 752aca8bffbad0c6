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

// \a color at \a strength, premultiplied.
QRgb inkOf(const QColor &color, qreal strength)
{
    const int alpha = qRound(255 * color.alphaF() * strength);
    return qPremultiply(qRgba(color.red(), color.green(), color.blue(), alpha));
}

// \a ink over \a ground, at \a coverage of 256.
QRgb over(QRgb ground, QRgb ink, int coverage)
{
    const int rest = 256 - qAlpha(ink) * coverage / 255;
    const auto mix = [&](int from, int to) { return std::min(255, (from * coverage + to * rest) >> 8); };
    return qRgba(mix(qRed(ink), qRed(ground)), mix(qGreen(ink), qGreen(ground)), mix(qBlue(ink), qBlue(ground)),
                 mix(qAlpha(ink), qAlpha(ground)));
}

// The line is a function of x, so a column at a time is all it takes: an order faster than an antialiased path, and as
// smooth (stack.md 2).
class Canvas
{
public:
    Canvas(QImage *image, qreal ratio)
        : m_bits(reinterpret_cast<QRgb *>(image->bits())), m_stride(static_cast<int>(image->bytesPerLine() / 4)),
          m_floor(image->height() - 1), m_half(0.75 * ratio)
    {
    }

    // Vertical stroke of the line in one column, between the line's y at both sides of it, and the area below.
    void column(int x, qreal yLeft, qreal yRight, QRgb line, QRgb area)
    {
        const qreal top = std::max(0.0, std::min(yLeft, yRight) - m_half);
        const qreal bottom = std::min<qreal>(m_floor, std::max(yLeft, yRight) + m_half);
        for (int y = static_cast<int>((yLeft + yRight) / 2); y < m_floor; ++y)
            m_bits[y * m_stride + x] = area;
        // A steep stroke spreads over more rows than it has ink for.
        const qreal ink = 256 * std::clamp(4.0 * m_half / (bottom - top), 0.55, 1.0);
        for (int y = static_cast<int>(top); y < bottom; ++y) {
            const qreal covered = std::min<qreal>(y + 1, bottom) - std::max<qreal>(y, top);
            QRgb &pixel = m_bits[y * m_stride + x];
            pixel = over(pixel, line, static_cast<int>(ink * covered));
        }
    }

private:
    QRgb *m_bits;
    int m_stride;
    int m_floor;
    qreal m_half;
};

struct Frame {
    qreal step;   // Device px between two samples.
    qreal top;    // y of 100 %.
    qreal height; // Device px of 100 points.

    qreal yOf(qreal value) const { return top + (100.0 - value) / 100.0 * height; }
    qreal xOf(int place) const { return place * step; }
};

void drawRun(Canvas *canvas, const Frame &frame, const QByteArray &samples, const SparkRun &run, qreal strength)
{
    const Tokens &t = tokens();
    const QRgb line = inkOf(run.isHigh ? t.degraded.fg : t.text2, strength);
    const QRgb area = inkOf(t.sparkArea, strength);
    const auto yAt = [&](qreal x) {
        const qreal place = std::clamp<qreal>(x / frame.step, run.first, run.last);
        const int left = static_cast<int>(place);
        const int right = std::min(left + 1, run.last);
        const qreal share = place - left;
        return frame.yOf(sampleAt(samples, left) * (1 - share) + sampleAt(samples, right) * share);
    };
    const int from = qRound(frame.xOf(run.first));
    const int to = std::max(from + 1, qRound(frame.xOf(run.last)));
    qreal before = yAt(from);
    for (int x = from; x < to; ++x) {
        const qreal after = yAt(x + 1);
        canvas->column(x, before, after, line, area);
        before = after;
    }
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
    Canvas canvas(&image, ratio);
    const qreal strength = tone == SparkTone::Live ? 1.0 : 0.55;
    const Tokens &t = tokens();
    // Room of 2 px at the right for half a dot, and of one at the top for half a line.
    const Frame frame{(width - 2 * ratio) / (kPlaces - 1), ratio, height - 2 * ratio};
    const QList<SparkRun> runs = sparkRuns(samples);
    for (const SparkRun &run : runs)
        drawRun(&canvas, frame, samples, run, strength);
    image.setDevicePixelRatio(ratio);
    painter->drawImage(rect.topLeft(), image);
    painter->fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), t.border);
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
