// SPDX-License-Identifier: Apache-2.0
// The place of jobs of an open cluster: its page, its drawer, its verbs and counts.
#include "app/desktop/ClusterView.h"

#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityTable.h"
#include "ui/jobs/BatchText.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobsPage.h"
#include "ui/nodes/NodesPage.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <QStackedWidget>

#include <limits>

namespace muster {

using namespace Qt::StringLiterals;

void ClusterView::addJobs()
{
    m_jobs = new JobsPage(m_session.get(), m_places);
    m_places->addWidget(m_jobs);
    m_jobDetails = new JobDetails(m_jobs->model(), m_jobs->actions(), m_sides);
    m_sides->addWidget(m_jobDetails);
    m_jobs->actions()->setReadOnly(m_cluster.isReadOnly);
    JobActions *actions = m_jobs->actions();
    connect(m_jobs, &JobsPage::openRequested, this, &ClusterView::openJob);
    connect(m_jobs, &JobsPage::currentChanged, this, [this](const JobId &job) {
        if (m_window.stage()->isDrawerOpen() && m_sides->currentWidget() == m_jobDetails && !job.isEmpty())
            m_jobDetails->setJob(job);
    });
    connect(m_jobs, &JobsPage::selectionChanged, this, [this](int count) {
        if (place() == Place::Jobs)
            m_window.status()->setSelection(selectionText(count));
    });
    m_jobs->setShown([this] {
        const bool isShown = m_window.stage()->isDrawerOpen() && m_sides->currentWidget() == m_jobDetails && m_jobDetails->follower()->job();
        return isShown ? QList<Job>{*m_jobDetails->follower()->job()} : QList<Job>();
    });
    connect(m_jobs, &JobsPage::countsChanged, this, &ClusterView::showJobCounts);
    connect(m_jobDetails, &JobDetails::closeRequested, this, &ClusterView::closeDrawer);
    connect(m_jobDetails, &JobDetails::previousRequested, m_jobs, [this] { m_jobs->step(-1); });
    connect(m_jobDetails, &JobDetails::nextRequested, m_jobs, [this] { m_jobs->step(1); });
    connect(actions, &JobActions::nodeRequested, this, [this](const NodeId &node) {
        node.isEmpty() ? showPlace(Place::Nodes) : openNode(node);
    });
    connect(actions, &JobActions::logRequested, this, [this](const JobId &job) {
        openJob(job);
        m_jobDetails->setTab(JobDetails::LogTab);
    });
    connect(actions, &JobActions::workerRequested, this, &ClusterView::addWorkerWanted);
    connect(actions, &JobActions::pinRequested, this, [this](const EntityRef &entity) {
        showPlace(Place::Assignments);
        m_assignments->openEntity(entity);
    });
    for (const auto signal : {&JobVerbs::started, &JobVerbs::progressed, &JobVerbs::finished})
        connect(actions->verbs(), signal, this, &ClusterView::showCommands);
    addJobActions();
    showJobCounts();
}

void ClusterView::addJobActions()
{
    // Single letters act in the page only; fields take them for themselves first.
    const auto add = [this](const QString &text, const QString &key, QLatin1StringView icon, const std::function<void()> &verb) {
        QAction *action = addNodeAction(ActionGroup::Work, text, {key}, icon);
        m_page->removeAction(action);
        m_jobs->addAction(action);
        connect(action, &QAction::triggered, m_jobs, verb);
    };
    JobActions *actions = m_jobs->actions();
    add(tr("Submit a job…"), u"S"_s, "plus"_L1, [actions, page = m_jobs] { actions->submit({}, page->model()->query().entity); });
    add(tr("Retry jobs"), u"R"_s, "restart"_L1, [page = m_jobs] { page->act(JobVerb::Retry); });
    add(tr("Cancel jobs…"), u"X"_s, "stop"_L1, [page = m_jobs] { page->act(JobVerb::Cancel); });
    QAction *ofEntity = addNodeAction(ActionGroup::Work, tr("Show the jobs of the entity"), {u"Shift+J"_s}, "jobs"_L1);
    m_page->removeAction(ofEntity);
    m_assignments->addAction(ofEntity);
    connect(ofEntity, &QAction::triggered, this, [this] {
        JobQuery query;
        query.entity = m_assignments->table()->currentEntity();
        if (!query.entity->id.isEmpty())
            showJobsOf(query);
    });
    QAction *ofNode = addNodeAction(ActionGroup::Nodes, tr("Show its jobs"), {}, "jobs"_L1);
    connect(ofNode, &QAction::triggered, this, [this] {
        JobQuery query;
        query.node = m_page->currentNode();
        showJobsOf(query);
    });
    add(tr("Discard jobs…"), u"Del"_s, "trash"_L1, [page = m_jobs] { page->act(JobVerb::Discard); });
}

void ClusterView::openJob(const JobId &job)
{
    if (job.isEmpty())
        return;
    showPlace(Place::Jobs);
    m_jobDetails->setJob(job);
    showSide(m_jobDetails);
    m_jobs->selectJob(job);
}

void ClusterView::showJobsOf(const JobQuery &query)
{
    showPlace(Place::Jobs);
    m_jobs->showOnly(query);
}

//! Failed ones are news; else how many there are.
void ClusterView::showJobCounts()
{
    SidebarItem *item = m_window.sidebar()->jobs();
    const QueueCounts *queues = m_jobs->queues();
    const auto shown = [](qint64 count) { return static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max())); };
    const qint64 failed = queues->count(JobState::Failed);
    const qint64 open = queues->count(JobState::Waiting) + queues->count(JobState::Active) + queues->count(JobState::Delayed);
    if (!queues->isKnown() || !m_jobs->unsupported().isEmpty())
        item->setCount(-1);
    else if (failed > 0)
        item->setCount(shown(failed), NodeStatus::Failed);
    else
        item->setCount(shown(open));
}

} // namespace muster
