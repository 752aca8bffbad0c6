// SPDX-License-Identifier: Apache-2.0
#pragma once
// Entities, their pins and places as musterctl prints them, in each form. Pure. JSON: interface.md, Entity and Assignment.

#include "app/ctl/CtlOptions.h"
#include "core/domain/Placement.h"

namespace muster {

//! "main-1, strict"; "nowhere".
QString pinText(const std::optional<Assignment> &pin);

QString entitiesText(const QList<EntityState> &states, OutputForm form);
QString entityText(const EntityState &state, OutputForm form);
//! Of those of \a states that are pinned.
QString assignmentsText(const QList<EntityState> &states, OutputForm form);
QString candidatesText(const QList<Candidate> &candidates, OutputForm form);

//! entities add has done its work.
QString addedText(const EntityState &state, OutputForm form);
//! assignments set has; \a before is the pin that was.
QString pinnedText(const EntityState &state, const std::optional<Assignment> &before, OutputForm form);
//! assignments clear has.
QString clearedText(const EntityState &state, const std::optional<Assignment> &before, OutputForm form);
//! entities remove has.
QString removedEntityText(const EntityRef &entity, OutputForm form);

} // namespace muster
