// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was probably meant by a word that is none. Pure.

#include <QStringList>

namespace muster {

//! The one of \a known that is nearest to \a word, where that is near enough to have been meant (a letter wrong, missing or swapped
//! in three); empty otherwise.
QString nearest(const QString &word, const QStringList &known);
//! "; did you mean X?", or \a otherwise where nothing is near.
QString didYouMean(const QString &word, const QStringList &known, const QString &otherwise);

} // namespace muster
