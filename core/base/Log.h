// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every logging category of the program, in one list, and the one sink: standard error, one line an entry.

#include "core/base/Result.h"

#include <QLoggingCategory>

namespace muster {

Q_DECLARE_LOGGING_CATEGORY(logApp)     //!< Start, stop, composition.
Q_DECLARE_LOGGING_CATEGORY(logCluster) //!< Control plane: nodes, status changes, conflicts.
Q_DECLARE_LOGGING_CATEGORY(logNode)    //!< This process as a node: announcing, beating, refusals.
Q_DECLARE_LOGGING_CATEGORY(logStore)   //!< Database.
Q_DECLARE_LOGGING_CATEGORY(logWire)    //!< Sockets, HTTP, streams.
Q_DECLARE_LOGGING_CATEGORY(logLink)    //!< The console's connection to a cluster.
Q_DECLARE_LOGGING_CATEGORY(logUi)      //!< Windows.

//! Sends all log lines to standard error as "time level category: text", with control characters escaped (T-16), from
//! \a level up: debug, info, warning, error. Invalid blames --log-level for another word. Call once, early.
Result<void> startLogging(const QString &level);

//! \a text with control, bidirectional and zero-width characters written as \\u escapes, cut at 4 KiB: safe in a log
//! line or a terminal whoever wrote it (T-16, T-17).
QString escapedForLog(const QString &text);

} // namespace muster
