// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobsPage.h"

#include "ui/jobs/BatchBar.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobList.h"
#include "ui/jobs/JobRowDelegate.h"
#include "ui/jobs/JobStats.h"
#include "ui/kit/Button.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"

#include <QItemSelectionModel>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTypingMs = 250; // It is the server that searches.

} // namespace

JobsPage::JobsPage(ClusterSession *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_jobs(new JobsModel(this)), m_queues(new QueueCounts(this)),
      m_actions(new JobActions(m_jobs, m_queues, this))
{
    setAccessibleName(tr("Jobs"));
    // Before the list: its selection looks at rows that go as soon as they are announced.
    connect(m_jobs, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_isRemoving = true; });
    connect(m_jobs, &QAbstractItemModel::rowsRemoved, this, [this] { m_isRemoving = false; });
    m_jobs->setWatched(false); // Until it is shown.
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(makeHead());
    m_stats = new JobStats(this);
    layout->addWidget(m_stats);
    m_pausedGround = new QWidget(this);
    m_paused = new QVBoxLayout(m_pausedGround);
    m_paused->setContentsMargins(0, 0, 0, 0);
    m_paused->setSpacing(scaled(4));
    layout->addWidget(m_pausedGround);
    m_error = new InlineError(this);
    layout->addWidget(m_error);
    layout->addWidget(new BatchBar(m_actions->verbs(), this));
    m_bar = makeBar();
    layout->addWidget(m_bar);
    m_takeBar = makeTakeBar();
    layout->addWidget(m_takeBar);
    layout->addWidget(makeLists(), 1);
    connectAll();
    m_jobs->setSession(session);
    m_queues->setSession(session);
    showCounts();
    showRefusals();
    showState();
}

JobsPage::~JobsPage()
{
    // What they say while they end is nobody's business any more.
    m_jobs->disconnect(this);
    m_queues->disconnect(this);
    m_actions->disconnect(this);
}

QWidget *JobsPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new PlainLabel(tr("Jobs"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    layout->addWidget(m_count, 1);
    m_retryFailed = new Button("restart"_L1, tr("Retry failed…"), ButtonKind::Quiet, head);
    m_queueButton = new Button("queues"_L1, tr("Queues"), ButtonKind::Quiet, head);
    m_queueButton->setOpensMenu(true);
    m_queueButton->setAccessibleName(tr("Queues: filter, pause and resume"));
    m_submit = new Button("plus"_L1, tr("Submit job"), ButtonKind::Primary, head);
    for (Button *button : {m_retryFailed, m_queueButton, m_submit})
        layout->addWidget(button);
    m_queueMenu = new QMenu(this);
    m_queueMenu->setToolTipsVisible(true);
    head->setFixedHeight(scaled(32));
    return head;
}

QWidget *JobsPage::makeBar()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    m_field = new Field(tr("Search jobs"), bar);
    m_field->setLeadingIcon("search"_L1);
    m_field->setPlaceholderText(tr("Search id, entity or error, all pages"));
    m_field->setKeyHint(u"/"_s);
    m_field->setToolTip(tr("Text of id, entity or error; or state:failed, queue:agent, entity:agent/hello, node:w1"));
    m_field->setMinimumWidth(scaled(160));
    m_field->setMaximumWidth(scaled(320));
    m_field->installEventFilter(this);
    layout->addWidget(m_field, 3);
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(scaled(6));
    layout->addLayout(m_chips);
    m_complaint = new PlainLabel(Type::Small, &Tokens::text2, bar);
    layout->addWidget(m_complaint, 4);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    return bar;
}

QWidget *JobsPage::makeLists()
{
    auto *lists = new QWidget(this);
    m_stack = new QStackedLayout(lists);
    m_ground = new QWidget(lists);
    auto *ground = new QVBoxLayout(m_ground);
    ground->setContentsMargins(0, 0, 0, 0);
    ground->setSpacing(0);
    auto *table = new QWidget(m_ground);
    auto *column = new QVBoxLayout(table);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_list = new JobList(m_jobs, table);
    column->addWidget(new JobHead(m_list, table));
    column->addWidget(m_list, 1);
    m_frame = new RoundedFrame(table, 10, &Tokens::canvas, m_ground);
    ground->addWidget(m_frame, 1);
    ground->addStretch(0);
    m_stack->addWidget(m_ground);
    m_empty = new EmptyState("jobs"_L1, tr("No jobs yet"),
                             tr("What is submitted here, by musterctl or by the API, is listed with its attempts, result and log."), lists);
    m_emptySubmit = m_empty->addAction(tr("Submit job"), ButtonKind::Secondary);
    m_noMatch = new EmptyState("filter"_L1, tr("No job matches"), {}, lists);
    Button *clear = m_noMatch->addAction(tr("Clear filter"), ButtonKind::Secondary);
    m_reading = new EmptyState("jobs"_L1, tr("Reading the jobs…"), {}, lists);
    m_off = new EmptyState("jobs"_L1, tr("This cluster has no jobs"), {}, lists);
    m_failed = new EmptyState("jobs"_L1, tr("The jobs could not be read"), {}, lists);
    Button *again = m_failed->addAction(tr("Try again"), ButtonKind::Secondary);
    for (EmptyState *place : {m_empty, m_noMatch, m_reading, m_off, m_failed})
        m_stack->addWidget(place);
    connect(clear, &QPushButton::clicked, this, [this] { clearFilter(); });
    connect(again, &QPushButton::clicked, m_jobs, &JobsModel::refresh);
    connect(m_emptySubmit, &QPushButton::clicked, this, [this] { m_actions->submit(); });
    return lists;
}

void JobsPage::connectAll()
{
    connect(m_submit, &QPushButton::clicked, this, [this] { m_actions->submit({}, m_jobs->query().entity); });
    connect(m_retryFailed, &QPushButton::clicked, this, [this] { m_actions->retryFailed(m_jobs->query()); });
    connect(m_queueButton, &QPushButton::clicked, this, [this] {
        fillQueueMenu();
        const int wide = m_queueMenu->sizeHint().width();
        m_queueMenu->popup(m_queueButton->mapToGlobal(QPoint(m_queueButton->width() - wide, m_queueButton->height() + 2)));
    });
    connect(m_stats, &JobStats::chosen, this, [this](const std::optional<JobState> &state) {
        JobQuery filters = m_filters;
        filters.state = state;
        setFilters(filters);
    });
    connect(&m_typing, &QTimer::timeout, this, &JobsPage::apply);
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, &JobsPage::readField);
    connect(m_list, &JobList::openRequested, this, &JobsPage::openRequested);
    connect(m_list, &JobList::menuRequested, this, &JobsPage::showMenu);
    QItemSelectionModel *selection = m_list->selectionModel();
    connect(selection, &QItemSelectionModel::currentChanged, this, [this] { Q_EMIT currentChanged(m_list->currentJob()); });
    connect(selection, &QItemSelectionModel::selectionChanged, this, &JobsPage::readSelection);
    connect(m_list, &JobList::allWanted, this, [this] { setTakesAll(true); });
    connect(m_jobs, &JobsModel::queryChanged, this, &JobsPage::forgetHits);
    connect(m_jobs, &JobsModel::applied, this, [this] {
        countHits();
        showCounts();
        showTake();
    });
    connect(m_jobs, &JobsModel::phaseChanged, this, &JobsPage::showState);
    connect(m_jobs, &JobsModel::applied, this, &JobsPage::showState);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_jobs, signal, this, &JobsPage::fitTable);
    connect(m_queues, &QueueCounts::changed, this, &JobsPage::showCounts);
    connect(m_actions, &JobActions::refusalChanged, this, &JobsPage::showRefusals);
    connect(m_actions, &JobActions::openRequested, this, &JobsPage::openRequested);
    connect(m_actions, &JobActions::begun, m_error, &InlineError::clear);
    connect(m_actions, &JobActions::failed, this,
            [this](const QString &heading, const QString &text, const QString &details) { m_error->show(heading, text, details); });
    connect(m_actions, &JobActions::runningRequested, this, [this](const NodeId &node) {
        JobQuery query;
        query.state = JobState::Active;
        query.node = node;
        showOnly(query);
    });
    if (m_session) {
        connect(m_session, &ClusterSession::linkChanged, this, &JobsPage::showState);
        connect(m_session, &ClusterSession::ticked, this, [this] { m_list->viewport()->update(); });
        connect(m_session, &ClusterSession::changed, this, [this] { m_list->viewport()->update(); });
    }
}

} // namespace muster
