// SPDX-License-Identifier: Apache-2.0
#pragma once
// The strip in the drawer of a node that takes no work: how far its drain is, until when, and the ways out.

#include "core/mirror/ShownStatus.h"

#include <QWidget>

class QVBoxLayout;

namespace muster {

class Button;
class DrainWork;
class PlainLabel;
class ProgressBar;

//! Hidden while the node takes work.
class NodeStanding final : public QWidget
{
    Q_OBJECT

public:
    explicit NodeStanding(QWidget *parent = nullptr);
    //! \a work looks at the node while it drains. \a now: the control plane's clock. \a waiting: names of what waits for the node.
    void show(const Node &node, const ShownStatus &shown, const DrainWork &work, const QStringList &waiting, Timestamp now);
    //! Turns the verbs off with \a reason, or on.
    void setRefusal(const QString &reason);

Q_SIGNALS:
    void stopWanted();
    void changeWanted();
    void uncordonWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showJobs(const DrainWork &work, Timestamp now);
    PlainLabel *m_text;
    PlainLabel *m_deadline;
    ProgressBar *m_bar;
    QWidget *m_jobs;
    QVBoxLayout *m_jobRows;
    PlainLabel *m_oldest;
    Button *m_stop;
    Button *m_change;
    Button *m_open;
};

} // namespace muster
