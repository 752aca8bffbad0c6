// SPDX-License-Identifier: Apache-2.0
#pragma once
// The viewers of GET /events: each event is encoded once and given to all who are shown the same of it, for many viewers
// several at a time; replay and live events join without a gap or a repetition. Used by NativeRoutes.

#include "core/cluster/Cluster.h"
#include "core/dialects/native/Audience.h"
#include "core/dialects/native/TenantCounts.h"

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
    //! event that \a audience is shown nothing of comes as "withheld", so that its number is no gap. Queues come with the counts of
    //! its own tenants: such an event, and those behind it, wait for the cluster to tell them.
    void add(SseWriter *writer, const QString &lastId, const Audience &audience = {});
    int viewerCount() const { return int(m_viewers.size()); }

private:
    struct Numbered {
        quint64 number = 0;
        QByteArray frame;
    };
    using Own = std::optional<QList<QueueFacts>>; // Queues with the jobs of a group's tenants alone, as far as they are known.
    //! Viewers that are shown the same.
    struct Group {
        Audience audience;
        QByteArray gathered = {}; // Frames that they are still to get.
        TenantCounts counts = {};
        std::vector<ClusterEvent> held = {}; // From the first that needs their counts.
        size_t asked = 0; // So many of held were there when the counts were asked for; 0: nobody asked.
        quint64 round = 0; // Of held; an answer for an older one is of no use.
    };
    struct Viewer {
        QPointer<SseWriter> writer;
        std::shared_ptr<Group> group;
        bool isJoining = true;
        std::vector<ClusterEvent> waiting = {}; // That came while it was joining.
        std::optional<QByteArray> first = {}; // What it gets before them; set once it can join, when its group holds nothing.
        quint64 sent = 0; // The last event in that.
        Own own = {};
    };

    void publish(const ClusterEvent &event);
    void sendGathered();
    //! Tells all viewers that events go on after \a position, and that some were missed.
    void restart(const EventPosition &position);
    const QByteArray &frameOf(const ClusterEvent &event);
    QByteArray frameFor(Group *group, const ClusterEvent &event, const Own &own);
    std::shared_ptr<Group> ensureGroup(const Audience &audience);
    void countJobs(const ClusterEvent &event);
    void resyncBound();
    Viewer *find(const SseWriter *writer);
    void forget(const SseWriter *writer);
    void replay(SseWriter *writer, const EventPosition &after);
    void replayFor(SseWriter *writer, const EventPosition &after, const QList<ClusterEvent> &events, const Own &own);
    void joinNow(SseWriter *writer, bool isResync);
    void join(Viewer *viewer, const QByteArray &first, quint64 sent, const Own &own);
    void finishJoin(Viewer *viewer);

    // EventFeed_Counts.cpp
    void give(const std::shared_ptr<Group> &group, const ClusterEvent &event);
    void append(Group *group, const ClusterEvent &event, const Own &own);
    void askCounts(const std::shared_ptr<Group> &group);
    void release(const std::shared_ptr<Group> &group, size_t events, const Own &own);
    void joinReady();
    void dropHeld();
    void sendSoon();

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
