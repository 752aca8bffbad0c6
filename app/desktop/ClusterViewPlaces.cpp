// SPDX-License-Identifier: Apache-2.0
// The places of an open cluster: which page is shown, who has the keyboard, and what belongs to a page alone.
#include "app/desktop/ClusterView.h"

#include "core/mirror/NodeFilterModel.h"
#include "ui/assignments/AssignmentsPage.h"
#include "ui/audit/AuditLogPage.h"
#include "ui/events/EventsPage.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/Icons.h"
#include "ui/logs/LogView.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodeFilterBar.h"
#include "ui/nodes/NodesPage.h"
#include "ui/queues/QueuesPage.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/Stage.h"

#include <QApplication>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

ClusterView::Place ClusterView::place() const
{
    for (const Place one : {Place::Assignments, Place::Queues, Place::Jobs, Place::Events, Place::Audit}) {
        if (m_places->currentWidget() == pageOf(one))
            return one;
    }
    return Place::Nodes;
}

QWidget *ClusterView::pageOf(Place place) const
{
    switch (place) {
    case Place::Nodes:
        return m_page;
    case Place::Assignments:
        return m_assignments;
    case Place::Queues:
        return m_queues;
    case Place::Jobs:
        return m_jobs;
    case Place::Events:
        return m_events;
    case Place::Audit:
        return m_audit;
    }
    Q_UNREACHABLE();
}

//! What the drawer shows; it opens when it is not.
void ClusterView::showSide(QWidget *side)
{
    m_sides->setCurrentWidget(side);
    m_window.stage()->setDrawerOpen(true);
}

void ClusterView::showPlace(Place place)
{
    const bool isOther = place != this->place();
    if (isOther)
        leavePlace();
    m_places->setCurrentWidget(pageOf(place));
    const Sidebar *sidebar = m_window.sidebar();
    switch (place) {
    case Place::Nodes:
        m_window.sidebar()->setCurrent(sidebar->nodes());
        break;
    case Place::Assignments:
        m_window.sidebar()->setCurrent(sidebar->assignments());
        break;
    case Place::Queues:
        m_window.sidebar()->setCurrent(sidebar->queues());
        break;
    case Place::Jobs:
        m_window.sidebar()->setCurrent(sidebar->jobs());
        break;
    case Place::Events:
        m_window.sidebar()->setCurrent(sidebar->events());
        break;
    case Place::Audit:
        m_window.sidebar()->setCurrent(sidebar->audit());
        break;
    }
    showStaged();
    if (isOther && place == Place::Nodes && std::exchange(m_returnsToNode, false))
        showSide(m_details);
    focusPlace();
}

//! What stands in the drawer belongs to the page that is left, and would take the room of the next one; a node is there again when
//! one comes back to it.
void ClusterView::leavePlace()
{
    if (!m_window.stage()->isDrawerOpen())
        return;
    m_returnsToNode = place() == Place::Nodes && m_sides->currentWidget() == m_details && m_nodes.rowOf(m_details->node()) >= 0;
    m_window.stage()->setDrawerOpen(false);
}

void ClusterView::focusPlace()
{
    switch (place()) {
    case Place::Nodes:
        return m_page->focusList();
    case Place::Assignments:
        return m_assignments->focusList();
    case Place::Queues:
        return m_queues->focusList();
    case Place::Jobs:
        return m_jobs->focusList();
    case Place::Events:
        return m_events->focusList();
    case Place::Audit:
        return m_audit->focusList();
    }
}

//! The log in the drawer, when its tab is in front; else null.
LogView *ClusterView::shownLog() const
{
    if (!m_window.stage()->isDrawerOpen())
        return nullptr;
    const QList<LogView *> logs = m_sides->currentWidget()->findChildren<LogView *>();
    const auto shown = std::ranges::find_if(logs, &QWidget::isVisible);
    return shown == logs.end() ? nullptr : *shown;
}

QAction *ClusterView::addAnywhere(const QString &text, const QStringList &keys, QLatin1StringView icon, ActionGroup group)
{
    QAction *action = addNodeAction(group, text, keys, icon);
    m_page->removeAction(action);
    m_places->addAction(action);
    action->setShortcutContext(Qt::WindowShortcut);
    return action;
}

QAction *ClusterView::addNodeAction(ActionGroup group, const QString &text, const QStringList &keys,
                                    QLatin1StringView icon)
{
    auto *action = new QAction(text, m_page);
    QList<QKeySequence> sequences;
    for (const QString &key : keys)
        sequences.append(QKeySequence(key, QKeySequence::PortableText));
    action->setShortcuts(sequences);
    // Single letters act in the page only; fields take them for themselves first.
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    m_page->addAction(action);
    m_window.actions()->adopt(group, action);
    return action;
}

void ClusterView::addEventActions()
{
    QAction *filter = addAnywhere(tr("Filter this page"), {u"/"_s}, "filter"_L1, ActionGroup::View);
    QAction *find = addAnywhere(tr("Find in the log in front, or filter"), {u"Ctrl+F"_s}, "search"_L1, ActionGroup::View);
    connect(find, &QAction::triggered, this, [this, filter] {
        LogView *log = shownLog();
        log ? log->focusSearch() : filter->trigger();
    });
    connect(filter, &QAction::triggered, this,
            [this] {
                switch (place()) {
                case Place::Nodes:
                    return m_page->focusFilter();
                case Place::Assignments:
                    return m_assignments->focusFilter();
                case Place::Queues:
                    return m_queues->focusList(); // A handful: there is nothing to filter.
                case Place::Jobs:
                    return m_jobs->focusFilter();
                case Place::Events:
                    return m_events->focusFilter();
                case Place::Audit:
                    return m_audit->focusFilter();
                }
            });
    connect(m_window.actions()->action(ShellAction::GoNodes), &QAction::triggered, this,
            [this] { showPlace(Place::Nodes); });
    connect(m_window.actions()->action(ShellAction::GoAssignments), &QAction::triggered, this,
            [this] { showPlace(Place::Assignments); });
    connect(m_window.actions()->action(ShellAction::GoQueues), &QAction::triggered, this, [this] { showPlace(Place::Queues); });
    connect(m_window.actions()->action(ShellAction::GoJobs), &QAction::triggered, this, [this] { showPlace(Place::Jobs); });
    connect(m_window.actions()->action(ShellAction::GoEvents), &QAction::triggered, this,
            [this] { showPlace(Place::Events); });
    QAction *across = addAnywhere(tr("Between the page and the drawer"), {u"F6"_s}, "sidebar"_L1, ActionGroup::View);
    connect(across, &QAction::triggered, this, &ClusterView::focusAcross);
    connect(m_window.stage(), &Stage::drawerOpenChanged, m_places, [this](bool isOpen) {
        if (!isOpen)
            focusPlace();
    });
}

void ClusterView::focusAcross()
{
    QWidget *side = m_sides->currentWidget();
    if (!m_window.stage()->isDrawerOpen() || side->isAncestorOf(QApplication::focusWidget()))
        return focusPlace();
    for (QWidget *next = side->nextInFocusChain(); side->isAncestorOf(next); next = next->nextInFocusChain()) {
        if (next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus))
            return next->setFocus(Qt::ShortcutFocusReason);
    }
}

void ClusterView::addSteps()
{
    m_window.setEscapeSteps({[this] {
        if (place() == Place::Events)
            return m_events->clearFilter();
        if (place() == Place::Assignments)
            return m_assignments->clearFilter();
        if (place() == Place::Jobs)
            return m_jobs->clearFilter();
        if (place() == Place::Audit)
            return m_audit->clearFilter();
        if (!m_page->filter()->isFiltered())
            return false;
        m_page->findChild<NodeFilterBar *>()->clearFilter();
        return true;
    }, [this] {
        if (place() == Place::Assignments)
            m_assignments->clearSelection();
        if (place() == Place::Nodes)
            m_page->findChild<NodeBoard *>()->selectionModel()->clearSelection();
        return true;
    }});
}

void ClusterView::openNode(const NodeId &node)
{
    if (node.isEmpty())
        return;
    m_details->setNode(node);
    showSide(m_details);
    m_page->selectNode(node);
}

void ClusterView::closeDrawer()
{
    m_window.stage()->setDrawerOpen(false);
    focusPlace();
}

} // namespace muster
