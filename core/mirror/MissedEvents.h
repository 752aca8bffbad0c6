// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happened while a session did not look, read afterwards from what the cluster still has. Used by ClusterSession.

#include "core/cluster/Cluster.h"
#include "core/mirror/EventEntry.h"

namespace muster {

//! Asks for one span at a time, in their order; one that could not be read for now is asked for again with the next. A cluster
//! that has no past is not asked again in its epoch. One thread, the session's.
class MissedEvents final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster must outlive it; on any thread.
    explicit MissedEvents(Cluster &cluster, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(MissedEvents)

    //! What came after \a after up to \a end is wanted; of another epoch than \a after's, all of \a end's. An empty \a after:
    //! all that is kept.
    void want(const EventPosition &after, const EventPosition &end);
    //! Wants nothing any more.
    void clear();

Q_SIGNALS:
    //! All that could be had, oldest first, no beats. \a since is when the first of the events happened, a beat perhaps.
    void read(const QList<muster::EventEntry> &entries, const muster::EventPosition &end, std::optional<muster::Timestamp> since);

private:
    struct Span {
        EventPosition after;
        EventPosition end;
    };
    struct Past {
        QList<EventEntry> entries;
        std::optional<Timestamp> since;
    };
    void ask();
    void take(quint64 round, const Result<Past> &past);

    Cluster &m_cluster;
    QList<Span> m_spans;  // The first is asked for.
    bool m_isAsking = false;
    quint64 m_round = 0;
    QString m_without; // The epoch of a cluster that has no past.
};

} // namespace muster
