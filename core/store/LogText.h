// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lines of a chunk as bytes; pure. Each has its stream (a byte), its time after the chunk's in milliseconds and the length of
// its text in bytes (four each, the lowest first), then its text as UTF-8.

#include "core/domain/LogLine.h"

namespace muster {

//! Stream, time and text of \a lines; times before \a from become that.
QByteArray logTextOf(const QList<LogLine> &lines, Timestamp from);
//! The lines again, without number, node and job. Storage for what logTextOf() did not write.
Result<QList<LogLine>> logLinesOf(QByteArrayView bytes, Timestamp from);

} // namespace muster
