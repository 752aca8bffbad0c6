// SPDX-License-Identifier: Apache-2.0
#pragma once
// The one verb that asks no server: a backup goes into the data folder of a stopped musterd.

#include "app/ctl/CtlAnswer.h"
#include "app/ctl/CtlOptions.h"

#include <functional>

namespace muster {

//! Asks a person a question that yes or no answers; nullopt when nobody is there.
using CtlAsk = std::function<std::optional<bool>(const QString &question)>;

//! Whether to go on, after --yes or the answer to \a question; Invalid, blaming --yes, when nobody is there to say \a what.
Result<bool> agreed(const CtlOptions &options, const CtlAsk &ask, const QString &question, const QString &what);

//! Restores options.file into options.dataFolder; asks before it takes the place of a database. Blocks for the disk. Errors
//! as restore() of core/store; Conflict, too, when there is a database and nobody to ask.
Result<CtlAnswer> restoreHere(const CtlOptions &options, const CtlAsk &ask);

} // namespace muster
