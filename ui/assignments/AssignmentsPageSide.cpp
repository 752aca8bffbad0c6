// SPDX-License-Identifier: Apache-2.0
// What AssignmentsPage shows in the drawer: the review, or an entity; and what becomes of applied changes.
#include "ui/assignments/AssignmentsPage.h"

#include "ui/assignments/EntityDetails.h"
#include "ui/assignments/EntityTable.h"
#include "ui/assignments/ReviewPanel.h"
#include "ui/kit/ByteText.h"
#include "ui/kit/Toast.h"

#include <QStackedWidget>

namespace muster {

void AssignmentsPage::makeSide()
{
    m_side = new QStackedWidget(this);
    m_side->hide(); // Until a drawer takes it.
    m_review = new ReviewPanel(m_entities, m_pins, m_side);
    m_details = new EntityDetails(m_entities, m_pins, m_side);
    m_side->addWidget(m_review);
    m_side->addWidget(m_details);
    for (const DrawerFrame *drawer : {static_cast<DrawerFrame *>(m_review), static_cast<DrawerFrame *>(m_details)})
        connect(drawer, &DrawerFrame::closeRequested, this, &AssignmentsPage::sideCloseRequested);
    connect(m_details, &EntityDetails::jobsRequested, this, &AssignmentsPage::jobsRequested);
    connect(m_details, &EntityDetails::pinRequested, this, [this](const EntityRef &entity) {
        if (m_table->selectEntity(entity))
            pickNode();
    });
    connect(m_details, &EntityDetails::editRequested, this, &AssignmentsPage::editEntity);
    connect(m_details, &EntityDetails::removeRequested, this, [this](const EntityRef &entity) { removeEntities({entity}); });
}

void AssignmentsPage::showReview()
{
    if (m_pins->count() == 0) {
        m_toast->say(tr("Nothing is staged. Change a pin first."));
        return;
    }
    m_side->setCurrentWidget(m_review);
    Q_EMIT sideRequested();
    m_review->focusFirst();
}

void AssignmentsPage::openEntity(const EntityRef &entity)
{
    if (entity.id.isEmpty())
        return;
    m_details->setEntity(entity);
    m_side->setCurrentWidget(m_details);
    Q_EMIT sideRequested();
    m_table->selectEntity(entity);
}

void AssignmentsPage::showLog()
{
    if (m_table->currentEntity().id.isEmpty())
        return;
    openEntity(m_table->currentEntity());
    m_details->setTab(EntityDetails::LogTab);
}

void AssignmentsPage::showJobs()
{
    if (const EntityRef entity = m_table->currentEntity(); !entity.id.isEmpty())
        Q_EMIT jobsRequested(entity);
}

void AssignmentsPage::takeApplied(int done, int failed)
{
    if (done + failed == 0)
        return;
    if (failed > 0) { // What to do about it stands in the review, at each of them.
        m_toast->say(tr("%1 changed, %2 not: see the review").arg(countText(done), countText(failed)));
        m_side->setCurrentWidget(m_review);
        Q_EMIT sideRequested();
        return;
    }
    m_toast->say(done == 1 ? tr("1 pin changed") : tr("%1 pins changed").arg(countText(done)), tr("Undo"));
}

void AssignmentsPage::takeUndone(int done, int failed)
{
    if (failed == 0)
        m_toast->say(done == 1 ? tr("1 pin is as before") : tr("%1 pins are as before").arg(countText(done)));
    else
        m_toast->say(tr("%1 as before; %2 were changed since, or refused, and stay").arg(countText(done), countText(failed)));
}

void AssignmentsPage::undo()
{
    if (refuse(Feature::Assign))
        return;
    if (!m_pins->canUndo())
        m_toast->say(tr("There is nothing to take back."));
    else
        m_pins->undo();
}

} // namespace muster
