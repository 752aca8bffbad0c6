// SPDX-License-Identifier: Apache-2.0
#pragma once
// Why a node is as it is, in the console's words; used by cards and the drawer.

#include "core/domain/Node.h"

namespace muster {

//! For the second line of a card: "memory 96 %", "beats stopped at 11:50:02". A code we do not know gives its own text.
QString reasonBrief(const StatusReason &reason, const Node &node);
//! For a note's heading: the reporter's sentence, or ours where it sent none.
QString reasonHeading(const StatusReason &reason, const Node &node);
//! What it means and what can be done, one sentence or two; empty for codes we do not know. \a majority may be empty.
QString reasonAdvice(const StatusReason &reason, const QString &majority = {});

} // namespace muster
