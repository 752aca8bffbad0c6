// SPDX-License-Identifier: Apache-2.0
#pragma once
// A connection test as musterctl prints it, in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/domain/Reach.h"

namespace muster {

//! Each stage with its time and, where it failed, its cause; then what that means.
QString reachText(const ReachTarget &target, const ReachReport &report, OutputForm form);

} // namespace muster
