// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `entities change` would do, or has done, line by line. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/domain/Placement.h"

namespace muster {

//! A sentence, and a table of what differs; {"what","before","after","changes":[{"field","before","after"}],"dryRun":true} with the
//! entity whole before and after.
QString wouldChangeText(const Entity &before, const EntityRequest &after, const QList<FieldChange> &changes, OutputForm form);
//! The same of a change that was made; in the other forms the entity as it is now.
QString changedText(const EntityState &state, const QList<FieldChange> &changes, OutputForm form);

} // namespace muster
