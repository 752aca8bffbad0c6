// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follows one log on its Cluster's thread, for a LogModel on another.

#include "core/cluster/Cluster.h"

#include <QPointer>

namespace muster {

//! Lives on the cluster's thread; delete with deleteLater(). Each signal carries the round of the follow() that it belongs to.
class LogTap final : public QObject
{
    Q_OBJECT
public:
    explicit LogTap(Cluster *cluster);
    ~LogTap() override;
    Q_DISABLE_COPY_MOVE(LogTap)

    //! Follows \a source behind number \a after in place of what was followed; from any thread.
    void follow(quint64 round, const LogSource &source, quint64 after);
    //! Follows nothing; from any thread.
    void end();

Q_SIGNALS:
    void arrived(quint64 round, const QList<muster::LogLine> &lines);
    //! The feed broke off. Nothing more comes of this round.
    void ended(quint64 round, const muster::Error &error);
    //! The cluster follows no logs.
    void lacking(quint64 round);

private:
    void followHere(quint64 round, const LogSource &source, quint64 after);

    QPointer<Cluster> m_cluster;
    std::unique_ptr<LogFeed> m_feed;
};

} // namespace muster
