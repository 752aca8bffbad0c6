// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps the newest event per node and thing and releases all once per frame, so that a storm costs one repaint a row.

#include "core/base/Clock.h"
#include "core/mirror/EventEntry.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <vector>

namespace muster {

//! What a frame holds: at most one NodeRemoved, one NodeChanged and two NodeBeats of each node, and one EntityRemoved and one
//! EntityChanged of each entity, in their order; and one
//! entry for every event that is not a beat, none left out (F-5).
struct EventBatch {
    std::vector<ClusterEvent> events;
    std::vector<EventEntry> entries;
    EventPosition position; //!< Of the last event that was added.
    bool isEmpty() const { return events.empty() && entries.empty(); }
};

//! One timer of limits::kMirrorFrame, armed only while something waits.
class EventBatcher final : public QObject
{
    Q_OBJECT
public:
    //! \a clock must outlive it.
    explicit EventBatcher(const Clock &clock, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(EventBatcher)

    //! Events in order. Releases by itself when a frame has passed although the timer could not fire, and when
    //! limits::kFrameEvents wait.
    void add(ClusterEvent event);
    //! Releases now what waits, if anything.
    void flush();
    //! Drops what waits.
    void clear();
    //! Events that would be released now.
    int pending() const { return m_living; }
    bool isArmed() const { return m_timer.isActive(); }

Q_SIGNALS:
    //! A frame's worth; never empty.
    void released(const muster::EventBatch &batch);

private:
    struct Newest {
        int removed = -1;
        int changed = -1;
        int beat = -1;       // After `changed`, when there is one.
        int beatBefore = -1; // The newest beat before `changed`.
    };
    struct NewestEntity {
        int removed = -1;
        int changed = -1;
    };
    bool keepNode(const ClusterEvent &event, int at);
    bool keepEntity(const ClusterEvent &event, int at);
    void drop(int *at);

    const Clock &m_clock;
    QTimer m_timer;
    SteadyTime m_since;
    std::vector<std::optional<ClusterEvent>> m_events;
    std::vector<EventEntry> m_entries;
    QHash<NodeId, Newest> m_newest;
    QHash<EntityRef, NewestEntity> m_newestEntities;
    EventPosition m_position;
    int m_living = 0;
};

} // namespace muster
