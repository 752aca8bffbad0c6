// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobDetails.h"

#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobChip.h"
#include "ui/jobs/JobResult.h"
#include "ui/jobs/JobSummary.h"
#include "ui/jobs/JobText.h"
#include "ui/jobs/JobWhyPanel.h"
#include "ui/jobs/JsonText.h"
#include "ui/jobs/JsonWell.h"
#include "ui/kit/Button.h"
#include "ui/kit/IconLabel.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/TabStrip.h"
#include "ui/kit/Theme.h"
#include "ui/logs/LogView.h"

#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

JobDetails::JobDetails(JobsModel *jobs, JobActions *actions, QWidget *parent)
    : QWidget(parent), m_jobs(jobs), m_actions(actions), m_follower(new JobFollower(this))
{
    setAccessibleName(tr("Job"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeTabs());
    m_body = new QWidget(this);
    QSizePolicy keepsRoom = m_body->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true);
    m_body->setSizePolicy(keepsRoom);
    m_pages = new QStackedLayout(m_body);
    m_summary = new JobSummary(this);
    m_payload = new JsonWell(tr("The payload as JSON"), this);
    m_result = new JsonWell(tr("The result"), this);
    for (JsonWell *well : {m_payload, m_result})
        well->setReadOnly(true);
    m_result->setPlaceholderText(tr("It has no result yet."));
    m_payload->setPlaceholderText(tr("It has no payload."));
    m_logGround = new QWidget(this);
    auto *log = new QVBoxLayout(m_logGround);
    log->setContentsMargins(0, 0, 0, 0);
    for (QWidget *page : {static_cast<QWidget *>(m_summary), static_cast<QWidget *>(m_payload), static_cast<QWidget *>(m_result),
                          m_logGround})
        m_pages->addWidget(page);
    layout->addWidget(m_body, 1);
    layout->addWidget(makeFoot());
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        refresh();
    });
    connect(m_follower, &JobFollower::changed, this, &JobDetails::refresh);
    connect(m_jobs, &QAbstractItemModel::modelReset, this, &JobDetails::watchSession);
    connect(m_actions, &JobActions::refusalChanged, this, &JobDetails::refresh);
    connect(m_actions, &JobActions::ended, m_follower, &JobFollower::refresh);
    connect(m_summary->why(), &JobWhyPanel::nodeWanted, m_actions, &JobActions::nodeRequested);
    connect(m_summary->why(), &JobWhyPanel::fixWanted, this, [this] {
        const Job *job = m_follower->job();
        const ClusterSession *session = m_jobs->session();
        if (job && session)
            m_actions->fix(*job, whyOf(*job, whyFacts(*job, session->mirror(), session->clusterNow())));
    });
    connect(m_summary, &JobSummary::revealWanted, this, [this](bool isRevealed) {
        m_isRevealed = isRevealed;
        refresh();
    });
    watchSession();
}

JobDetails::~JobDetails() = default;

//! A model that begins anew may have another session.
void JobDetails::watchSession()
{
    ClusterSession *session = m_jobs->session();
    if (property("session").value<QObject *>() == session && session)
        return;
    setProperty("session", QVariant::fromValue<QObject *>(session));
    if (m_log)
        m_log->deleteLater();
    m_log = nullptr;
    m_follower->setSession(session);
    if (session) {
        connect(session, &ClusterSession::ticked, this, [this] { isVisible() ? refresh() : void(); });
        connect(session, &ClusterSession::changed, this, [this] { isVisible() ? refresh() : void(); });
    }
    refresh();
}

QWidget *JobDetails::makeHead()
{
    auto *head = new Panel(&Tokens::surface, this);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(8), scaled(4));
    layout->setSpacing(scaled(4));
    auto *first = new QHBoxLayout;
    first->setSpacing(scaled(8));
    m_shape = new QLabel(head);
    m_shape->setAccessibleName(tr("State"));
    m_name = new PlainLabel(Type::Title, &Tokens::text, head);
    m_copy = new IconButton("copy"_L1, tr("Copy as…"), head);
    auto *close = new IconButton("close"_L1, tr("Close"), head);
    close->setName(tr("Close"), tr("Esc"));
    first->addWidget(m_shape);
    first->addWidget(m_name, 1);
    for (IconButton *button : {m_copy, close}) {
        button->setIconPixels(18);
        first->addWidget(button);
    }
    layout->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(scaled(8));
    m_state = new JobChip(head);
    m_id = new PlainLabel(Type::MonoSmall, &Tokens::text2, head);
    m_id->setSelectable();
    m_queue = new PlainLabel(Type::Small, &Tokens::text2, head);
    second->addWidget(m_state);
    second->addWidget(m_id);
    second->addWidget(new IconLabel("queues"_L1, 16, &Tokens::text2, head));
    second->addWidget(m_queue, 1);
    layout->addLayout(second);
    connect(m_copy, &QToolButton::clicked, this, &JobDetails::showCopyMenu);
    connect(close, &QToolButton::clicked, this, &JobDetails::closeRequested);
    return head;
}

QWidget *JobDetails::makeTabs()
{
    auto *strip = new Panel(&Tokens::surface, this);
    strip->setHairlines(Qt::BottomEdge);
    auto *tabs = new QHBoxLayout(strip);
    tabs->setContentsMargins(scaled(16), 0, scaled(16), 0);
    m_tabs = new TabStrip(tr("Parts of the job"), strip);
    for (const QString &tab : {tr("Summary"), tr("Payload"), tr("Result"), tr("Log")})
        m_tabs->addTab(tab);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    return strip;
}

QWidget *JobDetails::makeFoot()
{
    auto *foot = new Panel(&Tokens::surface, this);
    foot->setHairlines(Qt::TopEdge);
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    layout->setSpacing(scaled(8));
    layout->addWidget(m_error = new InlineError(foot));
    m_nothing = new PlainLabel(Type::Small, &Tokens::text2, foot);
    m_nothing->setWraps(true);
    layout->addWidget(m_nothing);
    m_refusal = new QWidget(foot);
    auto *refusal = new QHBoxLayout(m_refusal);
    refusal->setContentsMargins(0, 0, 0, 0);
    refusal->setSpacing(scaled(6));
    refusal->addWidget(new IconLabel("unlink"_L1, 16, &Tokens::text2, m_refusal));
    refusal->addWidget(m_reason = new PlainLabel(Type::Small, &Tokens::text2, m_refusal), 1);
    layout->addWidget(m_refusal);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    m_retry = new Button(tr("Retry"), ButtonKind::Secondary, foot);
    m_cancel = new Button(tr("Cancel…"), ButtonKind::Secondary, foot);
    m_cancel->setAccessibleName(tr("Cancel the job"));
    m_discard = new Button(tr("Discard…"), ButtonKind::Danger, foot);
    for (Button *button : {m_retry, m_cancel, m_discard}) {
        button->setPadding(9);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    layout->addLayout(buttons);
    connect(m_retry, &QPushButton::clicked, this, [this] { m_actions->retry(asList()); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_actions->cancel(asList()); });
    connect(m_discard, &QPushButton::clicked, this, [this] { m_actions->discard(asList()); });
    return foot;
}

QList<Job> JobDetails::asList() const
{
    return m_follower->job() ? QList<Job>{*m_follower->job()} : QList<Job>();
}

void JobDetails::setJob(const JobId &job)
{
    if (job == this->job())
        return;
    m_isRevealed = false;
    m_summary->verticalScrollBar()->setValue(0);
    m_follower->follow(job);
}

int JobDetails::tab() const
{
    return m_tabs->currentIndex();
}

void JobDetails::setTab(int index)
{
    m_tabs->setCurrentIndex(qBound(0, index, m_tabs->count() - 1));
}

QSize JobDetails::sizeHint() const
{
    return {scaled(400), scaled(600)};
}

void JobDetails::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else if (event->key() == Qt::Key_BracketLeft)
        Q_EMIT previousRequested();
    else if (event->key() == Qt::Key_BracketRight)
        Q_EMIT nextRequested();
    else if (event->key() == Qt::Key_Tab && event->modifiers() & Qt::ControlModifier)
        setTab((tab() + 1) % m_tabs->count());
    else
        QWidget::keyPressEvent(event);
}

} // namespace muster
