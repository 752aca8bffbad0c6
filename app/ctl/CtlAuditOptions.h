// SPDX-License-Identifier: Apache-2.0
#pragma once
// What goes with the verbs on the audit log. Pure.

#include "app/ctl/CtlArguments.h"
#include "app/ctl/CtlOptions.h"

namespace muster {

//! Fills options->audit, options->file and options->isOffline for options->verb, which must be one of those verbs; \a words are
//! those after it. Invalid blames the option.
Result<void> readAudit(const CtlArguments &given, const QStringList &words, CtlOptions *options);

} // namespace muster
