// SPDX-License-Identifier: Apache-2.0
#pragma once
// What verbs on one node did or would do, in each form. Pure.

#include "app/ctl/CtlOptions.h"
#include "app/ctl/NodeView.h"
#include "core/domain/Heartbeat.h"

namespace muster {

QString pingText(const Node &node, const PingReport &report, OutputForm form);
//! What remove did.
QString removedText(const Node &node, OutputForm form);
//! What it would do, to whom.
QString wouldRemoveText(const NodeView &view, OutputForm form);
//! What removing the node hits, a sentence a line; empty: nothing that is known.
QString removalOutlook(const NodeView &view);
//! What restart did, or with \a isDryRun would do.
QString restartText(const Node &node, bool isDryRun, OutputForm form);

} // namespace muster
