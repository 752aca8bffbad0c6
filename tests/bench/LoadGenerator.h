// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sends what thousands of workers would send, from one thread on one core, and measures the answers.

#include "tests/bench/LoadConnection.h"
#include "tests/bench/LoadPlan.h"

#include <QList>

#include <memory>
#include <vector>

namespace muster::bench
{

//! Runs one plan, once. An own loop over epoll: Qt's would be the slower side of what it measures.
class LoadGenerator
{
public:
    explicit LoadGenerator(const LoadPlan &plan);
    ~LoadGenerator();
    LoadGenerator(const LoadGenerator &) = delete;
    LoadGenerator &operator=(const LoadGenerator &) = delete;

    //! Blocks until the plan's time is over, or every node has announced.
    LoadOutcome run();

private:
    bool openAll();
    bool watch(int descriptor, quint64 index) const;
    void fill(double nowMs);
    void sendNext(size_t index);
    void readFrom(size_t index);
    void readViewer(size_t index);
    void wait(double nowMs);
    bool isDone(double nowMs) const;
    void count(const DueBeat &beat, const Answer &answer, double nowMs);
    double elapsedMs() const;
    double serverCpu() const;
    int nextNode(size_t connection);

    const LoadPlan m_plan;
    int m_poll = -1;
    std::vector<std::unique_ptr<LoadConnection>> m_connections;
    std::vector<std::unique_ptr<LoadConnection>> m_viewers;
    std::vector<int> m_turns;        // Requests begun by each connection.
    std::vector<qint64> m_sequences; // Of each node.
    QList<double> m_latencies;
    LoadOutcome m_outcome;
    double m_nextDueMs = 0; // Open loop.
    qint64 m_begun = 0;     // Requests made due.
    qint64 m_finished = 0;
    double m_beganMs = 0;       // When all connections were there.
    double m_cpuBefore = -1;    // Of the server, at the end of the warm-up; negative until then.
};

} // namespace muster::bench
