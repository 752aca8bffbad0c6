// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/EventBatcher.h"

#include "core/base/Limits.h"

namespace muster {

EventBatcher::EventBatcher(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(limits::kMirrorFrame);
    connect(&m_timer, &QTimer::timeout, this, &EventBatcher::flush);
}

void EventBatcher::add(ClusterEvent event)
{
    if (!m_timer.isActive()) {
        m_timer.start();
        m_since = m_clock.steadyNow();
    }
    m_position = event.position;
    if (std::optional<EventEntry> entry = entryOf(event))
        m_entries.push_back(std::move(*entry));

    const int at = static_cast<int>(m_events.size());
    if (!keepNode(event, at) && !keepEntity(event, at))
        return; // A conflict changes no node; its entry is all there is.
    m_events.emplace_back(std::move(event));
    ++m_living;
    if (m_events.size() >= static_cast<size_t>(limits::kFrameEvents) ||
        m_clock.steadyNow() - m_since > 2 * limits::kMirrorFrame)
        flush();
}

//! Makes \a event, which will stand at \a at, the newest of its node; false when it changes no node.
bool EventBatcher::keepNode(const ClusterEvent &event, int at)
{
    if (std::holds_alternative<NodeChanged>(event.what)) {
        Newest &newest = m_newest[event.node()];
        drop(&newest.changed);
        // The beat before it holds a sample that the change may not repeat.
        if (newest.beat >= 0) {
            drop(&newest.beatBefore);
            newest.beatBefore = std::exchange(newest.beat, -1);
        }
        newest.changed = at;
    } else if (std::holds_alternative<NodeBeat>(event.what)) {
        Newest &newest = m_newest[event.node()];
        drop(&newest.beat);
        newest.beat = at;
    } else if (std::holds_alternative<NodeRemoved>(event.what)) {
        Newest &newest = m_newest[event.node()];
        drop(&newest.removed);
        drop(&newest.beatBefore);
        drop(&newest.changed);
        drop(&newest.beat);
        newest.removed = at;
    } else {
        return false;
    }
    return true;
}

//! The same of an entity.
bool EventBatcher::keepEntity(const ClusterEvent &event, int at)
{
    if (const auto *changed = std::get_if<EntityChanged>(&event.what)) {
        NewestEntity &newest = m_newestEntities[changed->state.entity.ref];
        drop(&newest.changed);
        newest.changed = at;
        return true;
    }
    const auto *removed = std::get_if<EntityRemoved>(&event.what);
    if (!removed)
        return false;
    NewestEntity &newest = m_newestEntities[removed->entity];
    drop(&newest.removed);
    drop(&newest.changed);
    newest.removed = at;
    return true;
}

void EventBatcher::flush()
{
    m_timer.stop();
    if (m_events.empty() && m_entries.empty())
        return;
    EventBatch batch;
    batch.position = m_position;
    batch.entries = std::move(m_entries);
    batch.events.reserve(static_cast<size_t>(m_living));
    for (std::optional<ClusterEvent> &event : m_events) {
        if (event)
            batch.events.push_back(std::move(*event));
    }
    clear();
    Q_EMIT released(batch);
}

void EventBatcher::clear()
{
    m_timer.stop();
    m_events.clear();
    m_entries.clear();
    m_newest.clear();
    m_newestEntities.clear();
    m_living = 0;
}

void EventBatcher::drop(int *at)
{
    if (*at < 0)
        return;
    m_events[static_cast<size_t>(*at)].reset();
    *at = -1;
    --m_living;
}

} // namespace muster
