// SPDX-License-Identifier: Apache-2.0
// The places of work of an open cluster: their pages, verbs and counts.
#include "app/desktop/ClusterView.h"

#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityTable.h"
#include "ui/assignments/EntityWords.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <QItemSelectionModel>
#include <QStackedWidget>

namespace muster {

using namespace Qt::StringLiterals;

void ClusterView::addAssignments()
{
    m_assignments = new AssignmentsPage(&m_entities, m_places);
    m_places->addWidget(m_assignments);
    m_sides->addWidget(m_assignments->side());
    AssignmentsPage *page = m_assignments;
    page->setStandingRefusal(m_cluster.isReadOnly ? tr("This window only looks; changes are off.") : QString());
    // Single letters act in the page only; fields take them for themselves first. From the palette they lead there.
    const auto add = [this, page](const QString &text, const QString &key, QLatin1StringView icon, std::optional<Feature> needed,
                                  void (AssignmentsPage::*verb)()) {
        QAction *action = addNodeAction(ActionGroup::Work, text, {key}, icon);
        m_page->removeAction(action);
        page->addAction(action);
        connect(action, &QAction::triggered, page, [this, page, verb] {
            if (place() != Place::Assignments)
                showPlace(Place::Assignments);
            (page->*verb)();
        });
        if (!needed) // It only looks.
            return;
        const auto gate = [page, action, needed] { ShellActions::setRefusal(action, page->refusal(*needed)); };
        connect(&m_entities, &EntitiesModel::linkChanged, action, gate);
        gate();
    };
    add(tr("Pin to a node…"), u"M"_s, "pin"_L1, Feature::Assign, &AssignmentsPage::pickNode);
    add(tr("Unpin"), u"U"_s, "unpin"_L1, Feature::Assign, &AssignmentsPage::unpin);
    add(tr("Strict or preferred"), u"S"_s, "lock"_L1, Feature::Assign, &AssignmentsPage::toggleMode);
    add(tr("Review staged pins…"), u"R"_s, "assignments"_L1, Feature::Assign, &AssignmentsPage::showReview);
    add(tr("Take the last pins back"), u"Ctrl+Z"_s, "undo"_L1, Feature::Assign, &AssignmentsPage::undo);
    add(tr("Register an agent…"), u"N"_s, "plus"_L1, Feature::Entities, &AssignmentsPage::registerEntity);
    add(tr("By entity or by node"), u"V"_s, "group"_L1, {}, &AssignmentsPage::toggleOrientation);
    add(tr("Log of the entity"), u"L"_s, "logs"_L1, {}, &AssignmentsPage::showLog);
    connect(page, &AssignmentsPage::jobsRequested, this, [this](const EntityRef &entity) { showJobsOf({.entity = entity}); });
    connect(page, &AssignmentsPage::nodeRequested, this, [this](const NodeId &node) {
        showPlace(Place::Nodes);
        openNode(node);
    });
    connect(page, &AssignmentsPage::sideRequested, this, [this] { showSide(m_assignments->side()); });
    connect(page, &AssignmentsPage::sideCloseRequested, this, &ClusterView::closeDrawer);
    connect(page, &AssignmentsPage::selectionChanged, this, &ClusterView::showStaged);
    connect(page, &AssignmentsPage::stagedChanged, this, &ClusterView::showStaged);
    connect(&m_entities, &EntitiesModel::summaryChanged, this, &ClusterView::showEntityCounts);
    connect(&m_entities, &EntitiesModel::linkChanged, this, &ClusterView::showEntityCounts);
    showEntityCounts();
}

QList<ChooserRow> ClusterView::entityRows() const
{
    QList<ChooserRow> rows;
    for (int row = 0; row < m_entities.rowCount(); ++row) {
        const EntityState &state = m_entities.stateAt(row);
        rows.append({.id = u"entity:"_s + state.entity.ref.text(),
                     .group = tr("Entities"),
                     .icon = kindIcon(state.entity.ref.kind),
                     .face = {},
                     .title = state.entity.name(),
                     .detail = u"%1, %2"_s.arg(kindTitle(state.entity.ref.kind), m_entities.nodeName(state.placement.node)),
                     .keys = {},
                     .refusal = {},
                     .isCurrent = false,
                     .status = {}});
    }
    return rows;
}

void ClusterView::openEntity(const QString &ref)
{
    const Result<EntityRef> entity = EntityRef::parse(ref, u"entity"_s);
    if (!entity)
        return;
    showPlace(Place::Assignments);
    m_assignments->openEntity(*entity);
}

//! What is selected and staged, in the status bar; staged changes are told on every page.
void ClusterView::showStaged()
{
    QStringList parts;
    if (place() == Place::Assignments) {
        const auto selected = m_assignments->table()->selectionModel()->selectedRows().size();
        if (selected > 0)
            parts.append(tr("%1 selected").arg(selected));
    }
    if (const int staged = m_assignments->pins()->count(); staged > 0)
        parts.append(tr("%1 staged").arg(staged));
    m_window.status()->setSelection(parts.join(u", "_s));
}

void ClusterView::showEntityCounts()
{
    SidebarItem *item = m_window.sidebar()->assignments();
    const EntitySummary &summary = m_entities.summary();
    const int waiting = summary.count(EntityStanding::Waits);
    if (summary.entities > 0 && !m_entities.isCurrent())
        item->setCount(summary.entities, NodeStatus::Unknown);
    else if (waiting > 0)
        item->setCount(waiting, "clock"_L1);
    else
        item->setCount(m_session->mirror().hasSnapshot() ? summary.entities : -1);
}

} // namespace muster
