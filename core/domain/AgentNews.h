// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: what differs between agents as they were told and as they are. Pure. A node beats by it, so that what its agents take,
// which changes all the time, is not in every beat; whoever hears of it knows by it whether anything happened.

#include "core/domain/Agent.h"

namespace muster {

enum class AgentNews {
    None,   //!< Nothing that is worth a word.
    Use,    //!< Only what they take: it moved noticeably, or is known at last. The next beat is soon enough.
    Agents, //!< One came, went, or is another than before in anything but what it takes.
};

//! A figure moved noticeably by more than 1 MiB and 5 % of memory, or more than 0.02 of a core.
AgentNews newsOf(const QList<Agent> &told, const QList<Agent> &now);
//! Whether a beat should carry use that moved, which was last told \a sinceTold ago: not more often than each 15 s, but at once
//! when one of \a now has a figure that nobody has heard of.
bool mayTellUse(const QList<Agent> &told, const QList<Agent> &now, milliseconds sinceTold);

} // namespace muster
