// SPDX-License-Identifier: Apache-2.0
#include "ui/queues/QueueText.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct QueueTextTr {
    Q_DECLARE_TR_FUNCTIONS(QueueText)
};

constexpr double kPerSecond = 0.1; // Slower ones are told a minute: 0.0/s says nothing.

} // namespace

QString rateText(std::optional<double> rate)
{
    if (!rate)
        return unknownText();
    if (*rate <= 0)
        return QueueTextTr::tr("0/s");
    if (*rate < kPerSecond)
        return QueueTextTr::tr("%1/min").arg(std::max(1, qRound(*rate * 60)));
    return QueueTextTr::tr("%1/s").arg(QLocale().toString(*rate, 'f', 1));
}

QString overText(const QueueFacts &queue)
{
    QStringList parts;
    if (queue.completed > 0)
        parts.append(QueueTextTr::tr("%1 completed").arg(countText(queue.completed)));
    if (queue.cancelled > 0)
        parts.append(QueueTextTr::tr("%1 cancelled").arg(countText(queue.cancelled)));
    return parts.join(u", "_s);
}

QString pausedText(const std::optional<QueueLook::Pause> &pause, const std::optional<Timestamp> &seenAt)
{
    if (pause)
        return QueueTextTr::tr("Paused by %1, %2").arg(pause->who, clockText(pause->at));
    return seenAt ? QueueTextTr::tr("Paused at %1").arg(clockText(*seenAt)) : QueueTextTr::tr("Paused");
}

QString spanText(const QList<qint64> &samples)
{
    QList<qint64> known = samples;
    known.removeAll(-1);
    if (known.isEmpty())
        return {};
    const auto [least, most] = std::ranges::minmax(known);
    const QString span = longSpan(QueuePace::kSampleApart * std::max<qsizetype>(1, samples.size()));
    return least == most ? QueueTextTr::tr("%1 in the last %2").arg(countText(least), span)
                         : QueueTextTr::tr("%1 to %2 in the last %3").arg(countText(least), countText(most), span);
}

} // namespace muster
