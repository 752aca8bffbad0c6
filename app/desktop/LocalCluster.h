// SPDX-License-Identifier: Apache-2.0
#pragma once
// This machine as a cluster of one: the embedded node, where it keeps its things, and where others find it.

#include "app/shared/LocalNodeThread.h"

namespace muster {

//! Starts the embedded node on its thread with its data in CONFIG/local, on port 3100 or, when that is taken, on any.
//! CONFIG/local holds admin.token, join.token and, while it runs, `address` with the URL. GUI thread.
class LocalCluster : public QObject
{
    Q_OBJECT

public:
    //! \a port: wanted port, 0 = 3100.
    LocalCluster(const Clock &clock, const QString &configFolder, quint16 port, QObject *parent = nullptr);
    ~LocalCluster() override;
    Q_DISABLE_COPY_MOVE(LocalCluster)

    //! Starts it, or gives the facts again when it runs. Errors as LocalNodeHost::start().
    Future<LocalNodeFacts> open();
    //! The control plane, valid after open() succeeded; lives on the node's thread.
    Cluster *cluster() const { return m_thread.cluster(); }
    const std::optional<LocalNodeFacts> &facts() const { return m_facts; }
    //! CONFIG/local.
    const QString &folder() const { return m_folder; }

private:
    void startOn(quint16 port, const Pending<LocalNodeFacts> &pending);
    void writeAddress();

    const QString m_folder;
    const quint16 m_port;
    LocalNodeThread m_thread;
    std::optional<LocalNodeFacts> m_facts;
};

} // namespace muster
