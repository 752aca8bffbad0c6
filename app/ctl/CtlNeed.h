// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a verb of musterctl asks of a cluster, so that its lack is told in one sentence before anything is sent.

#include "app/ctl/CtlVerbs.h"
#include "core/cluster/Features.h"

#include <optional>

namespace muster {

struct CtlNeed {
    Features features; //!< One of them is enough.
    QString verb;      //!< "remove nodes": what a cluster without them cannot.
};

//! Nullopt: every cluster can, or says itself that it cannot.
std::optional<CtlNeed> needOf(CtlVerb verb);

} // namespace muster
