// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server and a console's cluster with a line of bytes between them, all in memory: the event ring, the codecs and the parser
// of the product, and a transport that a test cuts where it likes. Thousands of lives fit into a minute.

#include "core/controlplane/EventHub.h"
#include "core/cluster/Cluster.h"
#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReplies.h"
#include "core/dialects/native/NodeText.h"
#include "core/wire/SseParser.h"

#include <memory>

namespace muster {

//! The server's side: nodes, and their events with numbers.
class ByteServer
{
public:
    //! As a control plane that starts again: the same nodes, another epoch.
    void restart() { m_hub = std::make_unique<EventHub>(); }
    //! Tells \a what, at \a now; the bytes of it.
    QByteArray tell(ClusterChange what, Timestamp now) { return NativeEventCodec::encoded(m_hub->add(std::move(what), now)); }
    //! How a stream begins for who asks to go on after \a lastId.
    QByteArray opening(const QString &lastId) const
    {
        const std::optional<EventPosition> after = EventPosition::fromText(lastId);
        const Result<QList<ClusterEvent>> events = after ? m_hub->after(*after) : QList<ClusterEvent>();
        const bool isResync = !lastId.isEmpty() && (!after || !events);
        QByteArray bytes = NativeEventCodec::encodedOpening(after && !isResync ? *after : m_hub->position());
        if (isResync)
            return bytes + NativeEventCodec::encodedResync(m_hub->position());
        for (const ClusterEvent &event : *events)
            bytes += NativeEventCodec::encoded(event);
        return bytes;
    }
    ClusterSnapshot snapshot(Timestamp now) const
    {
        ClusterSnapshot taken;
        taken.position = m_hub->position();
        taken.takenAt = now;
        taken.nodes = nodes.values();
        return taken;
    }
    Result<QList<ClusterEvent>> after(const EventPosition &position) const { return m_hub->after(position); }

    QMap<NodeId, Node> nodes;

private:
    std::unique_ptr<EventHub> m_hub = std::make_unique<EventHub>();
};

//! The console's side, which reads as NativeClient does. Lines are opened and cut by the test; what was sent over one that is
//! gone never arrives.
class ByteLine final : public Cluster
{
public:
    explicit ByteLine(ByteServer &server, const Timestamp &now) : m_server(server), m_now(now) {}

    Features features() const override { return Feature::Follow | Feature::Remove; }
    LinkReport link() const override { return m_link; }
    Future<ClusterFacts> facts() override
    {
        return ready(ClusterFacts{.version = QStringLiteral("0.1.0"), .node = QStringLiteral("main"), .epoch = {}});
    }
    //! As its text, taken now, read when it arrives.
    Future<ClusterSnapshot> snapshot() override
    {
        return onThreadOf<ClusterSnapshot>(this, [this] {
            m_asked.append({Pending<ClusterSnapshot>(), snapshotText(m_server.snapshot(m_now))});
            const Future<ClusterSnapshot> future = m_asked.last().first.future();
            if (!holdsSnapshots)
                answer(int(m_asked.size()) - 1);
            return future;
        });
    }
    Future<QList<ClusterEvent>> eventsAfter(EventPosition position) override
    {
        const Result<QList<ClusterEvent>> events = m_server.after(position);
        return events ? ready(*events) : failed<QList<ClusterEvent>>(events.error());
    }

    bool isOpen() const { return m_isOpen; }
    //! A new connection, which asks to go on where the last one stopped.
    void open()
    {
        m_parser = SseParser(m_parser.lastId());
        m_isFromNow = m_parser.lastId().isEmpty();
        m_flight = m_server.opening(m_parser.lastId());
        m_isOpen = true;
        m_isJoined = false;
    }
    //! The connection is gone, with all that was on its way.
    void cut()
    {
        m_flight.clear();
        if (!std::exchange(m_isOpen, false))
            return;
        m_isJoined = false;
        setLink(LinkState::Reconnecting);
    }
    void send(const QByteArray &bytes)
    {
        if (m_isOpen)
            m_flight += bytes;
    }
    //! The next \a count bytes arrive.
    void arrive(qsizetype count)
    {
        const QByteArray bytes = m_flight.first(std::min(count, m_flight.size()));
        m_flight.remove(0, bytes.size());
        if (bytes.isEmpty())
            return;
        QList<SseFrame> frames;
        if (!m_parser.feed(bytes, &frames))
            qFatal("the stream cannot be read");
        if (m_isFromNow)
            goLive();
        for (const SseFrame &frame : std::as_const(frames))
            take(frame);
        goLive();
    }
    //! What was sent and has not arrived.
    const QByteArray &flight() const { return m_flight; }
    //! Answers the snapshot that was asked \a at-th of those that wait.
    void answer(int at)
    {
        const auto [pending, text] = m_asked.takeAt(at);
        const Result<ClusterSnapshot> read = NativeReplies::readSnapshot(text);
        if (!read)
            qFatal("%s", qPrintable(read.error().text()));
        pending.finish(*read);
    }
    int waiting() const { return int(m_asked.size()); }

    bool holdsSnapshots = false;

protected:
    void startUp() override { setLink(LinkState::Connecting); }
    void shutDown() override { setLink(LinkState::Idle); }

private:
    void setLink(LinkState state)
    {
        m_link.state = state;
        Q_EMIT linkChanged(m_link);
    }
    void goLive()
    {
        if (!m_isOpen || std::exchange(m_isJoined, true))
            return;
        if (std::exchange(m_hasFollowed, true) && m_isFromNow)
            Q_EMIT resyncNeeded();
        setLink(LinkState::Live);
    }
    void take(const SseFrame &frame)
    {
        if (frame.event == NativeEventCodec::kResync) {
            m_position = EventPosition::fromText(frame.id);
            Q_EMIT resyncNeeded();
            return goLive();
        }
        goLive();
        const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
        if (!event)
            qFatal("%s", qPrintable(event.error().text()));
        const bool isSameEpoch = m_position && m_position->epoch == event->position.epoch;
        if (isSameEpoch && event->position.number <= m_position->number)
            return;
        const bool hasGap = m_position && (!isSameEpoch || event->position.number != m_position->number + 1);
        m_position = event->position;
        if (hasGap)
            Q_EMIT resyncNeeded();
        Q_EMIT eventArrived(*event);
    }

    ByteServer &m_server;
    const Timestamp &m_now;
    LinkReport m_link;
    SseParser m_parser;
    QByteArray m_flight;
    QList<std::pair<Pending<ClusterSnapshot>, QByteArray>> m_asked;
    std::optional<EventPosition> m_position;
    bool m_isOpen = false;
    bool m_isFromNow = false;
    bool m_isJoined = false;
    bool m_hasFollowed = false;
};

} // namespace muster
