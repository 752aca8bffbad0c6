// SPDX-License-Identifier: Apache-2.0
#pragma once
// Events in words: what kind it is, and one sentence about what happened. For the page, the drawer and copying.

#include "core/mirror/EventEntry.h"

#include <QList>

namespace muster {

//! What the events page can be narrowed to.
enum class EventGroup { // Kept by number: new ones come last.
    Membership, //!< Came, came back, left, was removed.
    Status,
    Changes,   //!< Agents, capabilities, cordon.
    Conflicts, //!< Two machines with one id.
    Refusals,  //!< Somebody asked for what he may not, or showed no valid token.
    Gaps,      //!< Updates that we missed.
    Work,      //!< Entities and their pins; jobs that failed.
};
inline constexpr EventGroup kEventGroups[] = {EventGroup::Membership, EventGroup::Status,   EventGroup::Changes, EventGroup::Work,
                                              EventGroup::Conflicts,  EventGroup::Refusals, EventGroup::Gaps};

//! The group of a kind word of EventEntry.
EventGroup eventGroupOf(const QString &kind);
//! "Joined and left".
QString eventGroupTitle(EventGroup group);
//! Name of the icon of a kind that has no status.
QLatin1StringView eventIcon(EventGroup group);

//! "Joined", "Status changed", "Refused": the kind alone.
QString eventKindText(const QString &kind);
//! What happened, without kind, time and node: "Online → Degraded: Memory 96 % for 3 beats", or
//! "anna asked to remove node-3: refused". Empty when the kind says it all.
QString eventDetailText(const EventEntry &entry);
//! Kind and details in one line without the time.
QString eventText(const EventEntry &entry);
//! The node it is about, for people; empty when it is about none.
QString eventNodeText(const EventEntry &entry);
//! "remove node-3" for "DELETE /api/v1/nodes/node-3"; the request itself when it is none that we know.
QString requestText(const QString &request);

} // namespace muster
