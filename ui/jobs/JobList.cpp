// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/JobList.h"

#include "ui/jobs/JobRowDelegate.h"
#include "ui/jobs/JobText.h"
#include "ui/kit/FocusRing.h"
#include "ui/kit/LineText.h"
#include "ui/kit/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! j and k are the arrows.
int arrowOf(const QKeyEvent &event)
{
    if (event.modifiers() != Qt::NoModifier)
        return event.key();
    return event.key() == Qt::Key_J ? Qt::Key_Down : event.key() == Qt::Key_K ? Qt::Key_Up : event.key();
}

} // namespace

JobList::JobList(JobsModel *jobs, QWidget *parent) : QListView(parent), m_jobs(jobs)
{
    setModel(jobs);
    setItemDelegate(new JobRowDelegate(jobs, this));
    setAccessibleName(tr("Jobs, newest first"));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalScrollBar()->setSingleStep(jobRowHeight());
    setFocusRadius(this, kNoFocusRing);
    jobs->setSpeech([jobs](const Job &job) {
        const ClusterSession *session = jobs->session();
        return session ? jobSpoken(job, session->mirror(), session->clusterNow()) : QString();
    });
    connect(jobs, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { makeRoom(first, last); });
    connect(jobs, &JobsModel::applied, this, &JobList::tellSeen);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &JobList::tellSeen);
    connect(this, &QListView::doubleClicked, this, &JobList::openCurrent);
}

QList<int> JobList::selectedRows() const
{
    QList<int> rows;
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    for (const QModelIndex &index : selected)
        rows += index.row();
    std::ranges::sort(rows);
    return rows;
}

QList<Job> JobList::selectedJobs() const
{
    QList<Job> jobs;
    const QList<int> rows = selectedRows();
    for (const int row : rows)
        jobs += m_jobs->jobAt(row);
    if (jobs.isEmpty() && currentIndex().isValid())
        jobs += m_jobs->jobAt(currentIndex().row());
    return jobs;
}

JobId JobList::currentJob() const
{
    return currentIndex().isValid() ? m_jobs->jobAt(currentIndex().row()).id : JobId();
}

bool JobList::selectJob(const JobId &job)
{
    const int row = m_jobs->rowOf(job);
    if (row < 0)
        return false;
    const QModelIndex index = m_jobs->index(row);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index);
    return true;
}

QString JobList::selectedText() const
{
    QStringList lines;
    const QList<int> rows = selectedRows();
    for (const int row : rows)
        lines += m_jobs->index(row).data(Qt::DisplayRole).toString();
    return lines.join(u'\n');
}

void JobList::makeRoom(int first, int last)
{
    if (verticalScrollBar()->value() == 0 || first > indexAt(QPoint(1, 1)).row())
        return;
    // What is read must not move: what came above pushes the bar down by its height.
    const int wanted = verticalScrollBar()->value() + (last - first + 1) * jobRowHeight();
    executeDelayedItemsLayout(); // Else the bar does not reach that far yet.
    verticalScrollBar()->setValue(wanted);
}

void JobList::tellSeen()
{
    const int first = verticalScrollBar()->value() / std::max(1, jobRowHeight());
    m_jobs->setSeen(first, first + viewport()->height() / std::max(1, jobRowHeight()) + 1);
}

void JobList::focusInEvent(QFocusEvent *event)
{
    // A view puts its cursor on the first row when it has none.
    m_waits ? QAbstractScrollArea::focusInEvent(event) : QListView::focusInEvent(event);
    viewport()->update();
}

void JobList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    tellSeen();
}

void JobList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(selectedText());
        return;
    }
    if (event->matches(QKeySequence::SelectAll) && m_jobs->hasMore() && selectionModel()->selectedIndexes().size() == m_jobs->rowCount()) {
        Q_EMIT allWanted();
        return;
    }
    const int key = arrowOf(*event);
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        openCurrent();
        return;
    }
    if (key != event->key()) {
        QKeyEvent arrow(event->type(), key, Qt::NoModifier);
        QListView::keyPressEvent(&arrow);
        return;
    }
    // Letters are commands here, not a search by typing.
    const bool isCommand = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (!isCommand && !event->text().isEmpty() && event->text().at(0).isPrint() && key != Qt::Key_Space) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void JobList::contextMenuEvent(QContextMenuEvent *event)
{
    QModelIndex index = currentIndex();
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        index = indexAt(viewport()->mapFromGlobal(at));
        if (index.isValid() && !selectionModel()->isSelected(index))
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    } else if (index.isValid()) {
        scrollTo(index);
        at = viewport()->mapToGlobal(visualRect(index).bottomLeft());
    }
    if (index.isValid())
        Q_EMIT menuRequested(at);
}

void JobList::openCurrent()
{
    if (currentIndex().isValid())
        Q_EMIT openRequested(currentJob());
}

JobHead::JobHead(const JobList *list, QWidget *parent) : QWidget(parent), m_list(list)
{
    setFixedHeight(scaled(32));
    setToolTip(tr("Newest created first. Age counts from when a job was created; one that is delayed says when it starts."));
}

void JobHead::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    const JobRowPlaces places = jobRowPlaces(QRectF(0, 0, m_list->viewport()->width(), height() - 1));
    const auto title = [&](QRectF place, const QString &text, Qt::AlignmentFlag side) {
        if (place.isEmpty())
            return;
        if (layoutDirection() == Qt::RightToLeft)
            place.moveLeft(width() - place.right());
        drawLine(&painter, place, Type::SmallStrong, t.text2, text, QStyle::visualAlignment(layoutDirection(), side));
    };
    title(places.shape.united(places.state), tr("State"), Qt::AlignLeft);
    title(places.id, tr("Job"), Qt::AlignLeft);
    title(places.entity, tr("Entity"), Qt::AlignLeft);
    title(places.node, tr("Node"), Qt::AlignLeft);
    title(places.why, tr("Why"), Qt::AlignLeft);
    title(places.took, tr("Took"), Qt::AlignRight);
    title(places.age, tr("Age") + u" ↓"_s, Qt::AlignRight);
    title(places.tries, tr("Tries"), Qt::AlignRight);
}

} // namespace muster
