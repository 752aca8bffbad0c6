// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs as lines, newest on top, that hold still while somebody reads further down.

#include "core/mirror/JobsModel.h"

#include <QListView>

namespace muster {

//! Tells the model what is seen, so that this is true. Keys: arrows, j, k, Home, End, Space marks, Ctrl+A, Enter opens, Ctrl+C.
class JobList final : public QListView
{
    Q_OBJECT

public:
    explicit JobList(JobsModel *jobs, QWidget *parent = nullptr);

    //! The selected jobs in the order shown; the one with the cursor when none is.
    QList<Job> selectedJobs() const;
    //! The job with the cursor, or an empty id.
    JobId currentJob() const;
    //! While on, no row has the cursor, also when the list gets the focus: what keys are about is not listed yet.
    void setWaits(bool waits) { m_waits = waits; }
    bool waits() const { return m_waits; }
    //! Selects \a job and scrolls to it; false when it has no row.
    bool selectJob(const JobId &job);
    //! The selected lines as text, one a line.
    QString selectedText() const;

Q_SIGNALS:
    //! A job is to be shown in the drawer.
    void openRequested(const muster::JobId &job);
    //! All rows are selected, and were asked for once more: what is not listed yet is meant too.
    void allWanted();
    //! A menu for the selected lines is wanted at \a at (global).
    void menuRequested(const QPoint &at);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    QList<int> selectedRows() const;
    void makeRoom(int first, int last);
    void tellSeen();
    void openCurrent();

    JobsModel *m_jobs;
    bool m_waits = false;
};

//! The titles above the list, at the delegate's places.
class JobHead final : public QWidget
{
    Q_OBJECT

public:
    //! \a list: what it stands above; its scroll bar takes room.
    explicit JobHead(const JobList *list, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const JobList *m_list;
};

} // namespace muster
