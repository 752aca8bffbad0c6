// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our queue in one process, as a program with a control plane and a worker has it, and what row c asks of it.

#include "core/base/Clock.h"
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/Stores.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <deque>

namespace muster::bench
{

//! A queue in a folder of its own, with adders and a worker that does nothing but count. Blocks in event loops of its own.
class QueueLoad : public QObject
{
    Q_OBJECT

public:
    QueueLoad();
    ~QueueLoad() override;
    bool isOpen() const { return m_queue != nullptr; }

    //! Adds \a jobs one by one, so many at once: jobs a second.
    double add(int jobs, int atOnce);
    //! Adds \a jobs a thousand a call.
    double bulk(int jobs);
    //! Adds \a jobs and runs all that wait, so many at once.
    double drain(int jobs, int concurrency);
    //! Adders and a worker side by side.
    double mixed(double seconds);
    //! 500 jobs a second: from the call of add() to the handler, in ms; the 99th percentile.
    double latency(double seconds);

private:
    void addOne(); // One adder's turn.
    void addThousand();
    void take();
    void runNext();
    void finishOne(const Claim &claim);
    bool waitUntil(const std::function<bool()> &isDone);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<Stores> m_stores;
    std::unique_ptr<EmbeddedQueue> m_queue;
    NewJob m_job;
    int m_toAdd = 0;
    int m_added = 0;
    int m_concurrency = 0; // 0: no worker.
    int m_running = 0;
    int m_underWay = 0; // Claimed and not yet acknowledged as complete.
    int m_done = 0;
    bool m_isTaking = false;
    bool m_isDry = false; // The last claim gave less than it might.
    bool m_isRefused = false;
    std::deque<Claim> m_claims;
    bool m_isTimed = false;
    std::deque<QElapsedTimer> m_began; // Of jobs that were added and have not started.
    std::vector<double> m_waits;       // Milliseconds.
    std::function<void()> m_progress = [] {};
};

} // namespace muster::bench
