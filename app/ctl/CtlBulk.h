// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file of `musterctl jobs submit --bulk`: one job a line. Pure.

#include "app/ctl/CtlWork.h"

namespace muster {

//! Reads {"entity","data","attempts","backoffMs","delayMs","priority","dedupe","attemptTimeoutMs"} a line; only the entity must be
//! there, empty lines are skipped. Invalid blames --bulk and says which line is wrong, and how. Source: issue 4, `jobs submit`.
Result<QList<BulkLine>> parseBulk(const QByteArray &text);

//! The jobs of \a lines in groups, each of which one request can carry.
QList<QList<BulkLine>> bulkGroups(const QList<BulkLine> &lines);

} // namespace muster
