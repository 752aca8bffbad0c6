// SPDX-License-Identifier: Apache-2.0
#pragma once
// One reader of GET /logs/stream: gets lines as fast as it takes them, and no faster. Used by NativeRoutes.

#include "core/base/Clock.h"
#include "core/cluster/Cluster.h"

#include <QPointer>
#include <QTimer>

namespace muster {

class SseWriter;

//! Between a feed of the cluster and a stream. When the reader is slow the feed is let go, and followed again from the last line
//! once there is room: memory does not grow, and no line that is still kept is left out. Deletes itself with its writer. One thread,
//! the server's and the cluster's.
class LogPump final : public QObject
{
    Q_OBJECT
public:
    //! \a cluster must outlive it.
    LogPump(Cluster &cluster, LogSource source, quint64 after, Actor by, SseWriter *writer, QObject *parent);
    ~LogPump() override;
    Q_DISABLE_COPY_MOVE(LogPump)

private:
    void follow();
    void take(const QList<LogLine> &lines);
    void look();
    void end(const Error &error);
    void letGo();

    Cluster &m_cluster;
    const LogSource m_source;
    const Actor m_by;
    const QPointer<SseWriter> m_writer;
    std::unique_ptr<LogFeed> m_feed; // None while the reader has enough to read.
    quint64 m_last = 0;
    QTimer m_look;
    qsizetype m_pending = 0; // At the last look.
    int m_idleLooks = 0;     // That the reader took nothing.
};

} // namespace muster
