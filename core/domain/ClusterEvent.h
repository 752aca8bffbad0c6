// SPDX-License-Identifier: Apache-2.0
#pragma once
// One numbered change of cluster state. Later kinds of change join the variant.

#include "core/domain/Job.h"

#include <variant>

namespace muster {

//! Why a NodeChanged happened.
enum class NodeChange {
    Joined,    //!< First announcement of this id.
    Returned,  //!< Announced again after it had been removed.
    Announced, //!< Announced again: it restarted, or we did.
    Status,    //!< Its status or the reasons for it changed.
    Left,      //!< It said goodbye.
    Updated,   //!< Something else about it: agents, capabilities, cordon.
};

//! A node is new or different; carries all of it.
struct NodeChanged {
    Node node;
    NodeChange change = NodeChange::Updated;
    bool operator==(const NodeChanged &) const = default;
};

//! A node beat and nothing but its load and age changed. The most frequent event by far, hence so small.
struct NodeBeat {
    NodeId id;
    Timestamp at;
    Load load;
    std::optional<milliseconds> clockSkew;
    bool operator==(const NodeBeat &) const = default;
};

//! A node was removed by a person; not the same as offline.
struct NodeRemoved {
    NodeId id;
    QString name;
    bool operator==(const NodeRemoved &) const = default;
};

//! A second machine announced itself with the id of a living node and was refused (M-8).
struct NodeConflict {
    NodeId id;
    QString text; //!< One sentence with what is known of the second machine.
    bool operator==(const NodeConflict &) const = default;
};

//! Somebody we know asked for what their token does not allow (T-4).
struct AccessRefused {
    QString who;    //!< Name of the token, or "node NAME".
    QString what;   //!< "DELETE /api/v1/nodes/w1".
    QString source; //!< Address of the peer.
    QString text;   //!< Why, one sentence.
    bool operator==(const AccessRefused &) const = default;
};

//! Callers without a valid token were refused: counted, one event a source and minute.
struct CallersRefused {
    QString source; //!< Address of the peer; "others" for those beyond the sources that are counted singly.
    int count = 0;  //!< In that minute.
    bool operator==(const CallersRefused &) const = default;
};

//! An entity is new or different, or its pin or place is; carries all of it.
struct EntityChanged {
    EntityState state;
    bool operator==(const EntityChanged &) const = default;
};

//! An entity was removed, with its pin.
struct EntityRemoved {
    EntityRef entity;
    bool operator==(const EntityRemoved &) const = default;
};

//! A job's state, node or attempt changed; what it was made of and its result are read with job(). Beyond
//! limits::kJobEventsPerSecond jobs are not told singly: QueueChanged::changes says that there were more.
struct JobChanged {
    JobId job;
    QString queue;
    EntityRef entity;
    JobState state = JobState::Waiting;
    int attemptsMade = 0;
    int attempts = 0;
    NodeId node;
    std::optional<Waiting> waitingFor;
    std::optional<JobError> error;
    bool operator==(const JobChanged &) const = default;
};

//! A queue was paused or resumed, or its counts moved; at most one a queue and limits::kJobSweep.
struct QueueChanged {
    QueueFacts queue;
    quint64 changes = 0; //!< Changes of jobs in it since the control plane started.
    bool operator==(const QueueChanged &) const = default;
};

//! Where a cluster's events are: numbers count up by one within an epoch; a control plane that restarts begins a new epoch.
struct EventPosition {
    QString epoch;
    quint64 number = 0;
    bool operator==(const EventPosition &) const = default;

    //! "<epoch>-<number>", the id of a server-sent event. Source: interface.md.
    QString toText() const;
    //! Reads toText(); nullopt for anything else.
    static std::optional<EventPosition> fromText(const QString &text);
};

//! What an event tells.
using ClusterChange = std::variant<NodeChanged, NodeBeat, NodeRemoved, NodeConflict, AccessRefused, CallersRefused,
                                   EntityChanged, EntityRemoved, JobChanged, QueueChanged>;

struct ClusterEvent {
    EventPosition position;
    Timestamp at; //!< The control plane's clock.
    ClusterChange what;
    bool operator==(const ClusterEvent &) const = default;

    //! The word on the wire: "node-joined", "node-returned", "node-announced", "node-status", "node-left",
    //! "node-updated", "node-beat", "node-removed", "node-conflict", "access-refused", "callers-refused",
    //! "entity-changed", "entity-removed", "job-changed", "queue-changed".
    QString kind() const;
    //! The node that this is about; empty when it is about none.
    NodeId node() const;
};

//! "node-joined" … for a NodeChanged.
QString kindOf(NodeChange change);

} // namespace muster
