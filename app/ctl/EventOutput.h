// SPDX-License-Identifier: Apache-2.0
#pragma once
// One event a line, as musterctl prints it in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/domain/ClusterEvent.h"

namespace muster {

//! The line before the first event; empty in JSON.
QString eventHeading(OutputForm form);
QString eventText(const ClusterEvent &event, OutputForm form);
//! Events were lost; what comes next goes on later. Empty in CSV, where it has no columns.
QString resyncText(OutputForm form);

} // namespace muster
