// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/Row.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

// Three digits are more than a shared machine can repeat.
double rounded(double value)
{
    if (value == 0 || !std::isfinite(value))
        return 0;
    const double scale = std::pow(10.0, 3 - std::ceil(std::log10(std::fabs(value))));
    return scale >= 1 ? std::round(value * scale) / scale : std::round(value);
}

QJsonArray toArray(const QList<double> &samples)
{
    QJsonArray array;
    for (const double sample : samples)
        array.append(rounded(sample));
    return array;
}

double worst(const QList<double> &samples, bool moreIsBetter)
{
    return moreIsBetter ? *std::min_element(samples.begin(), samples.end())
                        : *std::max_element(samples.begin(), samples.end());
}

} // namespace

QJsonObject Row::toJson() const
{
    QJsonObject json{{u"row"_s, row},
                     {u"case"_s, what},
                     {u"ours"_s, rounded(median(ours))},
                     {u"peer"_s, QJsonValue::Null},
                     {u"peerName"_s, QJsonValue::Null},
                     {u"unit"_s, unit},
                     {u"ratio"_s, QJsonValue::Null},
                     {u"rounds"_s, ours.size()},
                     {u"samples"_s, toArray(ours)}};
    if (!ours.isEmpty())
        json.insert(u"worst"_s, rounded(worst(ours, moreIsBetter)));
    if (!peer.isEmpty()) {
        json.insert(u"peer"_s, rounded(median(peer)));
        json.insert(u"peerName"_s, peerName);
        json.insert(u"peerWorst"_s, rounded(worst(peer, moreIsBetter)));
        json.insert(u"peerSamples"_s, toArray(peer));
        if (median(peer) != 0)
            json.insert(u"ratio"_s, std::round(100 * median(ours) / median(peer)) / 100);
    }
    if (goal != 0)
        json.insert(u"goal"_s, goal);
    return json;
}

double percentile(QList<double> samples, double share)
{
    if (samples.isEmpty())
        return 0;
    std::sort(samples.begin(), samples.end());
    const auto last = static_cast<double>(samples.size() - 1);
    return samples.at(static_cast<qsizetype>(std::lround(last * share)));
}

double median(QList<double> samples)
{
    return percentile(std::move(samples), 0.5);
}

} // namespace muster::bench
