// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/StagedPins.h"

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Pins that are sent at once: enough to hide the way there and back, few enough to leave a control plane its breath.
constexpr int kSentAtOnce = 8;

//! The version to ask for: of a cluster that counts none, none.
std::optional<quint64> versionOf(const std::optional<Assignment> &seen)
{
    if (!seen)
        return 0; // Pinned nowhere.
    return seen->version > 0 ? std::optional(seen->version) : std::nullopt;
}

} // namespace

bool isSamePin(const std::optional<Assignment> &pin, const NodeId &node, AssignmentMode mode)
{
    return pin ? pin->node == node && pin->mode == mode : node.isEmpty();
}

StagedPins::StagedPins(EntitiesModel *entities, QObject *parent) : QObject(parent), m_entities(entities)
{
    connect(m_entities, &EntitiesModel::applied, this, &StagedPins::readEntities);
    connect(m_entities, &QAbstractItemModel::modelReset, this, &StagedPins::readEntities);
}

StagedPin *StagedPins::at(const EntityRef &entity)
{
    const auto place = m_places.constFind(entity);
    return place == m_places.constEnd() ? nullptr : &m_pins.at(*place);
}

const StagedPin *StagedPins::find(const EntityRef &entity) const
{
    const auto place = m_places.constFind(entity);
    return place == m_places.constEnd() ? nullptr : &m_pins.at(*place);
}

QList<StagedPin> StagedPins::all() const
{
    QList<StagedPin> pins;
    pins.reserve(count());
    for (const auto &[place, pin] : m_pins)
        pins.append(pin);
    return pins;
}

int StagedPins::conflicts() const
{
    return static_cast<int>(std::ranges::count_if(m_pins, [](const auto &one) { return one.second.isConflict; }));
}

template <typename IsGone>
bool StagedPins::removeIf(IsGone isGone)
{
    return std::erase_if(m_pins, [this, &isGone](const auto &one) {
        if (!isGone(one.second))
            return false;
        m_places.remove(one.second.entity);
        return true;
    }) > 0;
}

void StagedPins::stage(const EntityRef &entity, const NodeId &node, AssignmentMode mode)
{
    stage({Wanted{entity, node, mode}});
}

void StagedPins::stage(const QList<Wanted> &wanted)
{
    bool isOther = false;
    for (const Wanted &one : wanted)
        isOther = stageOne(one) || isOther;
    if (isOther)
        Q_EMIT changed();
}

//! Whether anything is different then.
bool StagedPins::stageOne(const Wanted &wanted)
{
    const EntityState *state = m_entities->find(wanted.entity);
    StagedPin *known = at(wanted.entity);
    if (!state || (known && known->progress == StagedPin::Progress::Sending))
        return false;
    if (isSamePin(state->assignment, wanted.node, wanted.mode)) {
        if (!known)
            return false;
        m_pins.erase(m_places.take(wanted.entity));
        return true;
    }
    const StagedPin pin{.entity = wanted.entity, .node = wanted.node, .mode = wanted.mode, .seen = state->assignment};
    if (known) {
        *known = pin;
    } else {
        m_places.insert(wanted.entity, m_next);
        m_pins.emplace(m_next++, pin);
    }
    return true;
}

void StagedPins::unstage(const EntityRef &entity)
{
    const StagedPin *pin = find(entity);
    if (!pin || pin->progress == StagedPin::Progress::Sending)
        return;
    m_pins.erase(m_places.take(entity));
    Q_EMIT changed();
}

void StagedPins::discard()
{
    if (removeIf([](const StagedPin &pin) { return pin.progress != StagedPin::Progress::Sending; }))
        Q_EMIT changed();
}

void StagedPins::useMine(const EntityRef &entity)
{
    const EntityState *state = m_entities->find(entity);
    StagedPin *pin = at(entity);
    if (!pin || !state)
        return;
    pin->seen = state->assignment;
    pin->isConflict = false;
    pin->progress = StagedPin::Progress::Staged;
    pin->error.reset();
    Q_EMIT changed();
}

void StagedPins::readEntities()
{
    bool isOther = false;
    QList<EntityRef> gone;
    for (auto &[place, pin] : m_pins) {
        if (pin.progress != StagedPin::Progress::Sending && !m_entities->find(pin.entity))
            gone.append(pin.entity);
        else if (pin.progress != StagedPin::Progress::Sending)
            isOther = readOne(&pin) || isOther;
    }
    const auto isDone = [this, &gone](const StagedPin &pin) {
        const EntityState *state = m_entities->find(pin.entity);
        return (!state && gone.contains(pin.entity)) || (pin.progress != StagedPin::Progress::Sending && state &&
                                             isSamePin(state->assignment, pin.node, pin.mode));
    };
    isOther = removeIf(isDone) || isOther; // Somebody else did just that.
    if (isOther)
        Q_EMIT changed();
    for (const EntityRef &entity : std::as_const(gone))
        Q_EMIT lost(entity);
}

//! Whether it is in another state now.
bool StagedPins::readOne(StagedPin *pin)
{
    const std::optional<Assignment> &now = m_entities->find(pin->entity)->assignment;
    const bool isAsSeen = pin->seen ? isSamePin(now, pin->seen->node, pin->seen->mode) : !now;
    const StagedPin before = *pin;
    if (isAsSeen) { // Perhaps changed and changed back: then another version is there, and the same thing is meant.
        pin->seen = now;
        pin->isConflict = false;
    } else {
        pin->isConflict = true;
    }
    return *pin != before;
}

void StagedPins::apply(const QString &note)
{
    if (isSending())
        return;
    m_done.clear();
    m_doneCount = m_failedCount = 0;
    for (auto &[place, pin] : m_pins) {
        if (pin.isConflict)
            continue;
        pin.progress = StagedPin::Progress::Sending;
        pin.error.reset();
        m_queue.append({.request = {pin.entity, pin.node, pin.mode, versionOf(pin.seen), note}, .before = pin.seen});
    }
    Q_EMIT changed();
    m_isRunning = true;
    sendNext();
    endIfDone(false); // There may have been nothing to send.
}

void StagedPins::undo()
{
    if (!canUndo() || !m_entities->session())
        return;
    m_doneCount = m_failedCount = 0;
    for (const Done &done : std::as_const(m_done)) {
        const NodeId node = done.before ? done.before->node : NodeId();
        const AssignmentMode mode = done.before ? done.before->mode : AssignmentMode::Preferred;
        m_queue.append({.request = {done.entity, node, mode, done.version, u"undo"_s}, .before = {}, .isUndo = true});
    }
    m_done.clear();
    m_isRunning = true;
    sendNext();
}

void StagedPins::sendNext()
{
    while (m_inFlight < kSentAtOnce && !m_queue.isEmpty()) {
        ++m_inFlight;
        send(m_queue.takeFirst());
    }
}

void StagedPins::send(const Sending &sending)
{
    ClusterSession *session = m_entities->session();
    if (!session) { // The cluster was closed meanwhile; nobody looks at the outcome.
        --m_inFlight;
        return;
    }
    Command *command = session->assign(sending.request);
    if (command->isFinished()) {
        take(sending, *command);
        return;
    }
    connect(command, &Command::finished, this, [this, sending, command] { take(sending, *command); });
}

void StagedPins::take(const Sending &sending, const Command &command)
{
    --m_inFlight;
    const bool isDone = command.state() == CommandState::Done;
    ++(isDone ? m_doneCount : m_failedCount);
    if (!sending.isUndo)
        takeStaged(sending, command);
    sendNext();
    endIfDone(sending.isUndo);
}

void StagedPins::takeStaged(const Sending &sending, const Command &command)
{
    StagedPin *pin = at(sending.request.entity);
    if (command.state() == CommandState::Done) {
        const std::optional<EntityState> &state = command.entityState();
        const bool isPinned = state && state->assignment;
        m_done.append({sending.request.entity, sending.before, isPinned ? state->assignment->version : 0});
        if (pin)
            m_pins.erase(m_places.take(pin->entity));
    } else if (pin) {
        pin->progress = StagedPin::Progress::Failed;
        pin->error = command.error();
        // The other's pin may be known here only in a moment; until then nothing is sent over it.
        pin->isConflict = pin->error && pin->error->code == "version"_L1;
    }
    Q_EMIT changed();
}

void StagedPins::endIfDone(bool isUndo)
{
    // An answer may come while it is still being sent: the end is told once.
    if (isSending() || !std::exchange(m_isRunning, false))
        return;
    if (isUndo)
        Q_EMIT undone(m_doneCount, m_failedCount);
    else
        Q_EMIT applied(m_doneCount, m_failedCount);
}

} // namespace muster
