// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoDrains.h"

#include "core/base/Limits.h"
#include "core/domain/DrainRule.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The demo has one time; the rule wants a steady one.
SteadyTime steady(Timestamp at)
{
    return SteadyTime(milliseconds(at.msSinceEpoch));
}

QList<const DemoJob *> runningOn(const NodeId &node, const DemoQueue &queue)
{
    QList<const DemoJob *> jobs = queue.open();
    jobs.removeIf([&node](const DemoJob *one) { return one->job.state != JobState::Active || one->job.node != node; });
    return jobs;
}

} // namespace

void demoCordon(DemoNode *node, bool isCordoned)
{
    node->node.cordoned = isCordoned;
    if (!isCordoned) {
        node->node.drain.reset();
        node->isDrained = false;
    }
}

Result<void> demoDrain(DemoNode *node, const DrainRequest &request, const DemoQueue &queue, Timestamp now)
{
    if (request.deadline && (request.deadline->count() < 0 || *request.deadline > limits::kDrainDeadlineMost))
        return invalid(u"deadline"_s, u"deadline: must be at most 7 days, and not negative"_s);
    const int running = queue.runningOn(node->node.id());
    Drain drain = node->node.drain.value_or(Drain{running, running, {}, {}});
    drain.jobsLeft = running;
    drain.deadline.reset();
    const std::optional<milliseconds> span = request.isImmediate ? milliseconds(0) : request.deadline;
    if (span)
        drain.deadline = now + *span;
    node->node.cordoned = true;
    node->node.drain = drain;
    node->isDrained = false;
    return {};
}

Result<void> demoStopDrain(DemoNode *node)
{
    if (!node->node.drain)
        return conflict(u"%1 is not being drained"_s.arg(node->node.who.name), u"not-draining"_s);
    node->node.drain.reset();
    node->isDrained = false;
    return {};
}

bool demoLookAtDrain(DemoNode *node, DemoQueue *queue, Timestamp now)
{
    if (!node->node.drain)
        return false;
    Drain drain = *node->node.drain;
    const QList<const DemoJob *> running = runningOn(node->node.id(), *queue);
    drain.jobsLeft = static_cast<int>(running.size());
    drain.jobsAtStart = std::max(drain.jobsAtStart, drain.jobsLeft);
    drain.waitsFor.clear();
    const auto started = [now](const DemoJob *one) { return one->job.startedAt.value_or(now); };
    if (!running.isEmpty()) {
        const DemoJob *oldest = *std::ranges::min_element(running, {}, [started](const DemoJob *one) { return started(one).msSinceEpoch; });
        drain.waitsFor = drainWaitText(oldest->job.entity.id.text(), now - started(oldest));
    }
    const DrainSight sight{.running = drain.jobsLeft, .isClaiming = false,
                           .deadline = drain.deadline ? std::optional(steady(*drain.deadline)) : std::nullopt};
    const DrainStep step = drainStep(sight, steady(now));
    if (step == DrainStep::Requeue) {
        const JobError why{u"drained"_s, u"%1 is being drained and the time for what ran there was over"_s.arg(node->node.who.name)};
        for (const DemoJob *one : running)
            queue->giveBack(one->number, why, AttemptEnd::Requeued, now);
        return demoLookAtDrain(node, queue, now);
    }
    const bool isDone = step == DrainStep::Done;
    const bool hasChanged = drain != *node->node.drain || isDone != node->isDrained;
    node->node.drain = drain;
    node->isDrained = isDone;
    return hasChanged;
}

} // namespace muster
