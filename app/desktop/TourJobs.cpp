// SPDX-License-Identifier: Apache-2.0
// The pictures of the page of jobs.
#include "app/desktop/Tour.h"

#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobsPage.h"
#include "ui/jobs/SubmitSheet.h"

#include <tuple>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The job in \a state that tells most: one that waits for a node that is gone, or the one that runs longest; else the first. An
//! empty id when there is none.
JobId telling(const JobsModel &jobs, JobState state)
{
    const Job *best = nullptr;
    const auto rank = [](const Job &job) {
        const bool isStrict = job.waitingFor && job.waitingFor->reason == WaitReason::StrictNodeOffline;
        const qint64 since = job.state == JobState::Active ? job.startedAt.value_or(job.createdAt).msSinceEpoch : 0;
        return std::tuple(isStrict, job.attemptsMade, -since);
    };
    for (int row = 0; row < jobs.rowCount(); ++row) {
        const Job &job = jobs.jobAt(row);
        if (job.state == state && (!best || rank(job) > rank(*best)))
            best = &job;
    }
    return best ? best->id : JobId();
}

} // namespace

//! Nothing is submitted for it.
void Tour::addJobs()
{
    ClusterView *view = m_app.view();
    if (!view->session().features().testFlag(Feature::Jobs))
        return;
    const auto leave = [this] {
        if (m_dialog)
            m_dialog->reject();
        m_app.view()->jobDetails()->setTab(JobDetails::SummaryTab);
        m_app.view()->closeDrawer();
        m_app.view()->showPlace(ClusterView::Place::Nodes);
    };
    const auto open = [view](JobState state, JobDetails::Tab tab) {
        view->showPlace(ClusterView::Place::Jobs);
        view->openJob(telling(*view->jobs()->model(), state));
        view->jobDetails()->setTab(tab);
    };
    addStage(u"04a-queues"_s, [view] { view->showPlace(ClusterView::Place::Queues); }, leave);
    addStage(u"04b-jobs"_s, [view] { view->showPlace(ClusterView::Place::Jobs); }, leave);
    addStage(u"04c-job-waits"_s, [open] { open(JobState::Waiting, JobDetails::SummaryTab); }, leave);
    addStage(u"04d-job-failed"_s, [open] { open(JobState::Failed, JobDetails::SummaryTab); }, leave);
    addStage(u"04e-job-log"_s, [open] { open(JobState::Active, JobDetails::LogTab); }, leave);
    if (!view->jobs()->actions()->refusal().isEmpty())
        return;
    addStage(u"04f-submit"_s, [this, view] {
        view->showPlace(ClusterView::Place::Jobs);
        m_dialog = view->jobs()->actions()->submit();
    }, leave);
}

} // namespace muster
