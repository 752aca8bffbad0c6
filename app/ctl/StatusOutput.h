// SPDX-License-Identifier: Apache-2.0
#pragma once
// The cluster at a glance, as musterctl prints it in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "core/cluster/Features.h"
#include "core/domain/ClusterSnapshot.h"

namespace muster {

QString statusOutput(const ClusterAddress &address, const ClusterFacts &facts, Features features,
                     const ClusterSnapshot &snapshot, OutputForm form);

} // namespace muster
