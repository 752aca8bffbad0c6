// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which agents the nodes of the demo report: the residents that are placed there.

#include "core/dialects/demo/DemoBoard.h"
#include "core/dialects/demo/DemoFleet.h"

namespace muster {

//! Gives each node its agents anew: those of \a board that run there, with the process ids that they had. A node that is silent
//! reports nothing new. Returns the nodes whose agents changed.
QList<NodeId> demoSettleAgents(QList<DemoNode> *nodes, const DemoBoard &board);
//! At the start, silent nodes have what they reported last: what is pinned to them.
void demoFirstAgents(QList<DemoNode> *nodes, const DemoBoard &board);
//! New processes for all agents of \a node.
void demoRestartAgents(DemoNode *node);

} // namespace muster
