// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/BatchBar.h"

#include "ui/jobs/BatchText.h"
#include "ui/kit/Button.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/ProgressBar.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFrameMs = 100; // Ten numbers a second are read as a count.

} // namespace

BatchBar::BatchBar(JobVerbs *verbs, QWidget *parent) : Panel(&Tokens::surface, parent), m_verbs(verbs)
{
    setFrame(6);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(scaled(12), scaled(4), scaled(4), scaled(4));
    layout->setSpacing(scaled(12));
    m_words = new PlainLabel(Type::Body, &Tokens::text, this);
    m_bar = new ProgressBar(tr("Jobs done"), this);
    m_stop = new Button("stop"_L1, tr("Stop"), ButtonKind::Secondary, this);
    m_stop->setToolTip(tr("What is not asked for yet stays as it is"));
    layout->addWidget(m_words);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_stop);
    hide();
    m_frame.setSingleShot(true);
    m_frame.setInterval(kFrameMs);
    connect(&m_frame, &QTimer::timeout, this, &BatchBar::refresh);
    for (const auto signal : {&JobVerbs::started, &JobVerbs::progressed, &JobVerbs::finished})
        connect(verbs, signal, this, &BatchBar::take);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_batch)
            m_verbs->stop(m_batch);
    });
}

void BatchBar::take(JobBatch *batch)
{
    if (batch->items().size() < kLong)
        return;
    m_batch = batch;
    if (batch->isFinished())
        refresh();
    else if (!m_frame.isActive())
        m_frame.start();
}

void BatchBar::refresh()
{
    const bool isOpen = m_batch && !m_batch->isFinished();
    if (isOpen) {
        m_words->setText(batchProgress(*m_batch));
        m_bar->setShare(static_cast<double>(m_batch->finishedCount()) / static_cast<double>(m_batch->items().size()));
        m_stop->setRefusal(m_batch->canStop() ? QString() : tr("All of them are asked for."));
    }
    setVisible(isOpen);
}

} // namespace muster
