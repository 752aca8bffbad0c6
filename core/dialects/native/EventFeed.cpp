// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/native/EventFeed.h"

#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/wire/SseWriter.h"

#include <algorithm>

namespace muster {

namespace {

// A write costs the kernel about 8 us, whether it carries one event or sixteen: viewers beyond these wait for several
// events, for one millisecond more each. A thousand then get 50 writes a second each, and a core has time for the rest.
constexpr int kViewersPerMillisecond = 50;
constexpr milliseconds kGatherMost{20}; // Less than half a frame of the console (limits::kMirrorFrame).

// A mirror that is not told each job reads its page again when a queue's counts say that there were more. Whoever is bound to tenants
// sees no counts, and is told this often at most.
constexpr milliseconds kBoundResync{5000};

milliseconds gatherTime(size_t viewers)
{
    return std::min(kGatherMost, milliseconds(viewers / kViewersPerMillisecond));
}

} // namespace

EventFeed::EventFeed(Cluster &cluster, QObject *parent) : QObject(parent), m_cluster(cluster)
{
    m_gathering.setSingleShot(true);
    m_gathering.setTimerType(Qt::PreciseTimer);
    connect(&m_gathering, &QTimer::timeout, this, &EventFeed::sendGathered);
    m_boundResync.setSingleShot(true);
    m_boundResync.setInterval(kBoundResync);
    connect(&m_boundResync, &QTimer::timeout, this, &EventFeed::resyncBound);
    connect(&cluster, &Cluster::eventArrived, this, &EventFeed::publish);
    connect(&cluster, &Cluster::resyncNeeded, this, [this] {
        if (m_position)
            restart(*m_position);
    });
}

void EventFeed::add(SseWriter *writer, const QString &lastId, const Audience &audience)
{
    m_viewers.push_back({.writer = writer, .group = ensureGroup(audience)});
    connect(writer, &SseWriter::closed, this, [this, writer] { forget(writer); });
    const std::optional<EventPosition> after = EventPosition::fromText(lastId);
    if (after)
        replay(writer, *after);
    else
        joinNow(writer, !lastId.isEmpty());
}

void EventFeed::replay(SseWriter *writer, const EventPosition &after)
{
    const QPointer<SseWriter> reader = writer;
    whenDone(this, m_cluster.eventsAfter(after), [this, reader, after](const Result<QList<ClusterEvent>> &events) {
        Viewer *viewer = find(reader);
        if (!viewer)
            return;
        if (!events)
            return joinNow(reader, true);
        if (!viewer->group->audience.isBound())
            return replayFor(reader, after, *events, {});
        whenDone(this, m_cluster.queues(viewer->group->audience.reader()),
                 [this, reader, after, events = *events](const Result<QList<QueueFacts>> &own) {
                     replayFor(reader, after, events, own ? Own(*own) : Own());
                 });
    });
}

void EventFeed::replayFor(SseWriter *writer, const EventPosition &after, const QList<ClusterEvent> &events, const Own &own)
{
    Viewer *viewer = find(writer);
    if (!viewer)
        return;
    QByteArray first = NativeEventCodec::encodedOpening(after);
    for (const ClusterEvent &event : events) {
        first += frameFor(viewer->group.get(), event, own);
        if (first.size() > limits::kSseReplayBytes)
            return joinNow(writer, true);
    }
    join(viewer, first, events.isEmpty() ? after.number : events.last().position.number, own);
}

void EventFeed::joinNow(SseWriter *writer, bool isResync)
{
    const auto open = [this, isResync](Viewer *viewer) {
        QByteArray first = NativeEventCodec::encodedOpening(*m_position);
        if (isResync)
            first += NativeEventCodec::encodedResync(*m_position);
        join(viewer, first, m_position->number, {}); // Whoever begins anew reads the counts by itself.
    };
    if (m_position)
        return open(find(writer));
    // Nothing has happened since the server started: the position is only known to the cluster.
    const QPointer<SseWriter> reader = writer;
    whenDone(this, m_cluster.snapshot(), [this, reader, open](const Result<ClusterSnapshot> &snapshot) {
        Viewer *viewer = find(reader);
        if (!viewer)
            return;
        if (!snapshot) {
            qCWarning(logWire) << "an event stream cannot begin:" << snapshot.error().text();
            reader->close();
            return;
        }
        if (!m_position)
            m_position = snapshot->position;
        open(viewer);
    });
}

void EventFeed::join(Viewer *viewer, const QByteArray &first, quint64 sent, const Own &own)
{
    viewer->first = first;
    viewer->sent = sent;
    viewer->own = own;
    finishJoin(viewer);
}

//! Later, when its group holds events back: it has them in what waits, and must not get them twice.
void EventFeed::finishJoin(Viewer *viewer)
{
    const QPointer<SseWriter> reader = viewer->writer;
    sendGathered(); // To the others: this one has it in what waits.
    viewer = find(reader);
    if (!viewer || !viewer->group->held.empty())
        return;
    QByteArray bytes = *std::exchange(viewer->first, {});
    for (const ClusterEvent &event : std::exchange(viewer->waiting, {})) {
        if (event.position.number > viewer->sent)
            bytes += frameFor(viewer->group.get(), event, viewer->own);
    }
    viewer->own.reset();
    viewer->isJoining = false;
    viewer->writer->send(bytes); // Last: it may close the writer, which forgets the viewer.
}

void EventFeed::publish(const ClusterEvent &event)
{
    const bool isNewEpoch = m_position && m_position->epoch != event.position.epoch;
    m_position = event.position;
    if (m_viewers.empty())
        return;
    if (isNewEpoch)
        restart({event.position.epoch, event.position.number - 1});
    countJobs(event);
    for (Viewer &viewer : m_viewers) {
        if (viewer.isJoining)
            viewer.waiting.push_back(event);
    }
    const std::vector<std::shared_ptr<Group>> groups = m_groups; // What follows may end a viewer, and its group.
    for (const std::shared_ptr<Group> &group : groups)
        give(group, event);
    sendSoon();
}

//! Sends what was gathered, now or together with what comes next.
void EventFeed::sendSoon()
{
    const bool isMuch = std::ranges::any_of(m_groups, [](const auto &one) { return one->gathered.size() >= limits::kSseFlushBytes; });
    const milliseconds time = gatherTime(m_viewers.size());
    if (time.count() == 0 || isMuch)
        sendGathered();
    else if (!m_gathering.isActive())
        m_gathering.start(time);
}

//! Notes whether more jobs changed than were told singly (JobChanged).
void EventFeed::countJobs(const ClusterEvent &event)
{
    if (const auto *job = std::get_if<JobChanged>(&event.what))
        ++m_jobsTold[job->queue];
    const auto *queue = std::get_if<QueueChanged>(&event.what);
    if (!queue)
        return;
    const quint64 told = std::exchange(m_jobsTold[queue->queue.name], 0);
    const quint64 before = std::exchange(m_jobsChanged[queue->queue.name], queue->changes);
    const bool isMissed = queue->changes > before + told; // Also the first time, when nobody knows: once too often.
    if (isMissed && !m_boundResync.isActive())
        m_boundResync.start();
}

void EventFeed::resyncBound()
{
    if (!m_position)
        return;
    dropHeld();
    sendGathered();
    const QByteArray resync = NativeEventCodec::encodedResync(*m_position);
    m_isPublishing = true;
    for (Viewer &viewer : m_viewers) {
        if (!viewer.isJoining && viewer.writer && viewer.group->audience.isBound())
            viewer.writer->send(resync);
    }
    m_isPublishing = false;
    forget(nullptr);
}

void EventFeed::sendGathered()
{
    m_gathering.stop();
    // Taken first: a writer that closes may call us.
    QHash<const Group *, QByteArray> frames;
    for (const std::shared_ptr<Group> &group : m_groups) {
        if (!group->gathered.isEmpty())
            frames.insert(group.get(), std::exchange(group->gathered, {}));
    }
    if (frames.isEmpty())
        return;
    m_isPublishing = true;
    for (Viewer &viewer : m_viewers) {
        const QByteArray bytes = frames.value(viewer.group.get());
        if (!viewer.isJoining && viewer.writer && !bytes.isEmpty())
            viewer.writer->send(bytes); // Shared by all of a group, not copied.
    }
    m_isPublishing = false;
    forget(nullptr);
}

void EventFeed::restart(const EventPosition &position)
{
    dropHeld();
    sendGathered();
    m_frames.clear();
    const QByteArray resync = NativeEventCodec::encodedResync(position);
    m_isPublishing = true;
    for (Viewer &viewer : m_viewers) {
        if (!viewer.isJoining && viewer.writer)
            viewer.writer->send(resync);
    }
    m_isPublishing = false;
    forget(nullptr);
}

const QByteArray &EventFeed::frameOf(const ClusterEvent &event)
{
    if (m_frames.empty())
        m_frames.resize(limits::kEventRing);
    Numbered &slot = m_frames[event.position.number % limits::kEventRing];
    if (slot.number != event.position.number || slot.frame.isEmpty())
        slot = {event.position.number, NativeEventCodec::encoded(event)};
    return slot.frame;
}

std::shared_ptr<EventFeed::Group> EventFeed::ensureGroup(const Audience &audience)
{
    const auto found = std::ranges::find_if(m_groups, [&audience](const auto &one) { return one->audience == audience; });
    if (found != m_groups.end())
        return *found;
    m_groups.push_back(std::make_shared<Group>(Group{audience}));
    return m_groups.back();
}

EventFeed::Viewer *EventFeed::find(const SseWriter *writer)
{
    const auto at = std::ranges::find_if(m_viewers, [writer](const Viewer &one) { return one.writer == writer; });
    return !writer || at == m_viewers.end() ? nullptr : &*at;
}

void EventFeed::forget(const SseWriter *writer)
{
    for (Viewer &viewer : m_viewers) {
        if (writer && viewer.writer == writer)
            viewer.writer.clear();
    }
    if (m_isPublishing) // The list is being walked; publish() cleans up.
        return;
    std::erase_if(m_viewers, [](const Viewer &one) { return one.writer.isNull(); });
    std::erase_if(m_groups, [](const std::shared_ptr<Group> &one) { return one.use_count() == 1; });
    if (m_viewers.empty()) {
        m_frames = {};
        m_gathering.stop();
    }
}

} // namespace muster
