// SPDX-License-Identifier: Apache-2.0
#pragma once
// One line of a benchmark's outcome, as scripts read it. Source: interface.md, muster-bench.

#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>

namespace muster::bench
{

//! What was measured in one case, beside a peer or alone.
struct Row {
    QString row{};            //!< Of performance.md 4.3: "a", "b", "f".
    QString what{};           //!< "saturation, 500 connections".
    QString unit{};           //!< "req/s", "ms", "MB".
    QList<double> ours{};     //!< One sample a round, in order of measuring.
    QList<double> peer{};     //!< Empty without a peer.
    QString peerName{};       //!< "node v20.20.2 http".
    bool moreIsBetter = true; //!< Decides which sample is the worst.
    double goal = 0;          //!< 0 = none; of the ratio when there is a peer, else of the median.

    //! The object of interface.md: medians, ratio, worst and the raw samples.
    QJsonObject toJson() const;
};

//! Where rows go as soon as they are known.
using Report = std::function<void(const Row &row)>;

//! The middle of \a samples; 0 of none.
double median(QList<double> samples);
//! The value below which \a share (0 to 1) of \a samples lie; 0 of none.
double percentile(QList<double> samples, double share);

} // namespace muster::bench
