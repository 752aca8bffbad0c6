// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one frame changed in a ClusterMirror. Models turn it into row signals, views repaint no more than it names.

#include <QFlags>
#include <QList>

namespace muster {

//! A side of a node that can change by itself.
enum class Aspect {
    Identity = 0x01, //!< Name, role, address, capabilities, labels, platform, version.
    Status = 0x02,   //!< Status, reasons, cordon, drain; also the status shown, when our link changed.
    Load = 0x04,     //!< CPU, memory, history.
    Beat = 0x08,     //!< Time of the last beat, skew.
    Agents = 0x10,
};
Q_DECLARE_FLAGS(Aspects, Aspect)
Q_DECLARE_OPERATORS_FOR_FLAGS(Aspects)

//! Entities by slot (see EntitySlots), each at most once a list. Read in this order: a slot may be removed and inserted.
struct EntityChanges {
    QList<int> removed;  //!< Ascending.
    QList<int> inserted; //!< In the order they came.
    QList<int> changed;  //!< Neither removed nor inserted by this frame.

    bool operator==(const EntityChanges &) const = default;
    bool isEmpty() const { return removed.isEmpty() && inserted.isEmpty() && changed.isEmpty(); }
};

//! Nodes by slot (see ClusterMirror), each at most once a list. Read in this order: a slot may be removed and inserted.
struct ChangeSet {
    struct Change {
        int slot = -1;
        Aspects aspects;
        bool operator==(const Change &) const = default;
    };

    QList<int> removed;    //!< Ascending.
    QList<int> inserted;   //!< In the order they came.
    QList<Change> changed; //!< Neither removed nor inserted by this frame.
    int newEvents = 0;     //!< Entries put at the front of ClusterMirror::events().
    EntityChanges entities = {};

    bool operator==(const ChangeSet &) const = default;
    bool isEmpty() const
    {
        return removed.isEmpty() && inserted.isEmpty() && changed.isEmpty() && newEvents == 0 && entities.isEmpty();
    }
};

} // namespace muster
