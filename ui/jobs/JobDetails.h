// SPDX-License-Identifier: Apache-2.0
#pragma once
// One job in the drawer: what it is, why it is so, what it said, what can be done.

#include "core/mirror/JobFollower.h"
#include "core/mirror/JobsModel.h"
#include "ui/jobs/JsonText.h"

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace muster {

class Button;
class IconButton;
class InlineError;
class JobActions;
class JobChip;
class JobSummary;
class JsonWell;
class LogView;
class PlainLabel;
class TabStrip;

//! Follows one job, also after it is gone (then it says so). Keys: Escape closes, [ and ] go to the previous and next job,
//! Ctrl+Tab to the next tab.
class JobDetails final : public QWidget
{
    Q_OBJECT

public:
    enum Tab { SummaryTab, PayloadTab, ResultTab, LogTab };

    //! Both must outlive it.
    JobDetails(JobsModel *jobs, JobActions *actions, QWidget *parent = nullptr);
    ~JobDetails() override;

    //! Shows \a job; an empty id shows nothing.
    void setJob(const JobId &job);
    const JobId &job() const { return m_follower->id(); }
    JobFollower *follower() const { return m_follower; }
    int tab() const;
    void setTab(int index);
    QSize sizeHint() const override;

Q_SIGNALS:
    void closeRequested();
    void previousRequested();
    void nextRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeTabs();
    QWidget *makeFoot();
    void watchSession();
    void refresh();
    void showTab(const Job &job, const ClusterSession &session);
    void showResult(const Job &job, JsonSecrets secrets);
    void showNothing();
    void showRefusals();
    void showCopyMenu();
    QList<Job> asList() const;

    JobsModel *m_jobs;
    JobActions *m_actions;
    JobFollower *m_follower;
    QLabel *m_shape = nullptr;
    PlainLabel *m_name = nullptr;
    JobChip *m_state = nullptr;
    PlainLabel *m_id = nullptr;
    PlainLabel *m_queue = nullptr;
    IconButton *m_copy = nullptr;
    TabStrip *m_tabs = nullptr;
    QWidget *m_body = nullptr;
    QStackedLayout *m_pages = nullptr;
    JobSummary *m_summary = nullptr;
    JsonWell *m_payload = nullptr;
    JsonWell *m_result = nullptr;
    QWidget *m_logGround = nullptr;
    LogView *m_log = nullptr; // Made for a session, when its tab is first seen.
    PlainLabel *m_nothing = nullptr;
    QWidget *m_refusal = nullptr;
    PlainLabel *m_reason = nullptr;
    InlineError *m_error = nullptr;
    Button *m_retry = nullptr;
    Button *m_cancel = nullptr;
    Button *m_discard = nullptr;
    bool m_isRevealed = false;
};

} // namespace muster
