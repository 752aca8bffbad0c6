// SPDX-License-Identifier: Apache-2.0
// The part of EventFeed that tells readers of some tenants how their queues are: events carry the counts of all, so that the cluster
// is asked for theirs. Events keep their order meanwhile.
#include "core/dialects/native/EventFeed.h"

#include "core/base/Limits.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/wire/SseWriter.h"

namespace muster {

void EventFeed::give(const std::shared_ptr<Group> &group, const ClusterEvent &event)
{
    const bool needsCounts = group->audience.isBound() && countsAll(event);
    if (!needsCounts && group->held.empty())
        return append(group.get(), event, {});
    group->held.push_back(event);
    if (group->held.size() > limits::kEventRing) // The cluster is silent. What they see of queues is mended by the next event.
        release(group, group->held.size(), {});
    else if (group->asked == 0)
        askCounts(group);
}

void EventFeed::append(Group *group, const ClusterEvent &event, const Own &own)
{
    const auto *job = std::get_if<JobChanged>(&event.what);
    if (job && group->audience.isBound() && group->audience.owns(job->entity.tenant))
        group->counts.noteTold(*job);
    group->gathered += frameFor(group, event, own);
}

void EventFeed::askCounts(const std::shared_ptr<Group> &group)
{
    group->asked = group->held.size();
    const auto take = [this, round = group->round, weak = std::weak_ptr(group)](const Result<QList<QueueFacts>> &own) {
        const std::shared_ptr<Group> asking = weak.lock();
        if (!asking || asking->round != round)
            return;
        release(asking, asking->asked, own ? Own(*own) : Own());
        sendSoon();
    };
    whenDone(this, m_cluster.queues(group->audience.reader()), take);
}

//! Those that came after the question are held until there is an answer to another one: \a own may be older than they are.
void EventFeed::release(const std::shared_ptr<Group> &group, size_t events, const Own &own)
{
    std::vector<ClusterEvent> held = std::exchange(group->held, {});
    group->asked = 0;
    ++group->round;
    for (size_t i = 0; i < events; ++i)
        append(group.get(), held[i], own);
    for (size_t i = events; i < held.size(); ++i)
        give(group, held[i]);
    for (Viewer &viewer : m_viewers) {
        if (viewer.group == group && viewer.own)
            viewer.own = own;
    }
    joinReady();
}

//! Lets those join that waited for their group to hold nothing.
void EventFeed::joinReady()
{
    std::vector<QPointer<SseWriter>> ready;
    for (const Viewer &viewer : m_viewers) {
        if (viewer.first && viewer.group->held.empty())
            ready.push_back(viewer.writer);
    }
    for (const QPointer<SseWriter> &writer : ready) {
        Viewer *viewer = find(writer);
        if (viewer && viewer->first)
            finishJoin(viewer);
    }
}

//! Everybody begins anew: what is held is in what they will read.
void EventFeed::dropHeld()
{
    for (const std::shared_ptr<Group> &group : m_groups) {
        group->held.clear();
        group->asked = 0;
        ++group->round;
    }
    joinReady();
}

QByteArray EventFeed::frameFor(Group *group, const ClusterEvent &event, const Own &own)
{
    if (isWholeFor(group->audience, event))
        return frameOf(event);
    const bool isCounted = group->audience.isBound() && countsAll(event);
    if (isCounted && !own)
        return NativeEventCodec::encodedWithheld(event);
    const std::optional<ClusterEvent> shown = isCounted ? group->counts.shown(event, *own) : shownTo(group->audience, event);
    return shown ? NativeEventCodec::encoded(*shown) : NativeEventCodec::encodedWithheld(event);
}

} // namespace muster
