// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadGenerator.h"

#include "tests/bench/LoadText.h"
#include "tests/bench/Row.h"
#include "tests/bench/ServerProcess.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <sys/epoll.h>
#include <unistd.h>

namespace muster::bench
{

namespace
{

constexpr quint64 kViewer = 1ull << 32; // Marks viewers in epoll's own word.

double steadyMs()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

LoadGenerator::LoadGenerator(const LoadPlan &plan)
    : m_plan(plan), m_poll(::epoll_create1(EPOLL_CLOEXEC)), m_turns(static_cast<size_t>(plan.connections)),
      m_sequences(static_cast<size_t>(plan.nodes), plan.firstSequence)
{
}

LoadGenerator::~LoadGenerator()
{
    ::close(m_poll);
}

double LoadGenerator::elapsedMs() const
{
    return steadyMs() - m_beganMs;
}

double LoadGenerator::serverCpu() const
{
    return m_plan.serverPid > 0 ? figuresOf(m_plan.serverPid).cpuSeconds : 0;
}

bool LoadGenerator::watch(int descriptor, quint64 index) const
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    return ::epoll_ctl(m_poll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

bool LoadGenerator::openAll()
{
    for (int i = 0; i < m_plan.connections; ++i) {
        m_connections.push_back(std::make_unique<LoadConnection>());
        if (!m_connections.back()->open(m_plan.port, m_plan.isTls) ||
            !watch(m_connections.back()->descriptor(), static_cast<quint64>(i)))
            return false;
    }
    for (int i = 0; i < m_plan.viewers; ++i) {
        m_viewers.push_back(std::make_unique<LoadConnection>());
        LoadConnection &viewer = *m_viewers.back();
        if (!viewer.open(m_plan.port, m_plan.isTls) || !viewer.send(viewRequest(m_plan)) ||
            !watch(viewer.descriptor(), kViewer | static_cast<quint64>(i)))
            return false;
    }
    return true;
}

// Connection c speaks for nodes c, c + connections, c + 2 × connections …, in turn.
int LoadGenerator::nextNode(size_t connection)
{
    const int share = (m_plan.nodes - static_cast<int>(connection) + m_plan.connections - 1) / m_plan.connections;
    const int turn = m_turns[connection]++;
    if (m_plan.kind == LoadKind::Announce && turn >= share)
        return -1;
    return static_cast<int>(connection) + (turn % share) * m_plan.connections;
}

// Makes due what is due: in the open loop by time, else one beat for each idle connection.
void LoadGenerator::fill(double nowMs)
{
    if (m_plan.ratePerSecond > 0) {
        for (; m_nextDueMs <= nowMs; m_nextDueMs += 1000.0 / m_plan.ratePerSecond) {
            const auto index = static_cast<size_t>(m_begun++ % m_plan.connections);
            m_connections[index]->due.push_back({nextNode(index), m_nextDueMs});
            if (!m_connections[index]->isBusy)
                sendNext(index);
        }
        return;
    }
    for (size_t i = 0; i < m_connections.size(); ++i) {
        LoadConnection &connection = *m_connections[i];
        if (!connection.isBusy && connection.due.empty()) {
            const int node = nextNode(i);
            if (node >= 0) {
                connection.due.push_back({node, nowMs});
                sendNext(i);
            }
        }
    }
}

void LoadGenerator::sendNext(size_t index)
{
    LoadConnection &connection = *m_connections[index];
    if (connection.due.empty())
        return;
    const int node = connection.due.front().node;
    connection.isBusy = true;
    if (!connection.send(m_plan.kind == LoadKind::Announce
                             ? announceRequest(m_plan, node)
                             : beatRequest(m_plan, node, m_sequences[static_cast<size_t>(node)]++)))
        ++m_outcome.refused;
}

void LoadGenerator::count(const DueBeat &beat, const Answer &answer, double nowMs)
{
    ++m_finished;
    if (answer.status / 100 != 2) {
        ++m_outcome.refused;
        if (m_outcome.firstRefusal.isEmpty())
            m_outcome.firstRefusal = QString::fromUtf8(answer.text).simplified();
    } else if (nowMs >= m_plan.warmUpSeconds * 1000) {
        ++m_outcome.answered;
        m_latencies.append(nowMs - beat.atMs);
    }
}

void LoadGenerator::readFrom(size_t index)
{
    LoadConnection &connection = *m_connections[index];
    Answer answer;
    if (!connection.readAnswer(&answer) || connection.due.empty())
        return;
    const double nowMs = elapsedMs();
    count(connection.due.front(), answer, nowMs);
    connection.due.pop_front();
    connection.isBusy = false;
    if (answer.status == 0) { // A server that closed: a new connection takes over.
        if (!connection.open(m_plan.port, m_plan.isTls) || !watch(connection.descriptor(), index))
            return;
    }
    if (m_plan.ratePerSecond <= 0) {
        if (const int node = nextNode(index); node >= 0)
            connection.due.push_back({node, nowMs});
    }
    sendNext(index);
}

void LoadGenerator::readViewer(size_t index)
{
    qint64 events = 0;
    const qint64 bytes = m_viewers[index]->drop(&events);
    if (bytes >= 0) {
        m_outcome.eventBytes += bytes;
        if (elapsedMs() >= m_plan.warmUpSeconds * 1000)
            m_outcome.events += events;
    } else {
        ++m_outcome.refused;
        m_outcome.firstRefusal = QStringLiteral("a viewer was cut off");
        m_viewers[index]->close();
    }
}

void LoadGenerator::wait(double nowMs)
{
    std::array<epoll_event, 512> events{};
    // Beats fall due between the milliseconds that epoll can wait for; this core has nothing else to do.
    const int timeout = m_plan.ratePerSecond > 0 && m_nextDueMs - nowMs < 2 ? 0 : 1;
    const int count = ::epoll_wait(m_poll, events.data(), static_cast<int>(events.size()), timeout);
    for (int i = 0; i < count; ++i) {
        const quint64 index = events[static_cast<size_t>(i)].data.u64;
        if (index & kViewer)
            readViewer(static_cast<size_t>(index & ~kViewer));
        else
            readFrom(static_cast<size_t>(index));
    }
}

bool LoadGenerator::isDone(double nowMs) const
{
    if (m_plan.kind == LoadKind::Announce)
        return m_finished >= m_plan.nodes || nowMs > 120'000;
    return nowMs >= (m_plan.warmUpSeconds + m_plan.seconds) * 1000;
}

LoadOutcome LoadGenerator::run()
{
    if (!openAll()) {
        m_outcome.firstRefusal = QStringLiteral("cannot connect");
        m_outcome.refused = 1;
        return m_outcome;
    }
    m_beganMs = steadyMs(); // Five hundred TLS handshakes take a second or two, and are not what is measured.
    m_nextDueMs = elapsedMs();
    fill(m_nextDueMs);
    double nowMs = elapsedMs();
    while (!isDone(nowMs)) {
        wait(nowMs);
        nowMs = elapsedMs();
        if (m_cpuBefore < 0 && nowMs >= m_plan.warmUpSeconds * 1000)
            m_cpuBefore = serverCpu();
        if (m_plan.ratePerSecond > 0)
            fill(nowMs);
    }
    m_outcome.serverCpuSeconds = serverCpu() - std::max(0.0, m_cpuBefore);
    m_outcome.seconds = nowMs / 1000 - m_plan.warmUpSeconds;
    m_outcome.p50Ms = percentile(m_latencies, 0.5);
    m_outcome.p99Ms = percentile(m_latencies, 0.99);
    m_outcome.worstMs = percentile(m_latencies, 1);
    return m_outcome;
}

} // namespace muster::bench
