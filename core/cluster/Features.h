// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which verbs a cluster really has; the console hides or explains the rest.

#include <QFlags>

namespace muster {

//! A verb, or a family of them, of the Cluster contract.
enum class Feature {
    Follow = 0x01,   //!< Events arrive by themselves; without it the cluster is polled.
    Announce = 0x02, //!< Nodes can announce, beat and leave.
    Remove = 0x04,   //!< Nodes can be removed.
    Ping = 0x08,     //!< Nodes can be pinged.
    Restart = 0x10,  //!< The agents of a node can be restarted.
    Reach = 0x20,    //!< An address can be tested from there before a node is added.
    Tokens = 0x40,   //!< Tokens can be made, listed and revoked.
    Entities = 0x80, //!< Entities can be registered, changed and removed.
    Assign = 0x100,  //!< Entities can be pinned to nodes; they and their pins can be listed.
    Jobs = 0x200,    //!< Jobs can be submitted, watched, retried and cancelled; queues can be paused.
    Logs = 0x400,    //!< Output of agents and jobs can be read.
    Cordon = 0x800,  //!< Nodes can be cordoned and drained.
    Audit = 0x1000,  //!< Who did what can be read.
};
Q_DECLARE_FLAGS(Features, Feature)
Q_DECLARE_OPERATORS_FOR_FLAGS(Features)

} // namespace muster
