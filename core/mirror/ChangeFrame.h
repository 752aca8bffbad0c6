// SPDX-License-Identifier: Apache-2.0
#pragma once
// Gathers the changes of one frame into a ChangeSet in which each slot appears once a list. Used by ClusterMirror.

#include "core/mirror/ChangeSet.h"

#include <QHash>

namespace muster {

//! What happened to slots, in order; take() gives the net effect.
class ChangeFrame
{
public:
    void inserted(int slot);
    void changed(int slot, Aspects aspects);
    void removed(int slot);
    void addedEvent() { ++m_changes.newEvents; }
    ChangeSet take();

private:
    enum class Fate : quint8 { Inserted, Changed, Removed, RemovedInserted };
    struct State {
        Fate fate;
        qsizetype at; // In the list of what was inserted or changed.
    };
    QHash<int, State> m_states;
    ChangeSet m_changes; // Withdrawn entries have slot -1.
};

} // namespace muster
