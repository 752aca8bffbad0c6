// SPDX-License-Identifier: Apache-2.0
// The pictures of the page of jobs.
#include "app/desktop/Tour.h"

#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobsPage.h"
#include "ui/jobs/SubmitSheet.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The first row that is \a state, or an empty id.
JobId firstOf(const JobsModel &jobs, JobState state)
{
    for (int row = 0; row < jobs.rowCount(); ++row) {
        if (jobs.jobAt(row).state == state)
            return jobs.jobAt(row).id;
    }
    return {};
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
        view->openJob(firstOf(*view->jobs()->model(), state));
        view->jobDetails()->setTab(tab);
    };
    addStage(u"04b-jobs"_s, [view] { view->showPlace(ClusterView::Place::Jobs); }, leave);
    addStage(u"04c-job-waits"_s, [open] { open(JobState::Waiting, JobDetails::SummaryTab); }, leave);
    addStage(u"04d-job-failed"_s, [open] { open(JobState::Failed, JobDetails::SummaryTab); }, leave);
    addStage(u"04e-job-log"_s, [open] { open(JobState::Completed, JobDetails::LogTab); }, leave);
    if (!view->jobs()->actions()->refusal().isEmpty())
        return;
    addStage(u"04f-submit"_s, [this, view] {
        view->showPlace(ClusterView::Place::Jobs);
        m_dialog = view->jobs()->actions()->submit();
    }, leave);
}

} // namespace muster
