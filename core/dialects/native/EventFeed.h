// SPDX-License-Identifier: Apache-2.0
#pragma once
// The viewers of GET /events: each event is encoded once and given to all who are shown the same of it, for many viewers
// several at a time; replay and live events join without a gap or a repetition. Used by NativeRoutes.

#include "core/cluster/Cluster.h"
#include "core/dialects/native/Audience.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

#include <memory>
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
    //! empty. When the asked position is gone, nonsense, or too far back for one reader's buffer, a "resync" comes first. An
    //! event that \a audience is shown nothing of comes as "withheld", so that its number is no gap.
    void add(SseWriter *writer, const QString &lastId, const Audience &audience = {});
    int viewerCount() const { return int(m_viewers.size()); }

private:
    struct Numbered {
        quint64 number = 0;
        QByteArray frame;
    };
    //! Viewers that are shown the same.
    struct Group {
        Audience audience;
        QByteArray gathered = {}; // Frames that they are still to get.
    };
    struct Viewer {
        QPointer<SseWriter> writer;
        std::shared_ptr<Group> group;
        bool isJoining = true;
        std::vector<Numbered> waiting; // Events that came while it was joining.
    };

    void publish(const ClusterEvent &event);
    void sendGathered();
    //! Tells all viewers that events go on after \a position, and that some were missed.
    void restart(const EventPosition &position);
    const QByteArray &frameOf(const ClusterEvent &event);
    QByteArray frameFor(const Audience &audience, const ClusterEvent &event);
    std::shared_ptr<Group> ensureGroup(const Audience &audience);
    void countJobs(const ClusterEvent &event);
    void resyncBound();
    Viewer *find(const SseWriter *writer);
    void forget(const SseWriter *writer);
    void replay(SseWriter *writer, const EventPosition &after);
    void joinNow(SseWriter *writer, bool isResync);
    void join(Viewer *viewer, const QByteArray &first, quint64 sent);

    Cluster &m_cluster;
    std::optional<EventPosition> m_position; // Of the last event we know of; unset until one comes or somebody asks.
    std::vector<Viewer> m_viewers;
    std::vector<Numbered> m_frames; // Event n is at n % limits::kEventRing; empty without viewers.
    std::vector<std::shared_ptr<Group>> m_groups; // Of the viewers.
    QTimer m_gathering;    // Runs while there are frames to send.
    QHash<QString, quint64> m_jobsTold;    // By queue, since its counts were told last,
    QHash<QString, quint64> m_jobsChanged; // and how many had changed then.
    QTimer m_boundResync;  // Runs while those who see no counts are to be told that they missed jobs.
    bool m_isPublishing = false;
};

} // namespace muster
