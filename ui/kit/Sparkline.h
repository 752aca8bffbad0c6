// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last minutes of a share of something as a line: fixed scale 0 to 100 %, gaps where nothing is known.

#include <QByteArray>
#include <QList>
#include <QRectF>
#include <QWidget>

class QPainter;

namespace muster {

//! One unbroken row of samples, for painting and for tests.
struct SparkRun {
    int first = 0; //!< Index of the first sample of the ring of 60, 0 = oldest place.
    int last = 0;
    bool isHigh = false; //!< Above 95 %: drawn in the degraded colour, with a dot at its end.
    bool operator==(const SparkRun &) const = default;
};

//! The runs of \a samples (percent, NodeHistory::kGap for missing), placed so that the newest is at index 59.
//! A high run begins at the last sample below it, so that the line stays one line.
QList<SparkRun> sparkRuns(const QByteArray &samples);
//! "min 12 %, max 40 %, now 35 %" for tooltips; empty without samples.
QString sparkSummary(const QByteArray &samples);

enum class SparkTone {
    Live,
    LastKnown, //!< Half as strong: our link is not live.
};

//! Paints \a samples over \a rect with the newest at the right edge. Not antialiased at integer scales (stack.md 2).
void paintSparkline(QPainter *painter, const QRectF &rect, const QByteArray &samples, SparkTone tone = SparkTone::Live);

//! A sparkline to put into a layout, with its summary as tooltip and accessible description.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    //! \a name: "CPU, last 10 minutes".
    Sparkline(const QString &name, QSize size, QWidget *parent = nullptr);
    void setSamples(const QByteArray &samples, SparkTone tone = SparkTone::Live);
    QSize sizeHint() const override { return m_size; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QSize m_size;
    QByteArray m_samples;
    SparkTone m_tone = SparkTone::Live;
};

} // namespace muster
