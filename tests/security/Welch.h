// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether two sets of times come from one distribution: Welch's t. Beyond 4.5 it is no accident (one in 100,000).

#include <QList>

#include <algorithm>
#include <cmath>

namespace muster {

inline constexpr double kLeakBar = 4.5; //!< reliability.md T-1.

//! Mean, and the square of its standard error.
struct Mean {
    double value = 0;
    double error2 = 0;
};

inline Mean meanOf(const QList<double> &times)
{
    double sum = 0;
    double squares = 0;
    for (const double one : times)
        sum += one;
    const double mean = sum / double(times.size());
    for (const double one : times)
        squares += (one - mean) * (one - mean);
    return {mean, squares / double(times.size() - 1) / double(times.size())};
}

//! Without what lasted longer than nine tenths of both sets together: there the scheduler speaks, not the server. One line
//! for both, so that it favours none.
inline void crop(QList<double> *one, QList<double> *other)
{
    QList<double> all = *one + *other;
    const auto at = all.begin() + all.size() * 9 / 10;
    std::ranges::nth_element(all, at);
    const auto isBeyond = [most = *at](double time) { return time > most; };
    one->removeIf(isBeyond);
    other->removeIf(isBeyond);
}

//! How many standard errors the means are apart, without outliers. Each set has two times at least.
inline double welchT(QList<double> one, QList<double> other)
{
    crop(&one, &other);
    const Mean a = meanOf(one);
    const Mean b = meanOf(other);
    const double error = std::sqrt(a.error2 + b.error2);
    return error > 0 ? (a.value - b.value) / error : a.value == b.value ? 0 : HUGE_VAL;
}

//! The least difference of means that welchT() would call one, in the times' unit.
inline double resolutionOf(QList<double> one, QList<double> other)
{
    crop(&one, &other);
    return kLeakBar * std::sqrt(meanOf(one).error2 + meanOf(other).error2);
}

} // namespace muster
