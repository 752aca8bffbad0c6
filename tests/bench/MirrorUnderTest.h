// SPDX-License-Identifier: Apache-2.0
#pragma once
// A session, its models and a window with cards over a cluster of bytes, with a stopwatch on every turn of the event
// loop.

#include "core/mirror/NodeFilterModel.h"
#include "tests/bench/BytesCluster.h"
#include "ui/kit/Theme.h"
#include "ui/nodes/NodeBoard.h"

#include <QElapsedTimer>

#include <memory>

namespace muster::bench
{

//! One console's worth of following, on this thread.
class MirrorUnderTest
{
public:
    explicit MirrorUnderTest(BytesCluster::Source snapshot);
    ~MirrorUnderTest();
    Q_DISABLE_COPY_MOVE(MirrorUnderTest)

    //! Starts to follow and draws; milliseconds until the first whole picture, or a negative number when it did not
    //! come.
    double openMs(int nodes);
    //! Processor time of this thread in the longest turn of the event loop until the models were filled: what the snapshot
    //! cost it.
    double snapshotTurnMs() const { return m_snapshotTurnMs; }
    //! Takes \a stream as fast as it can; events a second until the last one is in the models.
    double storm(const QByteArray &stream, const EventPosition &last);

    //! What following at a pace cost.
    struct Pace {
        double frameP99Ms = 0; //!< Turns of the event loop in which a frame was applied or drawn.
        double paidP99Ms = 0;  //!< The same in processor time of this thread: without what other programs took.
        double stallMs = 0;    //!< The longest of them.
        double keyP99Ms = 0;   //!< Of the turns in which a letter was typed, and of those that followed from it at once.
        double busyShare = 0;  //!< Processor time of turns in which there was something to do: what it takes of one core.
        double pixelP99Ms = 0; //!< From an event to the end of the turn in which it was drawn, if it could be seen.
    };
    //! Follows \a events spread evenly over \a seconds, while somebody types \a keysPerSecond letters into the filter.
    Pace follow(const QList<ClusterEvent> &events, double seconds, double keysPerSecond = 0);
    //! Follows the bytes of \a stream at an even pace; false when they were not understood.
    bool follow(QIODevice *stream, double seconds);

private:
    // One turn of the event loop, timed when something happened in it.
    void turn();
    void type();
    void countDrawn();

    Theme m_theme;
    SystemClock m_clock;
    BytesCluster m_cluster;
    ClusterSession m_session;
    NodesModel m_nodes;
    NodeFilterModel m_filter;
    std::unique_ptr<NodeBoard> m_view;
    QList<double> m_turnsMs;
    QList<double> m_paidMs; // Of the same turns.
    QList<double> m_keysMs;
    double m_busyMs = 0;
    double m_snapshotTurnMs = 0;
    bool m_hasWorked = false;
    QList<double> m_pixelsMs;
    QList<double> m_fedAtMs;     // When events came that are not applied yet, on m_since's clock.
    QList<double> m_appliedFrom; // The same of those that are applied and not drawn yet.
    QElapsedTimer m_since;
    int m_keys = 0;
    bool m_hasTyped = false;
};

} // namespace muster::bench
