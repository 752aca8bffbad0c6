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
    connect(&cluster, &Cluster::eventArrived, this, &EventFeed::publish);
    connect(&cluster, &Cluster::resyncNeeded, this, [this] {
        if (m_position)
            restart(*m_position);
    });
}

void EventFeed::add(SseWriter *writer, const QString &lastId)
{
    m_viewers.push_back({writer, true, {}});
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
        QByteArray first = NativeEventCodec::encodedOpening(after);
        for (const ClusterEvent &event : *events) {
            first += frameOf(event);
            if (first.size() > limits::kSseReplayBytes)
                return joinNow(reader, true);
        }
        join(viewer, first, events->isEmpty() ? after.number : events->last().position.number);
    });
}

void EventFeed::joinNow(SseWriter *writer, bool isResync)
{
    const auto open = [this, isResync](Viewer *viewer) {
        QByteArray first = NativeEventCodec::encodedOpening(*m_position);
        if (isResync)
            first += NativeEventCodec::encodedResync(*m_position);
        join(viewer, first, m_position->number);
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

void EventFeed::join(Viewer *viewer, const QByteArray &first, quint64 sent)
{
    const QPointer<SseWriter> reader = viewer->writer;
    sendGathered(); // To the others: this one has it in what waits.
    viewer = find(reader);
    if (!viewer)
        return;
    QByteArray bytes = first;
    for (const Numbered &one : viewer->waiting) {
        if (one.number > sent)
            bytes += one.frame;
    }
    viewer->waiting = {};
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
    const QByteArray &frame = frameOf(event);
    for (Viewer &viewer : m_viewers) {
        if (viewer.isJoining)
            viewer.waiting.push_back({event.position.number, frame});
    }
    m_gathered += frame;
    const milliseconds time = gatherTime(m_viewers.size());
    if (time.count() == 0 || m_gathered.size() >= limits::kSseFlushBytes)
        sendGathered();
    else if (!m_gathering.isActive())
        m_gathering.start(time);
}

void EventFeed::sendGathered()
{
    m_gathering.stop();
    const QByteArray frames = std::exchange(m_gathered, {});
    if (frames.isEmpty())
        return;
    m_isPublishing = true;
    for (Viewer &viewer : m_viewers) {
        if (!viewer.isJoining && viewer.writer)
            viewer.writer->send(frames); // Shared by all of them, not copied.
    }
    m_isPublishing = false;
    forget(nullptr);
}

void EventFeed::restart(const EventPosition &position)
{
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
    if (m_viewers.empty()) {
        m_frames = {};
        m_gathered = {};
        m_gathering.stop();
    }
}

} // namespace muster
