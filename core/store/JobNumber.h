// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ids of jobs and the numbers behind them.

#include "core/domain/Job.h"

namespace muster {

//! "j" and the number to the base 32, without letters that look alike; sorts like the number for as long as jobs are queued
//! in the years 2005 to 3000. \a number > 0.
JobId jobIdOf(qint64 number);
//! The number of jobIdOf(); 0 for anything else.
qint64 jobNumberOf(const JobId &id);

} // namespace muster
