// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: what takes no jobs. Used by everything that implements Cluster::submit().

#include "core/domain/Entity.h"

namespace muster {

//! What \a entity answers to a job while it runs all the time: a job would be a second copy of it. Conflict, code "resident",
//! blames `entity`.
Error takesNoJobs(const EntityRef &entity);
//! Why a job waits that was queued before its entity began to run all the time. One sentence.
QString waitsForResident(const EntityRef &entity);

} // namespace muster
