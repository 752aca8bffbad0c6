// SPDX-License-Identifier: Apache-2.0
// The pictures of the pages of work.
#include "app/desktop/Tour.h"

#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityDetails.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/RemoveEntityDialog.h"

#include <QDialog>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Where a person would move work to: what is online, in the order of the page.
QList<NodeId> placesIn(const NodesModel &nodes)
{
    QList<NodeId> places;
    for (int row = 0; row < nodes.rowCount(); ++row) {
        if (nodes.statusAt(row) == NodeStatus::Online && !nodes.nodeAt(row).cordoned)
            places.append(nodes.nodeAt(row).id());
    }
    return places;
}

//! Stages up to three moves, each to a node that can take the entity: the last of them strictly.
void stageSome(const EntitiesModel &entities, const NodesModel &nodes, StagedPins *pins)
{
    const QList<NodeId> places = placesIn(nodes);
    for (int row = 1; row < entities.rowCount() && !places.isEmpty() && pins->count() < 3; row += 2) {
        const EntityState &state = entities.stateAt(row);
        const NodeId &to = places.at((row / 2) % places.size());
        const Node &node = nodes.nodeAt(nodes.rowOf(to));
        const auto has = [&node](const QString &need) { return node.who.capabilities.contains(need); };
        if (to != state.placement.node && std::ranges::all_of(state.entity.needs, has))
            pins->stage(state.entity.ref, to, pins->count() == 2 ? AssignmentMode::Strict : AssignmentMode::Preferred);
    }
}

} // namespace

//! Three pins are staged for it and thrown away again: nothing is sent.
void Tour::addAssignments()
{
    ClusterView *view = m_app.view();
    AssignmentsPage *page = view->assignments();
    const auto leave = [this] {
        m_app.view()->assignments()->pins()->discard();
        m_app.view()->closeDrawer();
        m_app.view()->showPlace(ClusterView::Place::Nodes);
    };
    addStage(u"02b-assignments"_s, [view] { view->showPlace(ClusterView::Place::Assignments); }, leave);
    if (view->entities().rowCount() == 0)
        return;
    addStage(u"02g-assignments-by-node"_s, [view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        stageSome(view->entities(), view->nodes(), page->pins());
        page->setOrientation(EntityFilterModel::Orientation::ByNode);
    }, [page, leave] {
        page->setOrientation(EntityFilterModel::Orientation::ByEntity);
        leave();
    });
    addStage(u"02h-entity-log"_s, [view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        page->openEntity(view->entities().stateAt(1).entity.ref);
        page->details()->setTab(EntityDetails::LogTab);
    }, [page, leave] {
        page->details()->setTab(EntityDetails::SummaryTab);
        leave();
    });
    const auto closeDialog = [this, leave] {
        if (m_dialog)
            m_dialog->reject();
        leave();
    };
    addStage(u"02c-assignments-review"_s, [view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        stageSome(view->entities(), view->nodes(), page->pins());
        page->showReview();
    }, leave);
    addStage(u"02d-entity-drawer"_s, [view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        page->openEntity(view->entities().stateAt(0).entity.ref);
    }, leave);
    addStage(u"02e-register-agent"_s, [this, view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        page->registerEntity();
        m_dialog = page->findChild<EntityDialog *>();
    }, closeDialog);
    addStage(u"02f-remove-entity"_s, [this, view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        page->removeEntities({view->entities().stateAt(0).entity.ref});
        m_dialog = page->findChild<RemoveEntityDialog *>();
    }, closeDialog);
}

} // namespace muster
