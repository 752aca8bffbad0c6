// SPDX-License-Identifier: Apache-2.0
#include "ui/kit/BeatBar.h"

#include "core/base/Limits.h"
#include "core/domain/NodeHistory.h"
#include "ui/kit/Panel.h"
#include "ui/kit/Theme.h"

#include <QPainter>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

BeatCounts countBeats(const QByteArray &beats)
{
    BeatCounts counts;
    for (const char beat : beats) {
        switch (static_cast<BeatMark>(beat)) {
        case BeatMark::OnTime:
            ++counts.onTime;
            break;
        case BeatMark::Late:
            ++counts.late;
            break;
        case BeatMark::Missed:
            ++counts.missed;
            break;
        case BeatMark::LinkDown:
            ++counts.linkDown;
            break;
        }
    }
    return counts;
}

QString beatSummary(const QByteArray &beats)
{
    if (beats.isEmpty())
        return {};
    const BeatCounts counts = countBeats(beats);
    QStringList parts;
    if (counts.missed > 0)
        parts += BeatBar::tr("%1 missed").arg(counts.missed);
    if (counts.late > 0)
        parts += BeatBar::tr("%1 late").arg(counts.late);
    if (counts.linkDown > 0)
        parts += counts.linkDown == 1 ? BeatBar::tr("link down for 1 beat")
                                      : BeatBar::tr("link down for %1 beats").arg(counts.linkDown);
    return parts.isEmpty() ? BeatBar::tr("all on time") : parts.join(u", "_s);
}

BeatBar::BeatBar(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Beats, last 30"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BeatBar::setBeats(const QByteArray &beats)
{
    if (beats == m_beats)
        return;
    m_beats = beats;
    setToolTip(beatSummary(beats));
    setAccessibleDescription(beatSummary(beats));
    update();
}

QSize BeatBar::sizeHint() const
{
    return {scaled(limits::kHistoryBeats * 11 - 4), scaled(20)};
}

QSize BeatBar::minimumSizeHint() const
{
    return {scaled(limits::kHistoryBeats * 5), scaled(20)};
}

void BeatBar::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    const qreal pitch = std::min<qreal>(scaled(11), (width() + scaled(4)) / qreal(limits::kHistoryBeats));
    const qreal tick = pitch * 7.0 / 11.0;
    const qreal radius = 1.5;
    const qsizetype count = std::min<qsizetype>(m_beats.size(), limits::kHistoryBeats);
    for (qsizetype i = 0; i < count; ++i) {
        const QRectF tall(qreal(i) * pitch, 0, tick, height());
        switch (static_cast<BeatMark>(m_beats[m_beats.size() - count + i])) {
        case BeatMark::OnTime:
            paintPanel(&painter, tall, radius, t.online.fg, {});
            break;
        case BeatMark::Late:
            paintPanel(&painter, tall.adjusted(0, tall.height() / 2, 0, 0), radius, t.degraded.fg, {});
            break;
        case BeatMark::Missed:
            painter.fillRect(tall.adjusted(0, tall.height() - 2, 0, 0), t.border);
            break;
        case BeatMark::LinkDown: {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            QPen pen(t.borderStrong, 1);
            pen.setDashPattern({2, 2});
            painter.setPen(pen);
            painter.drawRoundedRect(tall.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
            painter.restore();
            break;
        }
        }
    }
}

} // namespace muster
