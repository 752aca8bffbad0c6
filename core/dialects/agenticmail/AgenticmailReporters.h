// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rule: which agents a node has, when each of its processes reports only its own (decisions.md 18). Pure.

#include "core/base/Clock.h"
#include "core/domain/Node.h"

#include <QHash>

namespace muster {

//! One process of AgenticMail's is one agent, and all of a machine share one node id, so that the last report would hide the
//! others. Reports name no process: one is taken to replace those that name one of its agents. One thread.
class AgenticmailReporters
{
public:
    //! All agents of \a node, \a report being what one of its processes says now; those that were not reported for
    //! limits::kForeignOfflineAfter are gone. \a known: what the node had so far, for the first report that is seen. An empty report
    //! ends the only process. At most limits::kNodeAgents, those heard last.
    QStringList merge(const NodeId &node, const QStringList &report, const QStringList &known, SteadyTime now);
    void forget(const NodeId &node) { m_reports.remove(node); }

private:
    struct Report {
        QStringList agents;
        SteadyTime heardAt;
    };
    QHash<NodeId, QList<Report>> m_reports; // In the order in which they first came.
};

} // namespace muster
