// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/ShownStatus.h"

#include "core/base/Limits.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHighPercent = static_cast<int>(limits::kHighLoadShare * 100);

milliseconds beatAge(const Node &node, Timestamp now)
{
    return node.lastBeatAt ? std::max(milliseconds(0), now - *node.lastBeatAt) : milliseconds(0);
}

bool isSilent(const Node &node, const ShownContext &context)
{
    return node.lastBeatAt && node.offlineAfter.count() > 0 &&
           beatAge(node, context.now) > node.offlineAfter + context.pollInterval;
}

bool isLate(const Node &node, const ShownContext &context)
{
    return node.lastBeatAt && node.beatInterval.count() > 0 &&
           (beatAge(node, context.now) - context.pollInterval) * 2 > node.beatInterval * 3;
}

// What the console finds by itself, most important first; calls \a found(code, text maker) until it returns true.
template <typename Found>
void lookForTrouble(const Node &node, const ShownContext &context, const HistoryRing *history, Found found)
{
    for (const Agent &agent : node.agents) {
        if (agent.state == "crashed"_L1 || agent.state == "restarting"_L1) {
            if (found(reason::kAgentCrashed, [&] { return u"Agent %1 is %2"_s.arg(agent.name, agent.state); }))
                return;
        } else if (agent.state == "stuck"_L1) {
            if (found(reason::kAgentStuck, [&] { return u"Agent %1 makes no progress"_s.arg(agent.name); }))
                return;
        }
    }
    if (isLate(node, context)) {
        const auto late = [&] {
            return u"No beat for %1 s, one is due every %2 s"_s.arg(beatAge(node, context.now).count() / 1000)
                .arg(node.beatInterval.count() / 1000);
        };
        if (found(reason::kLateBeats, late))
            return;
    }
    const auto high = [](const QString &what) {
        return [what] { return u"%1 at or above %2 % for %3 beats"_s.arg(what).arg(kHighPercent).arg(limits::kHighLoadBeats); };
    };
    if (history && history->isMemoryHigh(kHighPercent, limits::kHighLoadBeats) &&
        found(reason::kMemoryHigh, high(u"Memory"_s)))
        return;
    if (history && history->isCpuHigh(kHighPercent, limits::kHighLoadBeats) && found(reason::kCpuHigh, high(u"CPU"_s)))
        return;
    if (node.clockSkew && std::chrono::abs(*node.clockSkew) > limits::kClockSkewDegrades) {
        const auto skewed = [&] { return u"Its clock is off by %1 s"_s.arg(node.clockSkew->count() / 1000); };
        if (found(reason::kClockSkew, skewed))
            return;
    }
    if (!context.majorityVersion.isEmpty() && !node.who.version.isEmpty() && node.who.version != context.majorityVersion)
        found(reason::kVersionDiffers,
              [&] { return u"Version %1, most nodes run %2"_s.arg(node.who.version, context.majorityVersion); });
}

bool hasTrouble(const Node &node, const ShownContext &context, const HistoryRing *history)
{
    bool isFound = false;
    lookForTrouble(node, context, history, [&isFound](QLatin1StringView, const auto &) { return isFound = true; });
    return isFound;
}

// The status while our link is up.
NodeStatus currentStatus(const Node &node, const ShownContext &context, const HistoryRing *history)
{
    const bool isAlive = node.status == NodeStatus::Online || node.status == NodeStatus::Degraded;
    // Called online, but never heard: the server takes registration for life.
    if (isAlive && !node.lastBeatAt)
        return NodeStatus::Joining;
    if (context.rules == LocalRules::Off)
        return node.status;
    const bool isUp = isAlive || node.status == NodeStatus::Draining || node.status == NodeStatus::Drained;
    if (isUp && isSilent(node, context))
        return NodeStatus::Offline;
    if (node.status == NodeStatus::Online && hasTrouble(node, context, history))
        return NodeStatus::Degraded;
    return node.status;
}

//! What was never heard cannot be lost sight of (ux.md 3.3: "and the node was seen before").
bool keepsItsWord(const Node &node, NodeStatus status)
{
    return !node.lastBeatAt && (status == NodeStatus::Failed || status == NodeStatus::Joining);
}

NextStep stepOfReason(const QString &code)
{
    using namespace reason;
    static const std::pair<QLatin1StringView, NextStep> steps[] = {
        {kDuplicateId, NextStep::ResolveTwin},   {kLateBeats, NextStep::CheckNetwork},
        {kMemoryHigh, NextStep::FreeMemory},     {kCpuHigh, NextStep::FreeCpu},
        {kAgentCrashed, NextStep::CheckAgents},  {kAgentStuck, NextStep::CheckAgents},
        {kVersionDiffers, NextStep::UpdateNode}, {kClockSkew, NextStep::SetClock},
        {kStoppedCleanly, NextStep::StartNode},
    };
    for (const auto &[prefix, step] : steps) {
        if (code.startsWith(prefix))
            return step;
    }
    return NextStep::None;
}

NextStep nextStepOf(const ShownStatus &shown)
{
    const NextStep byReason = shown.reasons.isEmpty() ? NextStep::None : stepOfReason(shown.reasons.constFirst().code);
    switch (shown.status) {
    case NodeStatus::Unknown:
        return shown.isAsOf ? NextStep::RetryLink : NextStep::WaitForBeat;
    case NodeStatus::Joining:
        return shown.isLate ? NextStep::CheckNode : NextStep::WaitForBeat;
    case NodeStatus::Failed:
        return NextStep::ReadFailure;
    case NodeStatus::Offline:
        return byReason == NextStep::None ? NextStep::CheckHost : byReason;
    case NodeStatus::Draining:
        return NextStep::StopDrain;
    case NodeStatus::Drained:
        return NextStep::Uncordon;
    case NodeStatus::Degraded:
        return byReason;
    case NodeStatus::Online:
        return NextStep::None;
    }
    Q_UNREACHABLE();
}

void addLocalReasons(const Node &node, const ShownContext &context, const HistoryRing *history, ShownStatus *shown)
{
    if (shown->status == NodeStatus::Offline && node.status != NodeStatus::Offline) {
        const auto seconds = beatAge(node, context.now).count() / 1000;
        shown->reasons.prepend({reason::kBeatsStopped, u"No beat for %1 s"_s.arg(seconds)});
    } else if (shown->status == NodeStatus::Degraded) {
        lookForTrouble(node, context, history, [shown](QLatin1StringView code, const auto &text) {
            const bool isKnown = std::ranges::any_of(
                shown->reasons, [code](const StatusReason &why) { return why.code.startsWith(code); });
            if (!isKnown)
                shown->reasons.append({code, text()});
            return false;
        });
    }
}

} // namespace

bool isCurrent(LinkState link)
{
    switch (link) {
    case LinkState::Live:
    case LinkState::Quiet:
    case LinkState::Polled:
        return true;
    case LinkState::Idle:
    case LinkState::Connecting:
    case LinkState::Reconnecting:
    case LinkState::Resyncing:
    case LinkState::Blocked:
        return false;
    }
    Q_UNREACHABLE();
}

NodeStatus shownStatusOnly(const Node &node, const ShownContext &context, const HistoryRing *history)
{
    if (isCurrent(context.link))
        return currentStatus(node, context, history);
    // Ages grow because of our link: they prove nothing about the node, so local rules rest.
    const NodeStatus last = currentStatus(node, {.link = context.link, .now = context.now, .rules = LocalRules::Off, .majorityVersion = {}, .pollInterval = context.pollInterval}, nullptr);
    return keepsItsWord(node, last) ? last : NodeStatus::Unknown;
}

ShownStatus shownStatus(const Node &node, const ShownContext &context, const HistoryRing *history)
{
    ShownStatus shown;
    shown.status = shownStatusOnly(node, context, history);
    shown.isAsOf = !isCurrent(context.link);
    shown.reasons = node.reasons;
    if (shown.isAsOf && shown.status == NodeStatus::Unknown && node.status != NodeStatus::Unknown)
        shown.was = node.status;
    if (shown.status == NodeStatus::Joining) {
        shown.age = std::max(milliseconds(0), context.now - node.registeredAt);
        shown.isLate = *shown.age > limits::kJoiningLate;
    } else if (node.lastBeatAt) {
        shown.age = beatAge(node, context.now);
    }
    if (context.rules == LocalRules::On && !shown.isAsOf)
        addLocalReasons(node, context, history, &shown);
    shown.isBeatLate = isLate(node, context);
    shown.nextStep = nextStepOf(shown);
    return shown;
}

int attentionRank(NodeStatus status)
{
    switch (status) {
    case NodeStatus::Failed:
        return 0;
    case NodeStatus::Offline:
        return 1;
    case NodeStatus::Degraded:
        return 2;
    case NodeStatus::Draining:
        return 3;
    case NodeStatus::Drained:
        return 4;
    case NodeStatus::Unknown:
        return 5;
    case NodeStatus::Joining:
        return 6;
    case NodeStatus::Online:
        return 7;
    }
    Q_UNREACHABLE();
}

} // namespace muster
