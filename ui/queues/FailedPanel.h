// SPDX-License-Identifier: Apache-2.0
#pragma once
// What failed, by error: which failure is one fault and which are many.

#include "core/mirror/QueueLook.h"
#include "ui/kit/Panel.h"

class QVBoxLayout;

namespace muster {

class Button;
class PlainLabel;

//! One group; Enter and a click show its jobs.
class FailedRow final : public QWidget
{
    Q_OBJECT

public:
    FailedRow(const FailedGroup &group, Timestamp now, QWidget *parent);
    const FailedGroup &group() const { return m_group; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void wanted(const muster::FailedGroup &group);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    FailedGroup m_group;
    QString m_age;
};

//! The largest groups. GUI thread.
class FailedPanel final : public Panel
{
    Q_OBJECT

public:
    explicit FailedPanel(QWidget *parent = nullptr);

    //! \a failed: how many there are in all, also beyond those that were read.
    void setGroups(const QList<FailedGroup> &groups, qint64 failed, Timestamp now);
    //! Why they cannot be retried; empty when they can.
    void setRefusal(const QString &refusal);
    Button *retryButton() const { return m_retry; }
    QList<FailedRow *> rows() const;

Q_SIGNALS:
    void groupWanted(const muster::FailedGroup &group);
    void retryWanted();

private:
    QVBoxLayout *m_rows;
    PlainLabel *m_rest;
    Button *m_retry;
    QList<FailedGroup> m_shown;
    qint64 m_failed = -1;
    QString m_ages;
};

} // namespace muster
