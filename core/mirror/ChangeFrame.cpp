// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ChangeFrame.h"

#include <algorithm>

namespace muster {

void ChangeFrame::inserted(int slot)
{
    const auto known = m_states.constFind(slot);
    const bool wasRemoved = known != m_states.constEnd() && known->fate == Fate::Removed;
    m_states.insert(slot, {wasRemoved ? Fate::RemovedInserted : Fate::Inserted, m_changes.inserted.size()});
    m_changes.inserted.append(slot);
}

void ChangeFrame::changed(int slot, Aspects aspects)
{
    if (!aspects)
        return;
    const auto known = m_states.constFind(slot);
    if (known == m_states.constEnd()) {
        m_states.insert(slot, {Fate::Changed, m_changes.changed.size()});
        m_changes.changed.append({slot, aspects});
    } else if (known->fate == Fate::Changed) {
        m_changes.changed[known->at].aspects |= aspects;
    }
}

void ChangeFrame::removed(int slot)
{
    const auto known = m_states.find(slot);
    if (known == m_states.end()) {
        m_states.insert(slot, {Fate::Removed, 0});
        m_changes.removed.append(slot);
        return;
    }
    switch (known->fate) {
    case Fate::Inserted: // Came and went: nobody needs to know.
        m_changes.inserted[known->at] = -1;
        m_states.erase(known);
        return;
    case Fate::RemovedInserted:
        m_changes.inserted[known->at] = -1;
        known->fate = Fate::Removed;
        return;
    case Fate::Changed:
        m_changes.changed[known->at].slot = -1;
        known->fate = Fate::Removed;
        m_changes.removed.append(slot);
        return;
    case Fate::Removed:
        return;
    }
}

ChangeSet ChangeFrame::take()
{
    m_changes.inserted.removeAll(-1);
    m_changes.changed.removeIf([](const ChangeSet::Change &change) { return change.slot < 0; });
    std::ranges::sort(m_changes.removed);
    m_states.clear();
    return std::exchange(m_changes, {});
}

} // namespace muster
