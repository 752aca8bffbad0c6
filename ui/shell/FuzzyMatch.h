// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finding things by a few of their letters: the rule of the palette and the cluster list. Pure.

#include <QList>
#include <QString>

#include <optional>

namespace muster {

//! How well a text fits a pattern.
struct FuzzyFit {
    int score = 0;          //!< Higher is better; comparable for one pattern only.
    QList<int> positions;   //!< Indexes of the matched letters, for drawing them stronger.
    bool operator==(const FuzzyFit &) const = default;
};

//! Fits when all letters of \a pattern occur in \a text in order, without regard to case; blanks in the pattern are
//! skipped. Starts of words and unbroken runs score. An empty pattern fits everything with score 0.
std::optional<FuzzyFit> fuzzyFit(QStringView pattern, QStringView text);

} // namespace muster
