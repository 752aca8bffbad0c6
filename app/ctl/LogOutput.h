// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lines of a log as musterctl prints them, in each form. Pure. JSON and CSV: interface.md, JSON; resources/openapi.yaml, LogLine.

#include "app/ctl/CtlOptions.h"
#include "core/domain/LogLine.h"

namespace muster {

//! The line before the first one; empty but for CSV.
QString logHeading(OutputForm form);
//! A line each. As a table only the text: standard output as it is, "err| " and "muster| " before other lines; where numbers after
//! \a last are missing, a line of ours says how many.
QString logText(const QList<LogLine> &lines, quint64 last, OutputForm form);

} // namespace muster
