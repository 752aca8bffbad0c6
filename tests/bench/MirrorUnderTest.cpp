// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorUnderTest.h"

#include "tests/bench/Row.h"
#include "ui/nodes/NodeCardDelegate.h"

#include <QCoreApplication>

#include <algorithm>
#include <ctime>

namespace muster::bench
{

namespace
{

constexpr qsizetype kChunkBytes = 16 * 1024;
constexpr qint64 kDeadlineMs = 30'000;
constexpr int kPaceMs = 10;
constexpr double kIdleTurnMs = 0.02; // A turn of the event loop in which there was nothing to do.

double msOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

// Processor time of this thread: what others do meanwhile does not count.
double threadMs()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

MirrorUnderTest::MirrorUnderTest(const QByteArray &snapshot) : m_cluster(snapshot), m_session(&m_cluster, m_clock)
{
    m_nodes.setSession(&m_session);
    m_filter.setSourceModel(&m_nodes);
    m_filter.sort(NodesModel::StatusColumn);
    auto *delegate = new NodeCardDelegate(&m_view);
    delegate->setCellSize({316, 204});
    m_view.setViewMode(QListView::IconMode);
    m_view.setUniformItemSizes(true);
    m_view.setResizeMode(QListView::Adjust);
    m_view.setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view.setItemDelegate(delegate);
    m_view.setModel(&m_filter);
    m_view.resize(1280, 800);
    QObject::connect(&m_nodes, &NodesModel::applied, &m_view, [this] {
        m_hasWorked = true;
        m_appliedFrom += std::exchange(m_fedAtMs, {});
    });
}

MirrorUnderTest::~MirrorUnderTest()
{
    m_session.stop();
}

void MirrorUnderTest::turn()
{
    QElapsedTimer timer;
    timer.start();
    const double before = threadMs();
    QCoreApplication::processEvents();
    const double paid = threadMs() - before;
    const double took = msOf(timer);
    // A frame is applied in one turn and drawn in the same or the next; idle turns are shorter than anything of
    // interest.
    if (m_hasWorked || took > 0.5)
        m_turnsMs.append(took);
    if (!m_hasWorked) // It was applied in an earlier turn, so this one has drawn it.
        countDrawn();
    m_hasWorked = false;
    if (paid > kIdleTurnMs)
        m_busyMs += paid;
}

void MirrorUnderTest::countDrawn()
{
    const double nowMs = msOf(m_since);
    for (const double fedAt : std::exchange(m_appliedFrom, {}))
        m_pixelsMs.append(nowMs - fedAt);
}

// "worker-00", letter by letter, and away again.
void MirrorUnderTest::type()
{
    static const QString word = QStringLiteral("worker-00");
    ++m_keys;
    m_filter.setSearch(word.left(m_keys % (word.size() + 1)));
}

double MirrorUnderTest::openMs(int nodes)
{
    QElapsedTimer timer;
    timer.start();
    m_cluster.start();
    m_session.start();
    while (m_filter.rowCount() < nodes) {
        if (timer.elapsed() > kDeadlineMs)
            return -1;
        const double before = threadMs();
        QCoreApplication::processEvents();
        m_snapshotTurnMs = std::max(m_snapshotTurnMs, threadMs() - before);
    }
    m_view.show();
    m_view.grab();
    return msOf(timer);
}

double MirrorUnderTest::storm(const QByteArray &stream, const EventPosition &last)
{
    QElapsedTimer timer;
    timer.start();
    int events = 0;
    for (qsizetype from = 0; from < stream.size(); from += kChunkBytes) {
        const int fed = m_cluster.feed(QByteArrayView(stream).sliced(from, qMin(kChunkBytes, stream.size() - from)));
        if (fed < 0)
            return -1;
        events += fed;
        turn();
    }
    while (m_session.mirror().position() != last) {
        if (timer.elapsed() > kDeadlineMs)
            return -1;
        turn();
    }
    return events / msOf(timer) * 1000;
}

MirrorUnderTest::Pace MirrorUnderTest::follow(const QList<ClusterEvent> &events, double seconds, double keysPerSecond)
{
    m_turnsMs.clear();
    m_pixelsMs.clear();
    m_since.start();
    QElapsedTimer timer;
    timer.start();
    qsizetype fed = 0;
    QTimer pace;
    QObject::connect(&pace, &QTimer::timeout, &m_view, [&] {
        const auto due = static_cast<qsizetype>(msOf(timer) / 1000 / seconds * static_cast<double>(events.size()));
        for (; fed < qMin(due, events.size()); ++fed)
            m_cluster.feed(events.at(fed));
        m_fedAtMs.append(msOf(m_since)); // The last of them; the others are at most a tick older.
    });
    pace.start(kPaceMs);
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &m_view, [this] { type(); });
    if (keysPerSecond > 0)
        keys.start(static_cast<int>(1000 / keysPerSecond));
    m_busyMs = 0;
    const double most = std::max(static_cast<double>(kDeadlineMs), 2000 * seconds);
    while (fed < events.size() && msOf(timer) < most)
        turn();
    return {percentile(m_turnsMs, 0.99), percentile(m_turnsMs, 1), m_busyMs / msOf(timer), percentile(m_pixelsMs, 0.99)};
}

} // namespace muster::bench
