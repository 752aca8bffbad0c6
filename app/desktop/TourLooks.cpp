// SPDX-License-Identifier: Apache-2.0
// The pictures of looking into nodes and of the audit log, and of the drain dialog, which sends nothing until its button is pressed.
#include "app/desktop/Tour.h"

#include "ui/audit/AuditLogPage.h"
#include "ui/nodes/DrainDialog.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"

#include <QDialog>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The node whose drain has most to say: online, with the most strict pins, then with the most jobs; else the first.
NodeId worthDraining(const NodesModel &nodes, const EntitiesModel &entities)
{
    QHash<NodeId, int> strict;
    for (int row = 0; row < entities.rowCount(); ++row) {
        const std::optional<Assignment> &pin = entities.stateAt(row).assignment;
        if (pin && pin->mode == AssignmentMode::Strict)
            ++strict[pin->node];
    }
    NodeId best = nodes.nodeAt(0).id();
    std::pair<int, int> most{-1, -1};
    for (int row = 0; row < nodes.rowCount(); ++row) {
        const Node &node = nodes.nodeAt(row);
        const std::pair<int, int> has{strict.value(node.id()), node.load.jobsRunning.value_or(0)};
        if (nodes.statusAt(row) == NodeStatus::Online && has > most) {
            most = has;
            best = node.id();
        }
    }
    return best;
}

} // namespace

void Tour::addLooks()
{
    ClusterView *view = m_app.view();
    const auto close = [view] {
        view->details()->setTab(NodeDetails::SummaryTab);
        view->closeDrawer();
    };
    const auto leaveAudit = [view] {
        (void)view->audit()->clearFilter();
        view->showPlace(ClusterView::Place::Nodes);
    };
    addStage(u"03b-node-agents"_s, [this] { openOneNode(NodeDetails::AgentsTab); }, close);
    addStage(u"03c-node-logs"_s, [this] { openOneNode(NodeDetails::LogsTab); }, close);
    if (view->page()->actions()->refusal(Feature::Cordon).isEmpty() && view->nodes().rowCount() > 0) {
        addStage(u"09b-drain-dialog"_s, [this, view] {
            const NodeId busiest = worthDraining(view->nodes(), view->entities());
            view->page()->actions()->drain({busiest});
            m_dialog = view->page()->findChild<DrainDialog *>();
        }, [this] {
            if (m_dialog)
                m_dialog->reject();
        });
    }
    // Before the link is lost: then, and at the doors, there is another view or none.
    addStage(u"11c-audit"_s, [view] { view->showPlace(ClusterView::Place::Audit); }, leaveAudit);
    addStage(u"11d-audit-entry"_s, [view] {
        view->showPlace(ClusterView::Place::Audit);
        view->audit()->focusList();
        view->audit()->openCurrent();
    }, leaveAudit);
}

} // namespace muster
