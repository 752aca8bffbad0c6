// SPDX-License-Identifier: Apache-2.0
#pragma once
// The viewers of GET /events: each event is encoded once and given to all, for many viewers several at a time; replay and
// live events join without a gap or a repetition. Used by NativeRoutes.

#include "core/cluster/Cluster.h"

#include <QPointer>
#include <QTimer>

#include <vector>

namespace muster {

class SseWriter;

//! One thread, the server's; \a cluster may live on another and must outlive it.
class EventFeed final : public QObject
{
    Q_OBJECT

public:
    explicit EventFeed(Cluster &cluster, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(EventFeed)

    //! Gives events to \a writer until it closes: those after \a lastId (a Last-Event-ID), or those from now on when it is
    //! empty. When the asked position is gone, nonsense, or too far back for one reader's buffer, a "resync" comes first.
    void add(SseWriter *writer, const QString &lastId);
    int viewerCount() const { return int(m_viewers.size()); }

private:
    struct Numbered {
        quint64 number = 0;
        QByteArray frame;
    };
    struct Viewer {
        QPointer<SseWriter> writer;
        bool isJoining = true;
        std::vector<Numbered> waiting; // Events that came while it was joining.
    };

    void publish(const ClusterEvent &event);
    void sendGathered();
    //! Tells all viewers that events go on after \a position, and that some were missed.
    void restart(const EventPosition &position);
    const QByteArray &frameOf(const ClusterEvent &event);
    Viewer *find(const SseWriter *writer);
    void forget(const SseWriter *writer);
    void replay(SseWriter *writer, const EventPosition &after);
    void joinNow(SseWriter *writer, bool isResync);
    void join(Viewer *viewer, const QByteArray &first, quint64 sent);

    Cluster &m_cluster;
    std::optional<EventPosition> m_position; // Of the last event we know of; unset until one comes or somebody asks.
    std::vector<Viewer> m_viewers;
    std::vector<Numbered> m_frames; // Event n is at n % limits::kEventRing; empty without viewers.
    QByteArray m_gathered; // Frames that the viewers are still to get, all the same ones.
    QTimer m_gathering;    // Runs while there are some.
    bool m_isPublishing = false;
};

} // namespace muster
