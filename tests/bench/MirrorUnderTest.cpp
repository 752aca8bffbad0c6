// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorUnderTest.h"

#include "tests/bench/Row.h"

#include <QCoreApplication>
#include <QIODevice>

#include <algorithm>
#include <ctime>

#include <poll.h>

namespace muster::bench
{

namespace
{

constexpr qsizetype kChunkBytes = 16 * 1024;
constexpr qint64 kDeadlineMs = 30'000;
constexpr int kPaceMs = 10;
constexpr double kIdleTurnMs = 0.02; // A turn of the event loop in which there was nothing to do.
constexpr double kFrameMs = 0.5;     // A turn in which something was drawn, even if nothing was applied.

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

MirrorUnderTest::MirrorUnderTest(BytesCluster::Source snapshot)
    : m_cluster(std::move(snapshot)), m_session(&m_cluster, m_clock)
{
    m_nodes.setSession(&m_session);
    m_filter.setSourceModel(&m_nodes);
    m_filter.sort(NodesModel::StatusColumn);
    m_view = std::make_unique<NodeBoard>(&m_filter);
    m_view->resize(1280, 800);
    QObject::connect(&m_nodes, &NodesModel::applied, m_view.get(), [this] {
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
    if (m_hasWorked || took > kFrameMs) {
        m_turnsMs.append(took);
        m_paidMs.append(paid);
    }
    if (m_hasTyped && took > kFrameMs) // The list is laid out and painted in the turns behind the letter's.
        m_keysMs.append(took);
    m_hasTyped = m_hasTyped && took > kFrameMs;
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

// "worker-0042", letter by letter, and away again: of 10,000 nodes it leaves 1,000, then 100, then all.
void MirrorUnderTest::type()
{
    static const QString word = QStringLiteral("worker-0042");
    ++m_keys;
    m_hasTyped = true;
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
    m_view->show();
    m_view->grab();
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
    for (QList<double> *samples : {&m_turnsMs, &m_paidMs, &m_keysMs, &m_pixelsMs})
        samples->clear();
    m_since.start();
    QElapsedTimer timer;
    timer.start();
    qsizetype fed = 0;
    QTimer pace;
    QObject::connect(&pace, &QTimer::timeout, m_view.get(), [&] {
        const auto due = static_cast<qsizetype>(msOf(timer) / 1000 / seconds * static_cast<double>(events.size()));
        for (; fed < qMin(due, events.size()); ++fed)
            m_cluster.feed(events.at(fed));
        m_fedAtMs.append(msOf(m_since)); // The last of them; the others are at most a tick older.
    });
    pace.start(kPaceMs);
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, m_view.get(), [this] { type(); });
    if (keysPerSecond > 0)
        keys.start(static_cast<int>(1000 / keysPerSecond));
    m_busyMs = 0;
    const double most = std::max(static_cast<double>(kDeadlineMs), 2000 * seconds);
    while (fed < events.size() && msOf(timer) < most) {
        turn();
        ::poll(nullptr, 0, 1); // Between turns the core is for others.
    }
    return {.frameP99Ms = percentile(m_turnsMs, 0.99),
            .paidP99Ms = percentile(m_paidMs, 0.99),
            .stallMs = percentile(m_turnsMs, 1),
            .keyP99Ms = percentile(m_keysMs, 0.99),
            .busyShare = m_busyMs / msOf(timer),
            .pixelP99Ms = percentile(m_pixelsMs, 0.99)};
}

bool MirrorUnderTest::follow(QIODevice *stream, double seconds)
{
    QElapsedTimer timer;
    timer.start();
    const auto perMs = static_cast<double>(stream->size()) / seconds / 1000;
    while (!stream->atEnd()) {
        const auto due = static_cast<qint64>(perMs * msOf(timer)) - stream->pos();
        if (due > 0 && m_cluster.feed(stream->read(qMin<qint64>(due, kChunkBytes))) < 0)
            return false;
        turn();
        ::poll(nullptr, 0, 1);
    }
    return true;
}

} // namespace muster::bench
