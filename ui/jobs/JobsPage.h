// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of jobs: counts that filter, paused queues, search over all of them, the table.

#include "core/mirror/JobGather.h"
#include "core/mirror/JobVerbs.h"
#include "core/mirror/JobsModel.h"
#include "core/mirror/QueueCounts.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QMenu;
class QStackedLayout;
class QVBoxLayout;

namespace muster {

class Button;
class EmptyState;
class Field;
class InlineError;
class JobActions;
class JobList;
class JobStats;
class PlainLabel;
class RoundedFrame;

//! Shows the jobs of a session; verbs are those of actions(), the drawer is somebody else's. GUI thread.
class JobsPage final : public QWidget
{
    Q_OBJECT

public:
    //! The session may die at any time.
    explicit JobsPage(ClusterSession *session, QWidget *parent = nullptr);
    ~JobsPage() override;

    JobActions *actions() const { return m_actions; }
    JobsModel *model() const { return m_jobs; }
    //! The selected jobs in the order shown; the one with the cursor when none is; else the one that is shown beside, see setShown().
    QList<Job> selectedJobs() const;
    //! Who is asked for the job that stands in the drawer; empty when none does.
    void setShown(std::function<QList<Job>()> shown) { m_shown = std::move(shown); }
    //! Does \a verb to what is selected, or to all that match once they were taken; asks as JobActions does.
    void act(JobVerb verb);
    //! Whether verbs are about all that match, also about what nobody scrolled to.
    bool takesAll() const { return m_takesAll; }
    void setTakesAll(bool takesAll);
    //! How many jobs match; nullopt until they are counted.
    std::optional<qint64> hits() const;
    QueueCounts *queues() const { return m_queues; }
    JobList *list() const { return m_list; }
    Field *field() const { return m_field; }
    JobStats *stats() const { return m_stats; }
    //! Why the cluster has nothing to show here; empty when it has.
    QString unsupported() const;
    //! Lists the jobs that \a query says and nothing else; its text goes into the field.
    void showOnly(const JobQuery &query);
    //! Selects \a job if it is listed.
    bool selectJob(const JobId &job);
    //! Moves the cursor \a step rows, for the drawer's [ and ].
    void step(int step);
    void focusFilter();
    void focusList();
    //! Takes search and filters away; false when there were none.
    bool clearFilter();
    //! The filters, for restoreState(); per cluster.
    QString saveState() const;
    void restoreState(const QString &state);

Q_SIGNALS:
    //! A job is to be shown in the drawer.
    void openRequested(const muster::JobId &job);
    //! The cursor is on another job; an empty id when it is on none.
    void currentChanged(const muster::JobId &job);
    //! How many are selected.
    void selectionChanged(int count);
    //! Failed jobs and all jobs, for the sidebar.
    void countsChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBar();
    QWidget *makeLists();
    QWidget *makeTakeBar();
    QString hitsText() const;
    void countHits();
    void forgetHits();
    void showTake();
    void readSelection();
    void fillAllMenu(QMenu *menu);
    void connectAll();
    void fillQueueMenu();
    void readField();
    void setFilters(const JobQuery &filters);
    void apply();
    void showChips();
    void showCounts();
    void showPaused();
    void showState();
    void showRefusals();
    void showMenu(const QPoint &at);
    void fitTable();

    ClusterSession *m_session;
    JobsModel *m_jobs;
    QueueCounts *m_queues;
    JobActions *m_actions;
    JobQuery m_filters; // Chips and the chosen cell; the field's text is added.
    PlainLabel *m_count = nullptr;
    Button *m_retryFailed = nullptr;
    Button *m_queueButton = nullptr;
    Button *m_submit = nullptr;
    QMenu *m_queueMenu = nullptr;
    JobStats *m_stats = nullptr;
    QVBoxLayout *m_paused = nullptr;
    QWidget *m_pausedGround = nullptr;
    QStringList m_pausedShown;
    QWidget *m_bar = nullptr;
    Field *m_field = nullptr;
    PlainLabel *m_complaint = nullptr;
    QHBoxLayout *m_chips = nullptr;
    InlineError *m_error = nullptr;
    QStackedLayout *m_stack = nullptr;
    JobList *m_list = nullptr;
    QWidget *m_ground = nullptr;
    RoundedFrame *m_frame = nullptr;
    EmptyState *m_empty = nullptr;
    EmptyState *m_noMatch = nullptr;
    EmptyState *m_reading = nullptr;
    EmptyState *m_off = nullptr;
    EmptyState *m_failed = nullptr;
    Button *m_emptySubmit = nullptr;
    QTimer m_typing;
    std::function<QList<Job>()> m_shown;
    QWidget *m_takeBar = nullptr;
    PlainLabel *m_takeText = nullptr;
    Button *m_take = nullptr;
    QPointer<JobGather> m_gather; // Counts what matches.
    std::optional<qint64> m_counted;
    std::optional<SteadyTime> m_countedAt;
    bool m_isCountedPart = false; // There are more than are counted.
    bool m_takesAll = false;
    bool m_isRemoving = false;
};

} // namespace muster
