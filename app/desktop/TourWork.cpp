// SPDX-License-Identifier: Apache-2.0
// The pictures of the pages of work.
#include "app/desktop/Tour.h"

#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/RemoveEntityDialog.h"

#include <QDialog>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

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
    const auto closeDialog = [this, leave] {
        if (m_dialog)
            m_dialog->reject();
        leave();
    };
    addStage(u"02c-assignments-review"_s, [view, page] {
        view->showPlace(ClusterView::Place::Assignments);
        const EntitiesModel &entities = view->entities();
        const NodesModel &nodes = view->nodes();
        for (int row = 0; row < std::min(entities.rowCount(), 9); row += 3)
            page->pins()->stage(entities.stateAt(row).entity.ref, nodes.nodeAt(row % nodes.rowCount()).id(), AssignmentMode::Strict);
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
