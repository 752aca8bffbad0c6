// SPDX-License-Identifier: Apache-2.0
#pragma once
// One queue as a row: its numbers with their last minutes, its pace, what waits longest and why, pause and resume.

#include "core/domain/Job.h"

#include <QWidget>

namespace muster {

class Button;

//! What a QueueRow shows; made by QueuesPage.
struct QueueRowContent {
    QueueFacts facts;
    QString over;   //!< Below the name.
    QString rate;
    QString oldest; //!< First line: how long; empty when nothing waits.
    QString why;    //!< Second line.
    bool isLive = true;
    std::array<QByteArray, kJobStates.size()> lines; //!< By state; for paintSparkline().
    std::array<QString, kJobStates.size()> spans;    //!< By state; for tooltips.
    bool operator==(const QueueRowContent &) const = default;
};

//! Where the parts of a row are, from left to right; mirrored by the caller. px. Empty: there is no room for it.
struct QueueRowPlaces {
    struct Number {
        JobState state = JobState::Waiting;
        QRectF number;
        QRectF line;
    };
    QRectF name;
    QList<Number> numbers;
    QRectF rate;
    QRectF why;
    QRectF button;
};
QueueRowPlaces queueRowPlaces(const QRectF &row);

//! Focusable. Enter and a double click open its jobs, a click on a number those of that state; P pauses and resumes.
class QueueRow final : public QWidget
{
    Q_OBJECT

public:
    explicit QueueRow(const QString &queue, QWidget *parent = nullptr);

    const QString &queue() const { return m_content.facts.name; }
    const QueueRowContent &content() const { return m_content; }
    void setContent(const QueueRowContent &content);
    //! Why it can be neither paused nor resumed; empty when it can.
    void setRefusal(const QString &refusal);
    Button *button() const { return m_button; }
    QSize sizeHint() const override;

Q_SIGNALS:
    //! Its jobs are wanted; those of \a state, or all.
    void jobsWanted(const std::optional<muster::JobState> &state);
    //! It is to be paused, or resumed.
    void turnWanted();
    void menuWanted(const QPoint &at);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QRectF mirrored(const QRectF &place) const;
    std::optional<JobState> stateAt(const QPointF &at) const;
    QString toolTipAt(const QPointF &at) const;
    void paintNumber(QPainter *painter, const QueueRowPlaces::Number &place) const;
    void tellName();

    QueueRowContent m_content;
    Button *m_button;
    std::optional<JobState> m_hovered;
};

//! The titles above the rows.
class QueueHead final : public QWidget
{
    Q_OBJECT

public:
    explicit QueueHead(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace muster
