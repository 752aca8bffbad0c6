// SPDX-License-Identifier: Apache-2.0
#pragma once
// The state of a job and its age on the tint of that state.

#include "core/domain/Job.h"

#include <QWidget>

namespace muster {

//! Not focusable; its text is its accessible name.
class JobChip final : public QWidget
{
    Q_OBJECT

public:
    explicit JobChip(QWidget *parent = nullptr);
    void setState(JobState state, const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    JobState m_state = JobState::Waiting;
    QString m_text;
};

} // namespace muster
