// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of the page of queues. Pure.

#include "core/mirror/QueueLook.h"
#include "core/mirror/QueuePace.h"

namespace muster {

//! "14.2/s", "3/min"; an em dash when it is not known.
QString rateText(std::optional<double> rate);
//! "141 completed, 3 cancelled": what is over and needs nobody; empty when there is none.
QString overText(const QueueFacts &queue);
//! "Paused by kim, 11:46:02", as far as it is known.
QString pausedText(const std::optional<QueueLook::Pause> &pause, const std::optional<Timestamp> &seenAt);
//! "0 to 16 in the last 10 min" of \a samples; empty without any.
QString spanText(const QList<qint64> &samples);

} // namespace muster
