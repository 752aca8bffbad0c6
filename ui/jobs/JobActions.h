// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs on jobs and queues: whether they are offered, asking before what cannot be undone, and saying how it went.

#include "core/mirror/JobGather.h"
#include "core/mirror/JobVerbs.h"
#include "core/mirror/JobWhy.h"
#include "core/mirror/JobsModel.h"
#include "core/mirror/QueueCounts.h"

#include <functional>

class QMenu;

namespace muster {

class QuestionDialog;
class SubmitSheet;
class Toast;

//! Acts on the session of a JobsModel. Lives with its page.
class JobActions final : public QObject
{
    Q_OBJECT

public:
    //! \a host is the page: parent of dialogs and ground of toasts. \a jobs and \a queues must outlive it.
    JobActions(JobsModel *jobs, QueueCounts *queues, QWidget *host);

    //! Why nothing can be changed now, one sentence; empty when something can.
    QString refusal() const;
    //! Why no queue can be paused or resumed; a queue is everybody's, so tokens that are bound to tenants may not.
    QString queueRefusal() const;
    //! As refusal(), for \a verb on \a jobs: also when none of them is in a fitting state.
    QString refusal(JobVerb verb, const QList<Job> &jobs) const;
    //! Those of \a jobs that \a verb can act on.
    static QList<Job> fitting(JobVerb verb, const QList<Job> &jobs);
    //! Whether the window only looks.
    void setReadOnly(bool isReadOnly);

    //! Runs what is over again; asks when it is more than one job, or did not fail.
    void retry(const QList<Job> &jobs);
    //! Each asks first, with Cancel as the default, and tells how many are left alone.
    void cancel(const QList<Job> &jobs);
    void discard(const QList<Job> &jobs);
    //! Finds all failed jobs that \a query lists, asks, and runs them again.
    void retryFailed(const JobQuery &query);
    //! Finds all jobs that \a query lists, also those that nobody scrolled to, asks, and does \a verb to those it fits.
    void onAll(JobVerb verb, const JobQuery &query);
    void pauseQueue(const QString &queue, bool isPaused);
    //! Opens the form for a new job; like \a like when that is given, with its payload.
    SubmitSheet *submit(const std::optional<Job> &like = {}, const std::optional<EntityRef> &entity = {});
    //! Does what mends \a job.
    void fix(const Job &job, const JobWhy &why);
    //! Fills \a menu for \a jobs; what is refused is shown with its reason.
    void fillMenu(QMenu *menu, const QList<Job> &jobs);
    //! Puts \a text to the clipboard and says so.
    void copy(const QString &text, const QString &said);
    JobVerbs *verbs() const { return m_verbs; }

Q_SIGNALS:
    //! Whether verbs are offered may have changed.
    void refusalChanged();
    //! A batch was not carried out as a whole: what happened, what it means, and what was seen.
    void failed(const QString &heading, const QString &text, const QString &details);
    //! A new batch began: what failed before is old.
    void begun();
    //! What was asked for of these jobs is done, or will not be.
    void ended();
    void openRequested(const muster::JobId &job);
    void logRequested(const muster::JobId &job);
    void nodeRequested(const muster::NodeId &node);
    void runningRequested(const muster::NodeId &node);
    void pinRequested(const muster::EntityRef &entity);
    void workerRequested();

private:
    void watchSession();
    void ask(QuestionDialog *dialog, const std::function<void()> &act);
    void askAll(JobVerb verb, const JobGather &gather);
    void run(JobVerb verb, const QList<Job> &jobs);
    void makePreferred(const EntityRef &entity);
    void report(JobBatch *batch);

    JobsModel *m_jobs;
    QueueCounts *m_queues;
    QWidget *m_host;
    JobVerbs *m_verbs;
    Toast *m_toast;
    bool m_isReadOnly = false;
};

} // namespace muster
