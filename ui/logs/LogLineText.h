// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of a log's rows: what stands in a line, beside it, and in its tooltip.

#include "core/mirror/LogRows.h"

namespace muster {

//! The line itself, in one line; of a gap, how many lines are missing.
QString logRowText(const LogRow &row);
//! "12:03:02.375", local time; without thousandths when \a isShort.
QString logTimeText(Timestamp at, bool isShort = false);
//! "err", "muster"; empty for what is written to the standard output.
QString logStreamText(const LogRow &row);
//! Time with its day, node, job and stream, for tooltips.
QString logRowDetails(const LogRow &row);
//! The row as a line of a file: time in ISO 8601, stream, text; by tabs.
QString logRowCopy(const LogRow &row);

} // namespace muster
