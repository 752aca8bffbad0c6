// SPDX-License-Identifier: Apache-2.0
// What JobDetails says of its job; how it is built is in JobDetails.cpp.
#include "core/domain/JobJson.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobChip.h"
#include "ui/jobs/JobDetails.h"
#include "ui/jobs/JobResult.h"
#include "ui/jobs/JobSummary.h"
#include "ui/jobs/JobText.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/jobs/SubmitSheet.h"
#include "ui/kit/Button.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogView.h"

#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

void JobDetails::showEvent(QShowEvent *event)
{
    refresh();
    QWidget::showEvent(event);
}

void JobDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_error)
        refresh(); // The shape is a picture in the colour of its state.
}

void JobDetails::refresh()
{
    const Job *job = m_follower->job();
    const ClusterSession *session = m_jobs->session();
    showRefusals();
    if (!job || !session)
        return showNothing();
    setAccessibleName(jobSpoken(*job, session->mirror(), session->clusterNow()));
    const EntityState *entity = session->mirror().find(job->entity);
    m_name->setText(entity ? entity->entity.name() : job->entity.id.text());
    const bool isPaused = job->waitingFor && job->waitingFor->reason == WaitReason::QueuePaused;
    const StatusColor color = jobStateColor(job->state);
    m_shape->setPixmap(iconPixmap(jobStateIcon(job->state, isPaused), scaled(20), color.fg, devicePixelRatioF()));
    m_state->setState(job->state, u"%1 %2"_s.arg(jobStateTitle(job->state), jobStateAge(*job, session->clusterNow())));
    m_id->setText(job->id.text());
    m_queue->setText(job->queue);
    m_queue->setAccessibleName(tr("Queue %1").arg(job->queue));
    m_nothing->setText(m_follower->isGone() ? tr("It is no longer kept: discarded, or older than what is kept. This is what was read last.")
                                            : QString());
    m_nothing->setVisible(m_follower->isGone());
    showTab(*job, *session);
}

void JobDetails::showTab(const Job &job, const ClusterSession &session)
{
    const JsonSecrets secrets = m_isRevealed ? JsonSecrets::Revealed : JsonSecrets::Masked;
    switch (static_cast<Tab>(tab())) {
    case SummaryTab:
        m_summary->show({job, session.mirror(), session.clusterNow(), m_actions->refusal(), m_isRevealed});
        return;
    case PayloadTab:
        m_payload->show(shownJson(job.payload, secrets).text);
        return;
    case ResultTab:
        showResult(job, secrets);
        return;
    case LogTab:
        if (!m_log) {
            m_log = new LogView(m_jobs->session(), m_logGround);
            m_logGround->layout()->addWidget(m_log);
        }
        if (m_log->source().job != job.id)
            m_log->follow(LogSource{.entity = {}, .job = job.id});
        m_log->setEnd(isOver(job.state) ? tr("It is over: no more lines come.") : QString());
        return;
    }
}

void JobDetails::showResult(const Job &job, JsonSecrets secrets)
{
    const JobResult result = jobResultOf(job.result, secrets);
    m_result->setColoured(!result.isOutput);
    m_result->show(result.text);
    m_result->setPlaceholderText(isOver(job.state) ? tr("It gave no result.") : tr("It has no result yet."));
}

void JobDetails::showNothing()
{
    m_name->setText(job().text());
    m_state->setState(JobState::Waiting, {});
    m_id->clear();
    m_queue->clear();
    m_shape->clear();
    QString text;
    if (m_follower->isGone())
        text = tr("It is no longer kept: discarded, or older than what is kept.");
    else if (m_follower->error())
        m_error->show(*m_follower->error());
    else if (!job().isEmpty())
        text = tr("Reading…");
    m_nothing->setText(text);
    m_nothing->setVisible(!text.isEmpty());
}

void JobDetails::showRefusals()
{
    const QList<Job> job = asList();
    if (!m_follower->error())
        m_error->clear();
    m_body->setVisible(!job.isEmpty());
    const bool isGone = m_follower->isGone();
    const QString gone = tr("It is no longer kept.");
    m_retry->setRefusal(isGone ? gone : m_actions->refusal(JobVerb::Retry, job));
    m_cancel->setRefusal(isGone ? gone : m_actions->refusal(JobVerb::Cancel, job));
    m_discard->setRefusal(isGone ? gone : m_actions->refusal(JobVerb::Discard, job));
    m_reason->setText(m_actions->refusal());
    m_refusal->setVisible(!m_reason->text().isEmpty());
}

void JobDetails::showCopyMenu()
{
    const Job *job = m_follower->job();
    if (!job)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &text, const QString &copied) {
        menu->addAction(themedIcon("copy"_L1), text, this, [this, copied] { m_actions->copy(copied, tr("Copied")); });
    };
    const QString id = job->id.text();
    add(tr("Job id"), id);
    // What is hidden on the screen does not leave by the clipboard.
    const QJsonDocument whole(toJson(*job));
    add(tr("JSON"), shownJson(whole.toJson(), m_isRevealed ? JsonSecrets::Revealed : JsonSecrets::Masked).text);
    menu->addSeparator();
    add(u"musterctl jobs show %1"_s.arg(id), u"musterctl jobs show %1"_s.arg(id));
    add(u"musterctl logs job/%1 --follow"_s.arg(id), u"musterctl logs job/%1 --follow"_s.arg(id));
    if (isOver(job->state))
        add(u"musterctl jobs retry %1"_s.arg(id), u"musterctl jobs retry %1"_s.arg(id));
    else
        add(u"musterctl jobs cancel %1"_s.arg(id), u"musterctl jobs cancel %1"_s.arg(id));
    menu->addSeparator();
    QAction *like = menu->addAction(themedIcon("plus"_L1), tr("Submit one like it…"), this, [this, job = *job] { m_actions->submit(job); });
    like->setEnabled(m_actions->refusal().isEmpty());
    menu->popup(m_copy->mapToGlobal(QPoint(m_copy->width() - menu->sizeHint().width(), m_copy->height())));
}

} // namespace muster
