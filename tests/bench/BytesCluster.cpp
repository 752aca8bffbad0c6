// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/BytesCluster.h"

#include "core/dialects/native/NativeEventCodec.h"
#include "core/dialects/native/NativeReplies.h"

#include <QThreadPool>

namespace muster::bench
{

int BytesCluster::feed(QByteArrayView bytes)
{
    QList<SseFrame> frames;
    if (!m_parser.feed(bytes, &frames))
        return -1;
    for (const SseFrame &frame : std::as_const(frames)) {
        const Result<ClusterEvent> event = NativeEventCodec::decoded(frame);
        if (!event)
            return -1;
        Q_EMIT eventArrived(*event);
    }
    return static_cast<int>(frames.size());
}

LinkReport BytesCluster::link() const
{
    LinkReport report;
    report.state = LinkState::Live;
    return report;
}

Future<ClusterFacts> BytesCluster::facts()
{
    ClusterFacts facts;
    facts.version = QStringLiteral("0.1.0");
    facts.beatInterval = limits::kBeatInterval;
    facts.offlineAfter = limits::kBeatsUntilOffline * limits::kBeatInterval;
    return ready(facts);
}

Future<ClusterSnapshot> BytesCluster::snapshot()
{
    const Pending<ClusterSnapshot> pending;
    QThreadPool::globalInstance()->start(
        [pending, source = m_snapshot] { pending.finish(NativeReplies::readSnapshot(source())); });
    return pending.future();
}

} // namespace muster::bench
