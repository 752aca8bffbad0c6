// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps a worker connected to its control plane: dials the mesh, and dials again, for as long as it lives. Beats need none of this.

#include "core/base/Backoff.h"
#include "core/base/Clock.h"
#include "core/base/Error.h"
#include "core/base/Secret.h"
#include "core/domain/ClusterAddress.h"
#include "core/mesh/MeshWorker.h"

#include <QTimer>

#include <functional>

namespace muster {

class WsClient;

//! Where to, and as whom.
struct MeshDialerSetup {
    ClusterAddress address;
    NodeId node;
    std::function<Secret()> key; //!< Asked before each attempt: credentials are renewed.
    quint32 seed = 1;            //!< Of the delays between attempts.
    milliseconds notLetIn = limits::kNodeRefusedRetry;     //!< Between attempts with a key that is not taken.
    milliseconds notThere = std::chrono::minutes(1);       //!< Between attempts where the control plane is older than the mesh.
};

//! Attempts are 0.25 s to 2 s apart in the first minute of a loss, then 5 s (decisions.md 11). One thread; worker and clock must
//! outlive it.
class MeshDialer final : public QObject
{
    Q_OBJECT
public:
    MeshDialer(MeshDialerSetup setup, MeshWorker &worker, const Clock &clock, QObject *parent = nullptr);
    ~MeshDialer() override;
    Q_DISABLE_COPY_MOVE(MeshDialer)

    //! The node is registered: connects, now and for good. Nothing the second time.
    void start();

Q_SIGNALS:
    //! There is a line, the first or another one.
    void connected();

private:
    void dial();
    void takeOpened();
    void takeFailed(const Error &error);
    void takeLost(const QString &why);
    void retryIn(milliseconds delay) { m_retry.start(delay); }
    milliseconds pause();
    void sayOnce(const QString &what);

    const MeshDialerSetup m_setup;
    MeshWorker &m_worker;
    const Clock &m_clock;
    Backoff m_backoff;
    std::unique_ptr<WsClient> m_client; // Until it is open; then it is the line's.
    QTimer m_retry;
    SteadyTime m_lostAt;
    SteadyTime m_openedAt;
    QString m_said; // The last line in the log, so that it is not said each second.
    bool m_isStarted = false;
};

} // namespace muster
