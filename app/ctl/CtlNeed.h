// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a verb of musterctl asks of a cluster and of a token, so that its lack is told in one sentence before anything is sent.

#include "app/ctl/CtlOptions.h"
#include "core/cluster/Features.h"
#include "core/domain/ClusterSnapshot.h"

#include <optional>

namespace muster {

struct CtlNeed {
    Features features; //!< One of them is enough.
    QString verb;      //!< "remove nodes": what a cluster without them cannot.
};

//! Nullopt: every cluster can, or says itself that it cannot.
std::optional<CtlNeed> needOf(CtlVerb verb);

//! Why a control plane would refuse \a options to who asks, by what \a facts say of him; nullopt when it would not, or when they
//! say nothing. Refused, as the control plane itself says it: for --dry-run, which sends nothing that could be refused.
std::optional<Error> barTo(const CtlOptions &options, const ClusterFacts &facts);

} // namespace muster
