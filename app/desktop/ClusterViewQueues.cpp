// SPDX-License-Identifier: Apache-2.0
// The place of queues of an open cluster: its page, its verbs and its count.
#include "app/desktop/ClusterView.h"

#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobsPage.h"
#include "ui/nodes/NodesPage.h"
#include "ui/queues/QueuesPage.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"

#include <QStackedWidget>

namespace muster {

using namespace Qt::StringLiterals;

void ClusterView::addQueues()
{
    m_queues = new QueuesPage(m_session.get(), m_jobs->model(), m_jobs->queues(), m_places);
    m_places->addWidget(m_queues);
    JobActions *actions = m_queues->actions();
    actions->setReadOnly(m_cluster.isReadOnly);
    connect(m_queues, &QueuesPage::jobsWanted, this, &ClusterView::showJobsOf);
    for (const auto signal : {&JobVerbs::started, &JobVerbs::progressed, &JobVerbs::finished})
        connect(actions->verbs(), signal, this, &ClusterView::showCommands);
    // A single letter acts in the page only. From the palette it leads there: a queue must be chosen first.
    QAction *turn = addNodeAction(ActionGroup::Work, tr("Pause or resume the queue"), {u"P"_s}, "pause"_L1);
    m_page->removeAction(turn);
    m_queues->addAction(turn);
    connect(turn, &QAction::triggered, m_queues, [this] {
        place() == Place::Queues ? m_queues->turnCurrent() : showPlace(Place::Queues);
    });
    const auto gate = [actions, turn] { ShellActions::setRefusal(turn, actions->queueRefusal()); };
    connect(actions, &JobActions::refusalChanged, turn, gate);
    gate();
    connect(m_jobs->queues(), &QueueCounts::changed, this, [this] {
        const QueueCounts *counts = m_jobs->queues();
        SidebarItem *item = m_window.sidebar()->queues();
        const auto paused = counts->paused().size();
        if (!counts->isKnown() || !m_queues->unsupported().isEmpty())
            item->setCount(-1);
        else if (paused > 0)
            item->setCount(static_cast<int>(paused), "job-paused"_L1);
        else
            item->setCount(static_cast<int>(counts->queues().size()));
    });
}

} // namespace muster
