// SPDX-License-Identifier: Apache-2.0
// How many jobs match, and verbs on all of them, also on those that nobody scrolled to.
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobList.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/Button.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr milliseconds kCountApart{10'000}; // Counting reads all that match.

//! Whether the counts of the queues say how many \a query lists.
bool isCounted(const JobQuery &query)
{
    return !query.entity && query.node.isEmpty() && query.search.isEmpty();
}

} // namespace

QWidget *JobsPage::makeTakeBar()
{
    auto *bar = new Panel(&Tokens::selection, this);
    bar->setFrame(6);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(scaled(12), scaled(4), scaled(4), scaled(4));
    layout->setSpacing(scaled(12));
    m_takeText = new PlainLabel(Type::BodyMedium, &Tokens::text, bar);
    layout->addWidget(m_takeText, 1);
    m_take = new Button({}, ButtonKind::Secondary, bar);
    layout->addWidget(m_take);
    bar->hide();
    connect(m_take, &QPushButton::clicked, this, [this] {
        setTakesAll(!m_takesAll);
        m_list->setFocus(Qt::OtherFocusReason);
    });
    return bar;
}

std::optional<qint64> JobsPage::hits() const
{
    const JobQuery &query = m_jobs->query();
    if (isCounted(query)) {
        if (!m_queues->isKnown())
            return std::nullopt;
        return query.state ? m_queues->count(*query.state, query.queue) : m_queues->count(query.queue);
    }
    if (m_jobs->phase() == JobsModel::Phase::Ready && !m_jobs->hasMore())
        return m_jobs->rowCount();
    return m_counted;
}

QString JobsPage::hitsText() const
{
    const std::optional<qint64> known = hits();
    if (known && !(m_isCountedPart && *known == m_counted))
        return countText(*known);
    return tr("%1+").arg(countText(std::max<qint64>(known.value_or(0), m_jobs->rowCount())));
}

//! Asks how many match when nobody knows: a search over all pages has no number of its own.
void JobsPage::countHits()
{
    const bool isNeeded = isVisible() && m_jobs->phase() == JobsModel::Phase::Ready && m_jobs->hasMore() && !isCounted(m_jobs->query());
    const bool isFresh = m_countedAt && m_session && m_session->clock().steadyNow() - *m_countedAt < kCountApart;
    if (!isNeeded || m_gather || isFresh || !m_session || !m_session->isLive())
        return;
    m_gather = new JobGather(m_session, m_jobs->query(), this);
    connect(m_gather, &JobGather::finished, this, [this, gather = m_gather.data()] {
        m_countedAt = m_session ? std::optional(m_session->clock().steadyNow()) : std::nullopt;
        if (!gather->error()) {
            m_counted = gather->jobs().size();
            m_isCountedPart = gather->hasMore();
        }
        gather->deleteLater();
        m_gather = nullptr;
        showCounts();
        showTake();
    });
    m_gather->start();
}

//! Another query has another number.
void JobsPage::forgetHits()
{
    if (m_gather) {
        m_gather->disconnect(this);
        m_gather->deleteLater();
        m_gather = nullptr;
    }
    m_counted.reset();
    m_countedAt.reset();
    m_isCountedPart = false;
    setTakesAll(false);
    countHits(); // The first page may be in already.
}

void JobsPage::setTakesAll(bool takesAll)
{
    m_takesAll = takesAll;
    showTake();
    const auto selected = m_list->selectionModel()->selectedIndexes().size();
    Q_EMIT selectionChanged(static_cast<int>(m_takesAll ? std::max<qint64>(hits().value_or(0), selected) : selected));
}

void JobsPage::showTake()
{
    const auto selected = m_list->selectionModel()->selectedIndexes().size();
    const bool isOffered = m_jobs->hasMore() && selected > 1 && selected == m_jobs->rowCount();
    m_takeBar->setVisible(m_takesAll || isOffered);
    if (m_takesAll) {
        m_takeText->setText(tr("All %1 that match are selected, also those that are not listed yet").arg(hitsText()));
        m_take->setText(tr("Only what is listed"));
        m_take->setToolTip({});
    } else if (isOffered) {
        m_takeText->setText(tr("%1 of %2 selected").arg(countText(selected), hitsText()));
        m_take->setText(tr("Take all %1").arg(hitsText()));
        m_take->setToolTip(tr("Ctrl+A once more does the same"));
    }
}

//! The selection changed; a row that goes by itself is no choice of a person.
void JobsPage::readSelection()
{
    if (m_takesAll && m_isRemoving)
        return;
    setTakesAll(false);
}

void JobsPage::act(JobVerb verb)
{
    if (m_takesAll)
        return m_actions->onAll(verb, m_jobs->query());
    const QList<Job> jobs = selectedJobs();
    if (verb == JobVerb::Retry)
        m_actions->retry(jobs);
    else if (verb == JobVerb::Cancel)
        m_actions->cancel(jobs);
    else
        m_actions->discard(jobs);
}

void JobsPage::fillAllMenu(QMenu *menu)
{
    const QString refusal = m_actions->refusal();
    const auto add = [&](QLatin1StringView icon, const QString &text, const QKeySequence &key, JobVerb verb) {
        QAction *action = menu->addAction(themedIcon(icon), text, this, [this, verb] { act(verb); });
        action->setShortcut(key);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(refusal.isEmpty());
        action->setToolTip(plainToolTip(refusal));
    };
    add("restart"_L1, tr("Retry all that match…"), Qt::Key_R, JobVerb::Retry);
    add("stop"_L1, tr("Cancel all that match…"), Qt::Key_X, JobVerb::Cancel);
    add("trash"_L1, tr("Discard all that match…"), QKeySequence::Delete, JobVerb::Discard);
}

} // namespace muster
