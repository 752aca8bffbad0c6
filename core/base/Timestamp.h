// SPDX-License-Identifier: Apache-2.0
#pragma once
// A moment in UTC with millisecond resolution. Shown and stored; never used to decide liveness (see Clock::steadyNow).

#include "core/base/Result.h"

#include <QString>

#include <chrono>
#include <compare>

namespace muster {

using std::chrono::milliseconds;

//! Milliseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
    qint64 msSinceEpoch = 0;

    auto operator<=>(const Timestamp &) const = default;

    //! "2026-11-21T09:30:00.000Z", the only form on the wire.
    QString toIso8601() const;
    //! Reads the form of toIso8601(), also with an offset or without milliseconds; Invalid blames \a field.
    static Result<Timestamp> fromIso8601(const QString &text, const QString &field);
};

inline milliseconds operator-(Timestamp later, Timestamp earlier)
{
    return milliseconds(later.msSinceEpoch - earlier.msSinceEpoch);
}
inline Timestamp operator+(Timestamp at, milliseconds span)
{
    return {at.msSinceEpoch + span.count()};
}
inline Timestamp operator-(Timestamp at, milliseconds span)
{
    return {at.msSinceEpoch - span.count()};
}

} // namespace muster
