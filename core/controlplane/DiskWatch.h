// SPDX-License-Identifier: Apache-2.0
#pragma once
// Knows whether a control plane has room to write, and says so in a notice that comes and goes. Used by ControlPlane.

#include "core/controlplane/LogBook.h"
#include "core/domain/ClusterSnapshot.h"
#include "core/queue/QueueProvider.h"
#include "core/store/JobStore.h"

namespace muster {

//! One thread. Asks the store every few seconds, so that whoever wants to know never waits for a disk.
class DiskWatch final : public QObject
{
    Q_OBJECT

public:
    //! All must outlive it.
    struct Parts {
        JobStore &store;
        const QueueProvider &queue;
        const LogBook &logs;
        QString node; //!< Whose disk it is.
    };
    explicit DiskWatch(Parts parts, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(DiskWatch)

    //! "disk-full", or "logs-dropped" when lines cannot be written for another reason; mostly none.
    QList<ClusterNotice> notices() const;
    //! Asks the store. By itself every few seconds.
    void look();

private:
    Parts m_parts;
    bool m_hasRoom = true;
    bool m_isAsking = false;
    QTimer m_timer;
};

} // namespace muster
