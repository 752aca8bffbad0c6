// SPDX-License-Identifier: Apache-2.0
#include "ui/queues/QueuesPage.h"

#include "ui/jobs/BatchBar.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobStats.h"
#include "ui/jobs/JobText.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/RoundedFrame.h"
#include "ui/kit/Theme.h"
#include "ui/queues/FailedPanel.h"
#include "ui/queues/QueueRow.h"
#include "ui/queues/QueueText.h"

#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

QueuesPage::QueuesPage(ClusterSession *session, JobsModel *jobs, QueueCounts *counts, QWidget *parent)
    : QWidget(parent), m_session(session), m_counts(counts), m_pace(new QueuePace(counts, this)), m_look(new QueueLook(counts, this)),
      m_actions(new JobActions(jobs, counts, this))
{
    setAccessibleName(tr("Queues"));
    setFocusRadius(this, kNoFocusRing); // It has the keyboard only while there is no row to have it.
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(makeHead());
    m_stats = new JobStats(this);
    layout->addWidget(m_stats);
    m_error = new InlineError(this);
    layout->addWidget(m_error);
    layout->addWidget(new BatchBar(m_actions->verbs(), this));
    auto *below = new QWidget(this);
    m_stack = new QStackedLayout(below);
    m_stack->addWidget(makeBoard());
    m_place = new EmptyState("queues"_L1, tr("Reading the queues…"), {}, below);
    m_stack->addWidget(m_place);
    layout->addWidget(below, 1);
    connectAll();
    m_pace->setSession(session);
    m_look->setSession(session);
    showState();
}

QueuesPage::~QueuesPage()
{
    // What they say while they end is nobody's business any more.
    m_counts->disconnect(this);
    m_pace->disconnect(this);
    m_look->disconnect(this);
    m_actions->disconnect(this);
}

QWidget *QueuesPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(new PlainLabel(tr("Queues"), Type::Title, &Tokens::text, head));
    m_count = new PlainLabel(Type::Body, &Tokens::text3, head);
    layout->addWidget(m_count, 1);
    m_all = new Button("pause"_L1, tr("Pause all"), ButtonKind::Quiet, head);
    m_all->setToolTip(tr("Nothing new starts in any queue; what runs goes on"));
    layout->addWidget(m_all);
    head->setFixedHeight(scaled(32));
    return head;
}

QWidget *QueuesPage::makeBoard()
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    m_board = new QWidget(area);
    m_board->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(m_board);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(12));
    auto *table = new Panel(&Tokens::surface, m_board);
    m_column = new QVBoxLayout(table);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(new QueueHead(table));
    m_frame = new RoundedFrame(table, 10, &Tokens::canvas, m_board);
    layout->addWidget(m_frame);
    m_failed = new FailedPanel(m_board);
    layout->addWidget(m_failed);
    layout->addStretch(1);
    area->setWidget(m_board);
    return area;
}

void QueuesPage::connectAll()
{
    connect(m_all, &QPushButton::clicked, this, &QueuesPage::turnAll);
    connect(m_stats, &JobStats::chosen, this, [this](const std::optional<JobState> &state) {
        m_stats->setChosen(std::nullopt); // A number here leads there; nothing is filtered here.
        want({}, state);
    });
    connect(m_failed, &FailedPanel::retryWanted, this, [this] { m_actions->retryFailed({}); });
    connect(m_failed, &FailedPanel::groupWanted, this, [this](const FailedGroup &group) {
        JobQuery query;
        query.state = JobState::Failed;
        query.queue = group.queue;
        query.search = group.error.simplified();
        Q_EMIT jobsWanted(query);
    });
    connect(m_counts, &QueueCounts::changed, this, &QueuesPage::showState);
    connect(m_pace, &QueuePace::changed, this, &QueuesPage::showRows);
    connect(m_look, &QueueLook::changed, this, &QueuesPage::showRows);
    connect(m_actions, &JobActions::refusalChanged, this, &QueuesPage::showRefusals);
    connect(m_actions, &JobActions::begun, m_error, &InlineError::clear);
    connect(m_actions, &JobActions::failed, this,
            [this](const QString &heading, const QString &text, const QString &details) { m_error->show(heading, text, details); });
    if (m_session) {
        connect(m_session, &ClusterSession::linkChanged, this, &QueuesPage::showState);
        connect(m_session, &ClusterSession::synced, this, &QueuesPage::showState);
    }
}

QString QueuesPage::unsupported() const
{
    const bool isKnown = m_session && m_session->mirror().hasSnapshot();
    if (!isKnown || m_session->features().testFlag(Feature::Jobs))
        return {};
    return tr("It keeps no queue that this console can read. Queues of its own, if it has any, are seen where it shows them.");
}

void QueuesPage::showState()
{
    const QString off = unsupported();
    const bool isKnown = m_counts->isKnown() && off.isEmpty();
    const bool isLive = m_session && m_session->isLive();
    for (const JobState state : kJobStates)
        m_stats->cell(state)->setCount(isKnown ? m_counts->count(state) : -1);
    m_stats->setVisible(off.isEmpty());
    m_all->setVisible(isKnown && !m_counts->queues().isEmpty());
    m_count->setText(isKnown && !m_counts->queues().isEmpty() ? tr("%1, the last 10 minutes").arg(countText(m_counts->queues().size())) : QString());
    if (!off.isEmpty()) {
        m_place->setTitle(tr("This cluster has no queues"));
        m_place->setText(off);
    } else if (!isKnown) {
        m_place->setTitle(isLive ? tr("Reading the queues…") : tr("Not connected"));
        m_place->setText(isLive ? QString() : tr("The queues are read as soon as the cluster answers."));
    } else {
        m_place->setTitle(tr("No queue yet"));
        m_place->setText(tr("Each kind of entity has a queue of its own, from its first job on. Submit one on the page of jobs."));
    }
    m_stack->setCurrentIndex(isKnown && !m_counts->queues().isEmpty() ? 0 : 1);
    QStringList names;
    for (const QueueFacts &queue : m_counts->queues())
        names.append(queue.name);
    QStringList shown;
    for (const QueueRow *row : std::as_const(m_rows))
        shown.append(row->queue());
    if (names != shown) {
        const bool hadFocus = hasFocus() || currentRow();
        if (const QueueRow *current = currentRow())
            m_current = current->queue();
        while (!m_rows.isEmpty()) {
            m_rows.last()->hide();
            m_rows.takeLast()->deleteLater();
        }
        for (const QString &name : std::as_const(names))
            addRow(name);
        const int rows = m_rows.isEmpty() ? 0 : static_cast<int>(m_rows.size()) * m_rows.first()->sizeHint().height();
        m_frame->setFixedHeight(scaled(32) + rows + 1);
        if (hadFocus)
            focusList();
    }
    showRows();
    showRefusals();
}

void QueuesPage::addRow(const QString &queue)
{
    auto *row = new QueueRow(queue, m_column->parentWidget());
    m_column->addWidget(row);
    m_rows.append(row);
    row->installEventFilter(this);
    connect(row, &QueueRow::jobsWanted, this, [this, queue](const std::optional<JobState> &state) { want(queue, state); });
    connect(row, &QueueRow::turnWanted, this, [this, queue] { turn(queue); });
    connect(row, &QueueRow::menuWanted, this, [this, queue](const QPoint &at) { showMenu(queue, at); });
}

void QueuesPage::fillRow(QueueRow *row)
{
    const QueueFacts *facts = m_counts->find(row->queue());
    if (!facts || !m_session)
        return;
    const Timestamp now = m_session->clusterNow();
    QueueRowContent content;
    content.facts = *facts;
    content.over = overText(*facts);
    content.rate = rateText(m_pace->rate(facts->name));
    content.isLive = m_session->isLive();
    if (facts->waiting > 0 && facts->oldestWaiting)
        content.oldest = shortAge(std::max(milliseconds(0), now - *facts->oldestWaiting));
    if (facts->isPaused)
        content.why = pausedText(m_look->pause(facts->name), m_pace->pausedAt(facts->name));
    else if (const Job *oldest = m_look->oldest(facts->name); oldest && facts->waiting > 0)
        content.why = u"%1: %2"_s.arg(oldest->entity.text().section(u'/', 1), jobWhyLine(*oldest, m_session->mirror(), now));
    else if (facts->waiting == 0)
        content.why = tr("Nothing waits");
    for (const JobState state : kJobStates) {
        const QList<qint64> samples = m_pace->samples(facts->name, state);
        content.lines[static_cast<size_t>(state)] = paceLine(samples);
        content.spans[static_cast<size_t>(state)] = spanText(samples);
    }
    row->setContent(content);
}

void QueuesPage::showRows()
{
    if (!isVisible())
        return;
    for (QueueRow *row : std::as_const(m_rows))
        fillRow(row);
    const qint64 failed = m_counts->count(JobState::Failed);
    m_failed->setVisible(failed > 0 && !m_look->failed().isEmpty());
    if (m_session)
        m_failed->setGroups(m_look->failed(), failed, m_session->clusterNow());
}

void QueuesPage::showRefusals()
{
    const QString queues = m_actions->queueRefusal();
    for (QueueRow *row : std::as_const(m_rows))
        row->setRefusal(queues);
    const bool isAll = areAllPaused();
    m_all->setText(isAll ? tr("Resume all") : tr("Pause all"));
    m_all->setIconName(isAll ? "play"_L1 : "pause"_L1);
    m_all->setRefusal(queues);
    m_failed->setRefusal(m_actions->refusal());
}

bool QueuesPage::areAllPaused() const
{
    return std::ranges::all_of(m_counts->queues(), &QueueFacts::isPaused);
}

} // namespace muster
