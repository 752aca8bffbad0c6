// SPDX-License-Identifier: Apache-2.0
// What a person does on the page of queues: keys, menus, pause and resume.
#include "ui/jobs/JobActions.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/queues/QueueRow.h"
#include "ui/queues/QueuesPage.h"

#include <QKeyEvent>
#include <QMenu>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

void QueuesPage::want(const QString &queue, const std::optional<JobState> &state)
{
    JobQuery query;
    query.queue = queue;
    query.state = state;
    Q_EMIT jobsWanted(query);
}

void QueuesPage::turn(const QString &queue)
{
    if (const QueueFacts *facts = m_counts->find(queue))
        m_actions->pauseQueue(queue, !facts->isPaused);
}

void QueuesPage::turnAll()
{
    const bool isPaused = !areAllPaused();
    const QList<QueueFacts> queues = m_counts->queues();
    for (const QueueFacts &queue : queues) {
        if (queue.isPaused != isPaused)
            m_actions->pauseQueue(queue.name, isPaused);
    }
}

void QueuesPage::turnCurrent()
{
    if (const QueueRow *row = currentRow())
        turn(row->queue());
}

QueueRow *QueuesPage::currentRow() const
{
    const QWidget *focused = window()->focusWidget();
    const auto found = std::ranges::find_if(m_rows, [focused](const QueueRow *row) { return row == focused || row->isAncestorOf(focused); });
    return found == m_rows.end() ? nullptr : *found;
}

void QueuesPage::focusList()
{
    const auto found = std::ranges::find(m_rows, m_current, &QueueRow::queue);
    if (found != m_rows.end())
        (*found)->setFocus(Qt::ShortcutFocusReason);
    else if (!m_rows.isEmpty())
        m_rows.first()->setFocus(Qt::ShortcutFocusReason);
    else
        setFocus(Qt::ShortcutFocusReason);
}

void QueuesPage::step(int step)
{
    const qsizetype now = m_rows.indexOf(currentRow());
    const qsizetype next = std::clamp<qsizetype>(now < 0 ? 0 : now + step, 0, m_rows.size() - 1);
    if (m_rows.isEmpty())
        return;
    m_rows[next]->setFocus(Qt::TabFocusReason);
    m_current = m_rows[next]->queue();
    if (auto *area = qobject_cast<QScrollArea *>(m_stack->widget(0)))
        area->ensureWidgetVisible(m_rows[next], 0, 0);
}

void QueuesPage::showMenu(const QString &queue, const QPoint &at)
{
    const QueueFacts *facts = m_counts->find(queue);
    if (!facts)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addAction(themedIcon("jobs"_L1), tr("Show its jobs"), this, [this, queue] { want(queue, std::nullopt); });
    const auto only = [&](QLatin1StringView icon, const QString &text, JobState state, qint64 count) {
        QAction *action = menu->addAction(themedIcon(icon), text, this, [this, queue, state] { want(queue, state); });
        action->setEnabled(count > 0);
    };
    only("job-waiting"_L1, tr("Show what waits"), JobState::Waiting, facts->waiting);
    only("job-active"_L1, tr("Show what runs"), JobState::Active, facts->active);
    only("job-failed"_L1, tr("Show what failed"), JobState::Failed, facts->failed);
    menu->addSeparator();
    const auto verb = [&](QLatin1StringView icon, const QString &text, const QString &refusal) {
        QAction *action = menu->addAction(themedIcon(icon), text);
        action->setEnabled(refusal.isEmpty());
        action->setToolTip(plainToolTip(refusal));
        return action;
    };
    const QString retry = !m_actions->refusal().isEmpty() ? m_actions->refusal() : facts->failed > 0 ? QString() : tr("No job failed.");
    connect(verb("restart"_L1, tr("Retry what failed…"), retry), &QAction::triggered, this, [this, queue] {
        JobQuery query;
        query.queue = queue;
        m_actions->retryFailed(query);
    });
    connect(verb(facts->isPaused ? "play"_L1 : "pause"_L1, facts->isPaused ? tr("Resume") : tr("Pause"), m_actions->queueRefusal()),
            &QAction::triggered, this, [this, queue] { turn(queue); });
    menu->popup(at);
}

bool QueuesPage::takeKey(const QKeyEvent &key)
{
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (key.key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
        step(1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_K:
        step(-1);
        return true;
    case Qt::Key_Home:
        step(-static_cast<int>(m_rows.size()));
        return true;
    case Qt::Key_End:
        step(static_cast<int>(m_rows.size()));
        return true;
    case Qt::Key_P:
        turnCurrent();
        return true;
    default:
        return false;
    }
}

void QueuesPage::keyPressEvent(QKeyEvent *event)
{
    if (!takeKey(*event))
        QWidget::keyPressEvent(event);
}

//! Of the rows: else the area that they are in would scroll by the arrows.
bool QueuesPage::eventFilter(QObject *watched, QEvent *event)
{
    return (event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent *>(event))) || QWidget::eventFilter(watched, event);
}

void QueuesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_look->setWatched(true);
    showRows();
}

void QueuesPage::hideEvent(QHideEvent *event)
{
    if (const QueueRow *row = currentRow())
        m_current = row->queue();
    m_look->setWatched(false);
    QWidget::hideEvent(event);
}

} // namespace muster
