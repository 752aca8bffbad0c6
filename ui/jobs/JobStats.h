// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many jobs are how; each number is a filter.

#include "core/domain/Job.h"

#include <QAbstractButton>
#include <QList>

namespace muster {

//! One state with its number. Checked means that the list shows only these.
class JobCell final : public QAbstractButton
{
    Q_OBJECT

public:
    JobCell(JobState state, QWidget *parent);

    JobState state() const { return m_state; }
    qint64 count() const { return m_count; }
    //! Negative: not known yet.
    void setCount(qint64 count);
    //! The room that shape and word want beside each other.
    int lineHint() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void checkStateSet() override;
    void nextCheckState() override;

private:
    void tellName();
    JobState m_state;
    qint64 m_count = -1;
};

//! Shape, word and number of every state; zero is quiet but present. Left and Right move between cells, Space and Enter choose.
class JobStats final : public QWidget
{
    Q_OBJECT

public:
    explicit JobStats(QWidget *parent = nullptr);

    JobCell *cell(JobState state) const;
    //! Shows which state is filtered by; emits nothing.
    void setChosen(const std::optional<JobState> &state);
    //! Whether the cells are too narrow for shape and word in one line; then all have the shape before the number.
    bool isNarrow() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    //! A person chose another state; none: all.
    void chosen(const std::optional<muster::JobState> &state);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QList<JobCell *> m_cells;
};

} // namespace muster
