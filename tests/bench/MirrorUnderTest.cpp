// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorUnderTest.h"

#include "tests/bench/Row.h"
#include "ui/nodes/NodeCardDelegate.h"

#include <QCoreApplication>
#include <QElapsedTimer>

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
    QObject::connect(&m_nodes, &NodesModel::applied, &m_view, [this] { m_hasWorked = true; });
}

MirrorUnderTest::~MirrorUnderTest()
{
    m_session.stop();
}

void MirrorUnderTest::turn()
{
    QElapsedTimer timer;
    timer.start();
    QCoreApplication::processEvents();
    const double took = msOf(timer);
    // A frame is applied in one turn and drawn in the same or the next; idle turns are shorter than anything of
    // interest.
    if (m_hasWorked || took > 0.5)
        m_turnsMs.append(took);
    m_hasWorked = false;
    if (took > kIdleTurnMs)
        m_busyMs += took;
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
        QCoreApplication::processEvents();
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

MirrorUnderTest::Pace MirrorUnderTest::follow(const QList<ClusterEvent> &events, double seconds)
{
    m_turnsMs.clear();
    QElapsedTimer timer;
    timer.start();
    qsizetype fed = 0;
    QTimer pace;
    QObject::connect(&pace, &QTimer::timeout, &m_view, [&] {
        const auto due = static_cast<qsizetype>(msOf(timer) / 1000 / seconds * static_cast<double>(events.size()));
        for (; fed < qMin(due, events.size()); ++fed)
            m_cluster.feed(events.at(fed));
    });
    pace.start(kPaceMs);
    m_busyMs = 0;
    while (fed < events.size() && timer.elapsed() < kDeadlineMs)
        turn();
    return {percentile(m_turnsMs, 0.99), percentile(m_turnsMs, 1), m_busyMs / msOf(timer)};
}

} // namespace muster::bench
