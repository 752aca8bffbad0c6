// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words for what NodeHealth found: codes and one sentence each.

#include "core/domain/Node.h"
#include "core/domain/NodeHealth.h"

namespace muster {

//! The reasons for \a findings about \a node, most important first. \a majorityVersion is what most nodes run.
QList<StatusReason> reasonsFor(Findings findings, const NodeEvidence &evidence, const Node &node,
                               const QString &majorityVersion);

//! A span for people, rounded down, in its largest unit: "0.3 s", "12 s", "14 min", "3 h", "2 d". English.
QString spanText(milliseconds span);

} // namespace muster
