// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page of queues: how much waits, how long and why, how fast it goes, pause and resume, what failed.

#include "core/mirror/JobsModel.h"
#include "core/mirror/QueueLook.h"
#include "core/mirror/QueuePace.h"

#include <QWidget>

class QStackedLayout;
class QVBoxLayout;

namespace muster {

class Button;
class EmptyState;
class FailedPanel;
class InlineError;
class JobActions;
class JobStats;
class PlainLabel;
class QueueRow;
class RoundedFrame;

//! Picture 14, as far as a cluster tells. Numbers lead to their jobs. GUI thread.
class QueuesPage final : public QWidget
{
    Q_OBJECT

public:
    //! \a jobs and \a counts, those of the page of jobs, must outlive it. The session may die at any time.
    QueuesPage(ClusterSession *session, JobsModel *jobs, QueueCounts *counts, QWidget *parent = nullptr);
    ~QueuesPage() override;

    JobActions *actions() const { return m_actions; }
    FailedPanel *failed() const { return m_failed; }
    //! In the order shown.
    const QList<QueueRow *> &rows() const { return m_rows; }
    //! The one with the keyboard focus, or null.
    QueueRow *currentRow() const;
    //! Why the cluster has nothing to show here; empty when it has.
    QString unsupported() const;
    void focusList();
    //! Pauses the queue that has the focus, or resumes it.
    void turnCurrent();

Q_SIGNALS:
    //! The jobs that \a query says are wanted.
    void jobsWanted(const muster::JobQuery &query);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBoard();
    void connectAll();
    void showState();
    void showRows();
    void showRefusals();
    void addRow(const QString &queue);
    void fillRow(QueueRow *row);
    void turn(const QString &queue);
    void turnAll();
    void showMenu(const QString &queue, const QPoint &at);
    void want(const QString &queue, const std::optional<JobState> &state);
    void step(int step);
    bool takeKey(const QKeyEvent &key);
    bool areAllPaused() const;

    QPointer<ClusterSession> m_session;
    QueueCounts *m_counts;
    QueuePace *m_pace;
    QueueLook *m_look;
    JobActions *m_actions;
    PlainLabel *m_count = nullptr;
    Button *m_all = nullptr;
    JobStats *m_stats = nullptr;
    InlineError *m_error = nullptr;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_board = nullptr;
    QVBoxLayout *m_column = nullptr;
    RoundedFrame *m_frame = nullptr;
    QList<QueueRow *> m_rows;
    QString m_current; // Of the row that had the focus last.
    FailedPanel *m_failed = nullptr;
    EmptyState *m_place = nullptr;
};

} // namespace muster
