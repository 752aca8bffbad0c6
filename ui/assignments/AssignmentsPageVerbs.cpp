// SPDX-License-Identifier: Apache-2.0
// The verbs of AssignmentsPage on what is selected: pick a node, a mode, register, edit, remove.
#include "ui/assignments/AssignmentsPage.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/EntityTable.h"
#include "ui/assignments/EntityWords.h"
#include "ui/assignments/NodePicker.h"
#include "ui/assignments/RemoveEntityDialog.h"
#include "ui/assignments/SelectionBar.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"

#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What is wanted of \a state: staged, or there.
std::optional<Assignment> wantedPin(const EntityState &state, const StagedPin *staged)
{
    if (!staged)
        return state.assignment;
    if (staged->node.isEmpty())
        return std::nullopt;
    return Assignment{.entity = staged->entity, .node = staged->node, .mode = staged->mode, .updatedAt = {}, .updatedBy = {}};
}

} // namespace

//! Whether \a verb is refused now; says why.
bool AssignmentsPage::refuse(Feature verb)
{
    const QString reason = refusal(verb);
    if (!reason.isEmpty())
        m_toast->say(reason);
    return !reason.isEmpty();
}

void AssignmentsPage::pickNode()
{
    const ClusterSession *session = m_entities->session();
    m_picking = m_table->selectedEntities();
    if (refuse(Feature::Assign) || m_picking.isEmpty())
        return;
    const EntityState *first = m_entities->find(m_picking.first());
    if (!first)
        return;
    // Of several, what all of them need must be there.
    QStringList needs;
    bool isOneKind = true;
    for (const EntityRef &entity : std::as_const(m_picking)) {
        const EntityState *state = m_entities->find(entity);
        for (const QString &need : state ? state->entity.needs : QStringList()) {
            if (!needs.contains(need))
                needs.append(need);
        }
        isOneKind = isOneKind && entity.kind == first->entity.ref.kind;
    }
    const PlacementWorld world = placesOf(session->mirror());
    const std::optional<EntityKind> kind = isOneKind ? std::optional(first->entity.ref.kind) : std::nullopt;
    m_picker->choices()->setCandidates(rankedCandidates(needs, kind, world), m_entities->nodeName(m_entities->defaultNode()),
                                       [this](const NodeId &node) {
                                           const ClusterSession *now = m_entities->session();
                                           const Node *known = now ? now->mirror().find(node) : nullptr;
                                           return known ? known->status : NodeStatus::Unknown;
                                       });
    const std::optional<Assignment> pin = wantedPin(*first, m_pins->find(m_picking.first()));
    const bool isCellSeen = m_picking.size() == 1;
    const QRect anchor = isCellSeen ? m_table->controlRect(EntitiesModel::PinColumn)
                                    : QRect(m_selectionBar->mapToGlobal(QPoint(m_selectionBar->width() / 4, 0)), QSize(1, 1));
    m_picker->open(anchor, pin ? pin->node : NodeId(), pin ? pin->mode : AssignmentMode::Preferred);
}

//! Rows above it came or went: it stands at its own row.
void AssignmentsPage::placePicker()
{
    if (!m_picker->isVisible() || m_picking.size() != 1)
        return;
    if (m_table->currentEntity() == m_picking.first())
        m_picker->place(m_table->controlRect(EntitiesModel::PinColumn));
    else if (m_filter->rowOf(m_picking.first()) < 0)
        m_picker->hide();
}

void AssignmentsPage::stageMoved(const QList<EntityRef> &entities, const NodeId &node)
{
    if (refuse(Feature::Assign))
        return;
    QList<StagedPins::Wanted> wanted;
    for (const EntityRef &entity : entities) {
        const EntityState *state = m_entities->find(entity);
        const std::optional<Assignment> pin = state ? wantedPin(*state, m_pins->find(entity)) : std::nullopt;
        wanted.append({entity, node, pin ? pin->mode : AssignmentMode::Preferred});
    }
    m_pins->stage(wanted);
}

void AssignmentsPage::stagePicked(const NodeId &node, AssignmentMode mode)
{
    QList<StagedPins::Wanted> wanted;
    for (const EntityRef &entity : std::as_const(m_picking))
        wanted.append({entity, node, mode});
    m_pins->stage(wanted);
    m_table->setFocus(Qt::OtherFocusReason);
}

void AssignmentsPage::pickMode()
{
    const EntityState *state = m_entities->find(m_table->currentEntity());
    if (!state || refuse(Feature::Assign))
        return;
    const std::optional<Assignment> pin = wantedPin(*state, m_pins->find(state->entity.ref));
    if (!pin)
        return pickNode(); // A mode needs a pin.
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const AssignmentMode mode : {AssignmentMode::Preferred, AssignmentMode::Strict}) {
        QAction *action = menu->addAction(modeTitle(mode), this, [this, ref = state->entity.ref, mode] { stageMode({ref}, mode); });
        action->setToolTip(plainToolTip(modeMeaning(mode)));
        action->setCheckable(true);
        action->setChecked(pin->mode == mode);
        if (pin->mode == mode)
            menu->setActiveAction(action);
    }
    menu->setToolTipsVisible(true);
    menu->popup(m_table->controlRect(EntitiesModel::ModeColumn).bottomLeft() + QPoint(0, 2));
}

void AssignmentsPage::stageMode(const QList<EntityRef> &entities, AssignmentMode mode)
{
    if (refuse(Feature::Assign))
        return;
    QList<StagedPins::Wanted> wanted;
    for (const EntityRef &entity : entities) {
        const EntityState *state = m_entities->find(entity);
        const std::optional<Assignment> pin = state ? wantedPin(*state, m_pins->find(entity)) : std::nullopt;
        if (pin)
            wanted.append({entity, pin->node, mode});
    }
    if (wanted.isEmpty())
        m_toast->say(tr("None of them is pinned: pin them first."));
    m_pins->stage(wanted);
}

void AssignmentsPage::toggleMode()
{
    const QList<EntityRef> entities = m_table->selectedEntities();
    const EntityState *first = entities.isEmpty() ? nullptr : m_entities->find(entities.first());
    if (!first)
        return;
    const std::optional<Assignment> pin = wantedPin(*first, m_pins->find(first->entity.ref));
    const bool isStrict = pin && pin->mode == AssignmentMode::Strict;
    stageMode(entities, isStrict ? AssignmentMode::Preferred : AssignmentMode::Strict);
}

void AssignmentsPage::unpin()
{
    if (refuse(Feature::Assign))
        return;
    QList<StagedPins::Wanted> wanted;
    for (const EntityRef &entity : m_table->selectedEntities())
        wanted.append({entity, NodeId(), AssignmentMode::Preferred});
    m_pins->stage(wanted);
}

void AssignmentsPage::registerEntity()
{
    if (!refuse(Feature::Entities))
        openDialog(nullptr);
}

void AssignmentsPage::editEntity(const EntityRef &entity)
{
    const EntityState *state = m_entities->find(entity);
    if (state && !refuse(Feature::Entities))
        openDialog(&state->entity);
}

void AssignmentsPage::openDialog(const Entity *entity)
{
    auto *dialog = new EntityDialog(m_entities->session(), entity, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EntityDialog::saved, this, [this](const EntityRef &ref, bool isNew) {
        m_toast->say(isNew ? tr("Registered %1").arg(ref.text()) : tr("Changed %1").arg(ref.text()));
        m_awaited = ref;
        selectAwaited();
    });
    dialog->open();
}

//! What was just registered here is shown where it belongs, and selected.
void AssignmentsPage::selectAwaited()
{
    if (m_awaited.id.isEmpty() || m_entities->rowOf(m_awaited) < 0)
        return;
    m_filter->applyPending();
    if (!m_table->selectEntity(m_awaited))
        m_toast->say(tr("%1 is there; the filter hides it").arg(m_awaited.text()));
    m_awaited = {};
}

void AssignmentsPage::removeEntities(const QList<EntityRef> &entities)
{
    QList<EntityState> gone;
    for (const EntityRef &entity : entities) {
        if (const EntityState *state = m_entities->find(entity))
            gone.append(*state);
    }
    if (gone.isEmpty() || refuse(Feature::Entities))
        return;
    auto *dialog = new RemoveEntityDialog(*m_entities, gone, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, gone] {
        if (refuse(Feature::Entities)) // The link may have broken while the question stood there.
            return;
        for (const EntityState &state : gone)
            follow(m_entities->session()->removeEntity(state.entity.ref));
    });
    dialog->open();
}

void AssignmentsPage::follow(Command *command)
{
    const auto report = [this, command] {
        if (command->state() == CommandState::Failed)
            m_toast->say(u"%1: %2"_s.arg(command->name(), errorWords(command->error().value_or(Error{})).heading));
        else
            m_toast->say(tr("Removed %1").arg(command->name()));
    };
    if (command->isFinished())
        report();
    else
        connect(command, &Command::finished, this, report);
}

} // namespace muster
