// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlNear.h"

#include <algorithm>
#include <vector>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongest = 64; // Of words that are compared; none of ours is longer.

//! How many letters must be changed, added, taken away or swapped with their neighbour to make \a b of \a a.
qsizetype distance(const QString &a, const QString &b)
{
    const auto width = size_t(b.size()) + 1;
    std::vector<qsizetype> before(width);
    std::vector<qsizetype> above(width);
    std::vector<qsizetype> row(width);
    for (size_t j = 0; j < width; ++j)
        above[j] = qsizetype(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (size_t j = 1; j < width; ++j) {
            const QChar letter = b[qsizetype(j) - 1];
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == letter ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[qsizetype(j) - 2] && a[i - 2] == letter)
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above[width - 1];
}

} // namespace

QString nearest(const QString &word, const QStringList &known)
{
    const QString said = word.toLower();
    QString best;
    qsizetype least = std::max<qsizetype>(1, said.size() / 3) + 1;
    if (said.size() > kLongest)
        return best;
    for (const QString &one : known) {
        const qsizetype far = distance(said, one);
        if (far < least) {
            least = far;
            best = one;
        }
    }
    return best;
}

QString didYouMean(const QString &word, const QStringList &known, const QString &otherwise)
{
    const QString near = nearest(word, known);
    return near.isEmpty() ? otherwise : u"; did you mean %1?"_s.arg(near);
}

} // namespace muster
