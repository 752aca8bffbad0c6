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
};
Q_DECLARE_FLAGS(Features, Feature)
Q_DECLARE_OPERATORS_FOR_FLAGS(Features)

} // namespace muster
