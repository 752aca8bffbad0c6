// SPDX-License-Identifier: Apache-2.0
#pragma once
// Spans and moments in the words of the console. Non-breaking spaces before units.

#include "core/base/Timestamp.h"

namespace muster {

//! "0.3 s" below a second, "4 s", "14 m", "5 h", "2 d". Negative spans are 0.
QString shortSpan(milliseconds span);
//! shortSpan() without tenths: "0 s", "4 s".
QString shortAge(milliseconds age);
//! "41 d 6 h", "6 h 12 m", "12 m", "40 s": two units.
QString longSpan(milliseconds span);
//! "6:12", "0:19", "1:02:03": counting down or up.
QString countdown(milliseconds span);
//! "4 seconds", "14 minutes", "1 day": for screen readers.
QString spokenSpan(milliseconds span);
//! "12:03:57", local time.
QString clockText(Timestamp at);
//! "2026-11-21 12:03:57", local time.
QString dateText(Timestamp at);

} // namespace muster
