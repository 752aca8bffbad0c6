// SPDX-License-Identifier: Apache-2.0
// The places of an open cluster: which page is shown, who has the keyboard, and what belongs to a page alone.
#include "app/desktop/ClusterView.h"

#include "core/mirror/NodeFilterModel.h"
#include "ui/events/EventsPage.h"
#include "ui/kit/Icons.h"
#include "ui/nodes/NodeBoard.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodeFilterBar.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/Stage.h"

#include <QStackedWidget>

namespace muster {

using namespace Qt::StringLiterals;

ClusterView::Place ClusterView::place() const
{
    return m_places->currentWidget() == m_events ? Place::Events : Place::Nodes;
}

void ClusterView::showPlace(Place place)
{
    const bool isEvents = place == Place::Events;
    m_places->setCurrentWidget(isEvents ? static_cast<QWidget *>(m_events) : m_page);
    m_window.sidebar()->setCurrent(isEvents ? m_window.sidebar()->events() : m_window.sidebar()->nodes());
    focusPlace();
}

void ClusterView::focusPlace()
{
    place() == Place::Events ? m_events->focusList() : m_page->focusList();
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
    QAction *filter = addAnywhere(tr("Filter this page"), {u"/"_s, u"Ctrl+F"_s}, "filter"_L1, ActionGroup::View);
    connect(filter, &QAction::triggered, this,
            [this] { place() == Place::Events ? m_events->focusFilter() : m_page->focusFilter(); });
    connect(m_window.actions()->action(ShellAction::GoNodes), &QAction::triggered, this,
            [this] { showPlace(Place::Nodes); });
    connect(m_window.actions()->action(ShellAction::GoEvents), &QAction::triggered, this,
            [this] { showPlace(Place::Events); });
    connect(m_window.stage(), &Stage::drawerOpenChanged, m_places, [this](bool isOpen) {
        if (!isOpen)
            focusPlace();
    });
}

void ClusterView::addSteps()
{
    m_window.setEscapeSteps({[this] {
        if (place() == Place::Events)
            return m_events->clearFilter();
        if (!m_page->filter()->isFiltered())
            return false;
        m_page->findChild<NodeFilterBar *>()->clearFilter();
        return true;
    }, [this] {
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
    m_window.stage()->setDrawerOpen(true);
    m_page->selectNode(node);
}

void ClusterView::closeDrawer()
{
    m_window.stage()->setDrawerOpen(false);
    focusPlace();
}

} // namespace muster
