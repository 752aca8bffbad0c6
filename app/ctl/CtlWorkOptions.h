// SPDX-License-Identifier: Apache-2.0
#pragma once
// What goes with the verbs on entities, pins, places, jobs and queues. Pure but for reading the files that options name.

#include "app/ctl/CtlArguments.h"
#include "app/ctl/CtlOptions.h"

namespace muster {

//! Fills options->work (and options->node) for options->verb, which must be one of those verbs; \a words are those after it.
//! Invalid blames the option or the word.
Result<void> readWork(const CtlArguments &given, const QStringList &words, CtlOptions *options);

} // namespace muster
