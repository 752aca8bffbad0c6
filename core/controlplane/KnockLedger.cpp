// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/KnockLedger.h"

namespace muster {

namespace {

constexpr qsizetype kNodes = 256; // Followed singly; more are not told, and what they show is counted by source all the same.
constexpr milliseconds kOver = std::chrono::minutes(5); // Without a knock: longer than any node waits between two.

} // namespace

bool KnockLedger::note(const NodeId &node, Tell tell, SteadyTime now)
{
    if (!m_knocks.contains(node) && !makeRoom(now))
        return false;
    Knocks &knocks = m_knocks[node];
    if (now - knocks.last > kOver)
        knocks = {};
    knocks.last = now;
    ++knocks.count;
    if (tell == Tell::FromTheSecond && knocks.count < 2)
        return false;
    if (knocks.toldAt && now - *knocks.toldAt < kPause)
        return false;
    knocks.toldAt = now;
    return true;
}

bool KnockLedger::makeRoom(SteadyTime now)
{
    if (m_knocks.size() >= kNodes)
        m_knocks.removeIf([now](const std::pair<const NodeId &, Knocks &> &one) { return now - one.second.last > kOver; });
    return m_knocks.size() < kNodes;
}

} // namespace muster
