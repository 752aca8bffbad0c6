// SPDX-License-Identifier: Apache-2.0
// What the page of jobs says: counts, chips, paused queues, and which of its places is shown.
#include "core/mirror/JobSearch.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobList.h"
#include "ui/jobs/JobRowDelegate.h"
#include "ui/jobs/JobStats.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Chip.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"

#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

void emptyLayout(QLayout *layout)
{
    while (const auto item = std::unique_ptr<QLayoutItem>(layout->takeAt(0))) {
        item->widget()->hide();
        item->widget()->deleteLater();
    }
}

} // namespace

QString JobsPage::unsupported() const
{
    const bool isKnown = m_session && m_session->mirror().hasSnapshot();
    if (!isKnown || m_session->features().testFlag(Feature::Jobs))
        return {};
    return tr("It keeps no queue that this console can read. Jobs of its own, if it has any, are seen where it shows them.");
}

void JobsPage::showChips()
{
    emptyLayout(m_chips);
    const QStringList words = filterWordsOf(m_filters);
    for (const QString &word : words) {
        auto *chip = new FilterChip(word, this);
        m_chips->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, word] {
            setFilters(withoutFilter(m_filters, word));
            focusList();
        });
    }
}

void JobsPage::showCounts()
{
    const QString queue = m_jobs->query().queue;
    const bool isKnown = m_queues->isKnown();
    for (const JobState state : kJobStates)
        m_stats->cell(state)->setCount(isKnown ? m_queues->count(state, queue) : -1);
    m_stats->setChosen(m_jobs->query().state);
    QString text = isKnown ? countText(m_queues->count(queue)) : QString();
    if (isKnown && m_jobs->isFiltered())
        text = tr("%1 of %2").arg(hitsText(), countText(m_queues->count()));
    m_count->setText(text);
    showPaused();
    showRefusals();
    Q_EMIT countsChanged();
}

void JobsPage::showPaused()
{
    QStringList words;
    QStringList names;
    const QList<QueueFacts> paused = m_queues->paused();
    for (const QueueFacts &queue : paused) {
        QString waits = queue.waiting == 0 ? tr("The queue %1 is paused; no job waits.").arg(queue.name)
                        : queue.waiting == 1 ? tr("The queue %1 is paused: 1 job waits.").arg(queue.name)
                                           : tr("The queue %1 is paused: %2 jobs wait.").arg(queue.name, countText(queue.waiting));
        if (queue.active > 0)
            waits += u' ' + (queue.active == 1 ? tr("1 goes on.") : tr("%1 go on.").arg(countText(queue.active)));
        words.append(waits);
        names.append(queue.name);
    }
    const QString refusal = m_actions->queueRefusal();
    if (words + QStringList{refusal} == m_pausedShown)
        return;
    m_pausedShown = words + QStringList{refusal};
    emptyLayout(m_paused);
    for (qsizetype i = 0; i < words.size(); ++i) {
        auto *row = new Panel(&Tokens::surface, m_pausedGround);
        row->setFrame(6);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(scaled(12), scaled(4), scaled(4), scaled(4));
        layout->setSpacing(scaled(8));
        layout->addWidget(new IconLabel("job-paused"_L1, 16, &Tokens::text2, row));
        layout->addWidget(new PlainLabel(words[i], Type::Body, &Tokens::text, row), 1);
        auto *resume = new Button("play"_L1, tr("Resume"), ButtonKind::Secondary, row);
        resume->setAccessibleName(tr("Resume the queue %1").arg(names[i]));
        resume->setRefusal(refusal);
        layout->addWidget(resume);
        connect(resume, &QPushButton::clicked, this, [this, name = names[i]] { m_actions->pauseQueue(name, false); });
        m_paused->addWidget(row);
    }
    m_pausedGround->setVisible(!words.isEmpty());
}

void JobsPage::showState()
{
    const bool hasRows = m_jobs->rowCount() > 0;
    const QString off = unsupported();
    QWidget *place = m_ground;
    if (!off.isEmpty()) {
        m_off->setText(off);
        place = m_off;
    } else if (!hasRows && m_jobs->phase() == JobsModel::Phase::Failed) {
        const ErrorWords words = errorWords(m_jobs->error().value_or(Error{}));
        m_failed->setText(u"%1. %2"_s.arg(words.heading, words.advice));
        place = m_failed;
    } else if (!hasRows && m_jobs->phase() == JobsModel::Phase::Ready) {
        const qint64 all = m_queues->count();
        if (m_jobs->isFiltered())
            m_noMatch->setText(all > 0 ? tr("%1 other jobs are hidden by the filter.").arg(countText(all)) : tr("There are none without it, either."));
        place = m_jobs->isFiltered() ? m_noMatch : m_empty;
    } else if (!hasRows) {
        const bool isLive = m_session && m_session->isLive();
        m_reading->setTitle(isLive ? tr("Reading the jobs…") : tr("Not connected"));
        m_reading->setText(isLive ? QString() : tr("The jobs are read as soon as the cluster answers."));
        place = m_reading;
    }
    m_stack->setCurrentWidget(place);
    m_stats->setVisible(off.isEmpty());
    m_bar->setVisible(off.isEmpty());
    for (Button *button : {m_retryFailed, m_queueButton, m_submit})
        button->setVisible(off.isEmpty());
    fitTable();
}

void JobsPage::showRefusals()
{
    const QString refusal = m_actions->refusal();
    const bool hasFailed = m_queues->count(JobState::Failed, m_jobs->query().queue) > 0;
    m_submit->setRefusal(refusal);
    m_emptySubmit->setRefusal(refusal);
    m_retryFailed->setRefusal(!refusal.isEmpty() ? refusal : hasFailed ? QString() : tr("No job failed."));
    showPaused();
}

//! A short table ends with its last row; a long one with the page.
void JobsPage::fitTable()
{
    const int rows = std::min(m_jobs->rowCount(), 200);
    const int wanted = scaled(32) + rows * jobRowHeight() + 1; // The last row's line is the frame's.
    m_frame->setMaximumHeight(wanted < m_ground->height() ? wanted : QWIDGETSIZE_MAX);
}

void JobsPage::showEvent(QShowEvent *event)
{
    m_jobs->setWatched(true);
    QWidget::showEvent(event);
}

void JobsPage::hideEvent(QHideEvent *event)
{
    m_jobs->setWatched(false);
    QWidget::hideEvent(event);
}

void JobsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &JobsPage::fitTable, Qt::QueuedConnection);
}

} // namespace muster
