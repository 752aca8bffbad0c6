// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/FleetText.h"

#include "core/dialects/native/NativeEventCodec.h"

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 kGiB = 1024 * 1024 * 1024;

Load loadAt(quint64 step)
{
    return {.cpu = static_cast<double>(step * 7 % 100) / 100,
            .load1 = static_cast<double>(step % 40) / 10,
            .memoryUsedBytes = static_cast<qint64>(2 + step % 11) * kGiB,
            .memoryTotalBytes = 16 * kGiB,
            .jobsRunning = static_cast<int>(step % 4)};
}

Node fleetNode(int number, Timestamp at)
{
    Node node;
    node.who.id = NodeId(u"worker-%1"_s.arg(number, 6, 10, QChar(u'0')));
    node.who.name = node.who.id.text();
    node.who.address = u"10.%1.%2.%3:3100"_s.arg(number / 65536).arg(number / 256 % 256).arg(number % 256);
    node.who.capabilities = {u"agent"_s, u"browser"_s};
    node.who.platform = u"Debian GNU/Linux 12 (bookworm)"_s;
    node.who.arch = u"x86_64"_s;
    node.who.hostname = node.who.id.text();
    node.who.version = u"0.1.0"_s;
    node.who.cores = 8;
    node.who.pid = 1000 + number;
    node.who.startedAt = at - std::chrono::hours(5);
    node.status = NodeStatus::Online;
    if (number % 20 == 0) {
        node.status = NodeStatus::Degraded;
        node.reasons = {{reason::kMemoryHigh, u"Memory 96 % for 3 beats"_s}};
    }
    node.registeredAt = at - std::chrono::hours(5);
    node.lastBeatAt = at - milliseconds(number % 10'000);
    node.beatInterval = limits::kBeatInterval;
    node.offlineAfter = limits::kBeatsUntilOffline * limits::kBeatInterval;
    node.load = loadAt(static_cast<quint64>(number));
    node.agents = {{u"crm-sync"_s, u"crm-sync"_s, u"sales"_s, u"running"_s, 2000 + number},
                   {u"mail-triage"_s, u"mail-triage"_s, u"support"_s, u"idle"_s, 3000 + number}};
    return node;
}

} // namespace

ClusterSnapshot fleetSnapshot(int nodes, Timestamp at)
{
    ClusterSnapshot snapshot;
    snapshot.position = {u"0a1b2c3d4e5f6071"_s, 1};
    snapshot.takenAt = at;
    for (int i = 0; i < nodes; ++i)
        snapshot.nodes.append(fleetNode(i, at));
    return snapshot;
}

ClusterEvent fleetEvent(const ClusterSnapshot &snapshot, quint64 number)
{
    const Node &node = snapshot.nodes.at(static_cast<qsizetype>(number % static_cast<quint64>(snapshot.nodes.size())));
    ClusterEvent event;
    event.position = {snapshot.position.epoch, snapshot.position.number + 1 + number};
    event.at = snapshot.takenAt + milliseconds(number / 10);
    if (number % 50 == 49) {
        Node changed = node;
        changed.status = number % 100 == 99 ? NodeStatus::Online : NodeStatus::Degraded;
        changed.reasons.clear();
        if (changed.status == NodeStatus::Degraded)
            changed.reasons = {{reason::kCpuHigh, u"CPU 97 % for 3 beats"_s}};
        event.what = NodeChanged{changed, NodeChange::Status};
    } else {
        event.what = NodeBeat{node.id(), event.at, loadAt(number), std::nullopt};
    }
    return event;
}

QByteArray fleetStream(const ClusterSnapshot &snapshot, int count)
{
    QByteArray stream;
    for (int i = 0; i < count; ++i)
        stream += NativeEventCodec::encoded(fleetEvent(snapshot, static_cast<quint64>(i)));
    return stream;
}

} // namespace muster::bench
