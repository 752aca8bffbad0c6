// SPDX-License-Identifier: Apache-2.0
#pragma once
// How far a verb on many jobs is, and the button that stops it.

#include "core/mirror/JobVerbs.h"
#include "ui/kit/Panel.h"

namespace muster {

class Button;
class PlainLabel;
class ProgressBar;

//! Hidden while nothing long goes on. GUI thread.
class BatchBar final : public Panel
{
    Q_OBJECT

public:
    //! Batches of fewer are over before one could read.
    static constexpr qsizetype kLong = 20;

    //! \a verbs must outlive it.
    explicit BatchBar(JobVerbs *verbs, QWidget *parent = nullptr);
    Button *stopButton() const { return m_stop; }

private:
    void take(JobBatch *batch);
    void refresh();

    JobVerbs *m_verbs;
    QPointer<JobBatch> m_batch;
    PlainLabel *m_words;
    ProgressBar *m_bar;
    Button *m_stop;
    QTimer m_frame; // Thousands are told one by one.
};

} // namespace muster
