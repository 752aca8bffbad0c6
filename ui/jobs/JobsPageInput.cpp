// SPDX-License-Identifier: Apache-2.0
// What a person does on the page of jobs: keys, menus, filters that are set, cleared and kept.
#include "core/mirror/JobSearch.h"
#include "ui/jobs/JobActions.h"
#include "ui/jobs/JobList.h"
#include "ui/jobs/JobsPage.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

void JobsPage::fillQueueMenu()
{
    m_queueMenu->clear();
    const QString refusal = m_actions->queueRefusal();
    const QList<QueueFacts> queues = m_queues->queues();
    QAction *all = m_queueMenu->addAction(tr("All queues"), this, [this] { setFilters(withoutFilter(m_filters, u"queue:"_s)); });
    all->setCheckable(true);
    all->setChecked(m_filters.queue.isEmpty());
    for (const QueueFacts &queue : queues) {
        const QString text = tr("%1: %2 waiting, %3 active").arg(queue.name, countText(queue.waiting), countText(queue.active));
        QAction *only = m_queueMenu->addAction(queue.isPaused ? tr("%1, paused").arg(text) : text, this, [this, name = queue.name] {
            JobQuery filters = m_filters;
            filters.queue = name;
            setFilters(filters);
        });
        only->setCheckable(true);
        only->setChecked(m_filters.queue == queue.name);
    }
    m_queueMenu->addSeparator();
    for (const QueueFacts &queue : queues) {
        QAction *turn = m_queueMenu->addAction(themedIcon(queue.isPaused ? "play"_L1 : "pause"_L1),
                                               queue.isPaused ? tr("Resume %1").arg(queue.name) : tr("Pause %1").arg(queue.name), this,
                                               [this, queue] { m_actions->pauseQueue(queue.name, !queue.isPaused); });
        turn->setEnabled(refusal.isEmpty());
        turn->setToolTip(plainToolTip(refusal));
    }
    if (queues.isEmpty())
        m_queueMenu->addAction(tr("No queue has jobs yet"))->setEnabled(false);
}

//! Enter: filters that were typed become chips, the rest stays to be searched for.
void JobsPage::readField()
{
    m_typing.stop();
    const JobSearch typed = jobSearchOf(m_field->text());
    m_field->setText(typed.query.search);
    m_typing.stop();
    setFilters(joined(m_filters, typed.query));
    focusList();
}

void JobsPage::setFilters(const JobQuery &filters)
{
    m_filters = filters;
    m_filters.search.clear();
    apply();
}

void JobsPage::apply()
{
    m_typing.stop();
    const JobSearch typed = jobSearchOf(m_field->text());
    m_field->setInvalid(typed.complaint);
    m_complaint->setText(typed.complaint);
    m_jobs->setQuery(joined(m_filters, typed.query));
    showChips();
    showCounts();
    showState();
}

void JobsPage::showOnly(const JobQuery &query)
{
    m_field->setText(query.search);
    setFilters(query);
}

bool JobsPage::clearFilter()
{
    if (!m_jobs->isFiltered() && m_field->text().isEmpty())
        return false;
    m_field->clear();
    setFilters({});
    return true;
}

void JobsPage::showMenu(const QPoint &at)
{
    const QList<Job> jobs = m_list->selectedJobs();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    m_takesAll ? fillAllMenu(menu) : m_actions->fillMenu(menu, jobs);
    if (jobs.size() == 1 && !m_takesAll) {
        const Job &job = jobs.first();
        menu->addSeparator();
        menu->addAction(themedIcon("filter"_L1), tr("Only jobs of %1").arg(job.entity.text()), this, [this, entity = job.entity] {
            JobQuery filters = m_filters;
            filters.entity = entity;
            setFilters(filters);
        });
        if (!job.node.isEmpty()) {
            menu->addAction(themedIcon("filter"_L1), tr("Only jobs on %1").arg(job.node.text()), this, [this, node = job.node] {
                JobQuery filters = m_filters;
                filters.node = node;
                setFilters(filters);
            });
            menu->addAction(themedIcon("nodes"_L1), tr("Open the node"), this,
                            [this, node = job.node] { Q_EMIT m_actions->nodeRequested(node); });
        }
    }
    menu->popup(at);
}

QList<Job> JobsPage::selectedJobs() const
{
    const QList<Job> jobs = m_list->selectedJobs();
    return jobs.isEmpty() && m_shown ? m_shown() : jobs;
}

bool JobsPage::selectJob(const JobId &job)
{
    if (m_list->selectJob(job))
        return true;
    // One that was submitted just now is listed in a moment. Until then no other row is the one that keys are about.
    m_list->selectionModel()->clear();
    m_list->setWaits(true);
    auto *wait = new QObject(this);
    connect(wait, &QObject::destroyed, m_list, [this] { m_list->setWaits(false); });
    connect(m_jobs, &QAbstractItemModel::rowsInserted, wait, [this, job, wait] {
        if (m_list->selectJob(job))
            wait->deleteLater();
    }, Qt::QueuedConnection);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, wait, &QObject::deleteLater); // The person chose.
    return false;
}

void JobsPage::step(int step)
{
    const int row = std::clamp(m_list->currentIndex().row() + step, 0, m_jobs->rowCount() - 1);
    if (row >= 0 && row < m_jobs->rowCount())
        m_list->selectJob(m_jobs->jobAt(row).id);
}

void JobsPage::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void JobsPage::focusList()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
    if (!m_list->waits() && !m_list->currentIndex().isValid() && m_jobs->rowCount() > 0)
        m_list->selectionModel()->setCurrentIndex(m_jobs->index(0), QItemSelectionModel::NoUpdate);
}

QString JobsPage::saveState() const
{
    return filterWordsOf(m_filters).join(u' ');
}

void JobsPage::restoreState(const QString &state)
{
    setFilters(jobSearchOf(state).query);
}

void JobsPage::keyPressEvent(QKeyEvent *event)
{
    // Only what no child took comes here; letters act while the list has the focus.
    if (event->matches(QKeySequence::Find))
        return focusFilter();
    if (event->key() == Qt::Key_Escape && clearFilter())
        return;
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (!m_list->hasFocus() || !isPlain)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Slash:
        return focusFilter();
    case Qt::Key_R:
        return act(JobVerb::Retry);
    case Qt::Key_X:
        return act(JobVerb::Cancel);
    case Qt::Key_Delete:
        return act(JobVerb::Discard);
    case Qt::Key_S:
        m_actions->submit({}, m_jobs->query().entity);
        return;
    case Qt::Key_BracketLeft:
        return step(-1);
    case Qt::Key_BracketRight:
        return step(1);
    default:
        QWidget::keyPressEvent(event);
    }
}

bool JobsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
            m_field->clear();
            apply();
            return true;
        }
        if (key == Qt::Key_Down) {
            apply();
            focusList();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace muster
