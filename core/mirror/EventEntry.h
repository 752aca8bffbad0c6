// SPDX-License-Identifier: Apache-2.0
#pragma once
// One line of the event list: a ClusterEvent without the node it carried.

#include "core/domain/ClusterEvent.h"

namespace muster {

//! Everything but beats becomes one, also when several changes of one node fall into one frame (F-5).
struct EventEntry {
    EventPosition position;
    Timestamp at;  //!< The control plane's clock; in ClusterMirror::events() corrected to ours where they differ (ux.md 3.3 c).
    QString kind;  //!< Word of ClusterEvent::kind(), or "missed-updates" for a gap that we noticed ourselves.
    NodeId node;   //!< Empty for a gap.
    QString name;  //!< Of the node, for people.
    std::optional<NodeStatus> status; //!< After it, where it told.
    std::optional<NodeStatus> before; //!< Before it, where we knew.
    QString text;  //!< The first reason, or what is known of a second machine; English; may be empty.
    QString request = {}; //!< Of a refusal: what was asked, "DELETE /api/v1/nodes/w1".
    QString source = {};  //!< Of a refusal: the address of who asked.
    int count = 0;        //!< Of refused callers: how many in that minute.

    bool operator==(const EventEntry &) const = default;
};

//! The entry for \a event, without `before`; nullopt for a beat.
std::optional<EventEntry> entryOf(const ClusterEvent &event);

} // namespace muster
