// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/MirrorBench.h"

#include "core/dialects/native/NodeText.h"
#include "tests/bench/FleetText.h"
#include "tests/bench/MirrorMemory.h"
#include "tests/bench/MirrorUnderTest.h"
#include "tests/bench/ServerProcess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int kStormEvents = 50'000;
constexpr double kBurstPerSecond = 10'000;

// What both sides read.
struct Fleet {
    ClusterSnapshot snapshot{};
    QByteArray bytes{};
    QByteArray stream{};
    int events = 0;
};

Fleet makeFleet(int nodes, int events)
{
    Fleet fleet{.snapshot = fleetSnapshot(nodes, SystemClock().now()), .events = events};
    fleet.bytes = snapshotText(fleet.snapshot);
    fleet.stream = fleetStream(fleet.snapshot, events);
    return fleet;
}

QList<double> numbers(const QJsonValue &value)
{
    QList<double> list;
    for (const QJsonValue &one : value.toArray())
        list.append(one.toDouble());
    return list;
}

QString put(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
}

// Node's figures for \a fleet; empty without Node.
QJsonObject peerFigures(const Fleet &fleet, int rounds)
{
    const QTemporaryDir folder;
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        return {};
    const QByteArray printed =
        outputOf(node,
                 {QStringLiteral(MUSTER_SOURCE_DIR "/tests/bench/node/mirror.mjs"),
                  put(folder, u"snapshot.json"_s, fleet.bytes), put(folder, u"events.sse"_s, fleet.stream),
                  QString::number(rounds)},
                 kLoadCore);
    return QJsonDocument::fromJson(printed).object();
}

Row rowOf(const QString &what, const QString &unit, double goal = 0)
{
    Row row{.row = u"a"_s, .what = what, .unit = unit, .moreIsBetter = false};
    row.goal = goal;
    return row;
}

QList<ClusterEvent> eventsOf(const Fleet &fleet, double perSecond, double seconds)
{
    QList<ClusterEvent> events;
    for (int i = 0; i < static_cast<int>(perSecond * seconds); ++i)
        events.append(fleetEvent(fleet.snapshot, static_cast<quint64>(i)));
    return events;
}

// Storm (ii): 10,000 events a second, sorted by status, while somebody types into the filter.
bool measureBurst(int nodes, const BenchOptions &options, const Report &report)
{
    const Fleet fleet = makeFleet(nodes, 0);
    const double seconds = options.isShort ? 0.5 : std::max(options.seconds, 10.0);
    const QList<ClusterEvent> events = eventsOf(fleet, kBurstPerSecond, seconds);
    const QString name = u"%1 nodes, 10,000 events/s for %2 s, 5 keys/s typed, "_s.arg(nodes).arg(seconds);
    Row frame = rowOf(name + u"frame p99"_s, u"ms"_s, 8.3);
    Row stall = rowOf(name + u"longest stall"_s, u"ms"_s, 50);
    Row paid = rowOf(name + u"frame p99, processor time"_s, u"ms"_s, 8.3);
    Row key = rowOf(name + u"frames of a key p99"_s, u"ms"_s, 8.3);
    Row pixel = rowOf(name + u"event to pixel p99"_s, u"ms"_s, 100);
    Row busy = rowOf(name + u"share of one core"_s, u"%"_s);
    for (int round = 0; round < options.rounds; ++round) {
        MirrorUnderTest mirror([&fleet] { return fleet.bytes; });
        if (mirror.openMs(nodes) < 0)
            return false;
        const MirrorUnderTest::Pace pace = mirror.follow(events, seconds, 5);
        frame.ours.append(pace.frameP99Ms);
        paid.ours.append(pace.paidP99Ms);
        key.ours.append(pace.keyP99Ms);
        stall.ours.append(pace.stallMs);
        pixel.ours.append(pace.pixelP99Ms);
        busy.ours.append(100 * pace.busyShare);
    }
    for (const Row &row : {frame, paid, key, stall, pixel, busy})
        report(row);
    return true;
}

// Resident megabytes of a console that follows so many nodes; below 0 when it failed.
double consoleMb(int nodes, double seconds)
{
    const QTemporaryDir folder;
    const Fleet fleet = makeFleet(nodes, static_cast<int>(nodes / 10.0 * seconds));
    return measuredConsoleMb({.snapshot = put(folder, u"snapshot.json"_s, fleet.bytes),
                              .events = put(folder, u"events.sse"_s, fleet.stream),
                              .nodes = nodes,
                              .seconds = seconds});
}

// What a console holds, in a process of its own each time: here are the bytes that it is fed with, too.
bool measureMemory(int few, int many, const BenchOptions &options, const Report &report)
{
    const QString name = u"%1 nodes, resident with a window, after 1/10 of them beat each second"_s;
    Row small = rowOf(name.arg(few), u"MB"_s, 80);
    Row large = rowOf(name.arg(many), u"MB"_s, 110);
    Row each = rowOf(u"each node between %1 and %2"_s.arg(few).arg(many), u"KB"_s, 1.0);
    for (int round = 0; round < options.rounds; ++round) {
        small.ours.append(consoleMb(few, options.seconds));
        large.ours.append(consoleMb(many, options.seconds));
        if (small.ours.last() < 0 || large.ours.last() < 0)
            return false;
        each.ours.append((large.ours.last() - small.ours.last()) * 1024 / (many - few));
    }
    for (const Row &row : {small, large, each})
        report(row);
    return true;
}

bool measureFleet(int nodes, double firstGoalMs, const BenchOptions &options, const Report &report)
{
    const Fleet fleet = makeFleet(nodes, options.isShort ? 1000 : kStormEvents);
    const QJsonObject peer = peerFigures(fleet, options.rounds);
    const QString name = u"%1 nodes, "_s.arg(nodes);
    Row first = rowOf(name + u"snapshot to whole picture"_s, u"ms"_s, firstGoalMs);
    Row storm = rowOf(name + u"storm, bytes to models"_s, u"events/s"_s);
    Row frame = rowOf(name + u"1/10 of them beat each second, frame p99"_s, u"ms"_s, 8.3);
    Row paid = rowOf(name + u"the same, frame p99, processor time"_s, u"ms"_s, 8.3);
    Row stall = rowOf(name + u"the same, longest stall"_s, u"ms"_s, 50);
    Row busy = rowOf(name + u"the same, share of one core"_s, u"%"_s, nodes <= 1000 ? 2 : 0);
    storm.moreIsBetter = true;
    storm.peerName = u"node, nothing drawn"_s;
    storm.peer = numbers(peer.value(u"eventsPerSecond"));
    Row turn = rowOf(name + u"snapshot, processor time of the gui thread"_s, u"ms"_s, nodes <= 10'000 ? 4 : 0);
    const QList<ClusterEvent> beats = eventsOf(fleet, nodes / 10.0, options.seconds);
    for (int round = 0; round < options.rounds; ++round) {
        {
            MirrorUnderTest mirror([&fleet] { return fleet.bytes; });
            first.ours.append(mirror.openMs(nodes));
            turn.ours.append(mirror.snapshotTurnMs());
            const MirrorUnderTest::Pace pace = mirror.follow(beats, options.seconds);
            frame.ours.append(pace.frameP99Ms);
            paid.ours.append(pace.paidP99Ms);
            stall.ours.append(pace.stallMs);
            busy.ours.append(100 * pace.busyShare);
        }
        MirrorUnderTest mirror([&fleet] { return fleet.bytes; });
        if (mirror.openMs(nodes) < 0 || first.ours.last() < 0)
            return false;
        EventPosition last = fleet.snapshot.position;
        last.number += static_cast<quint64>(fleet.events);
        storm.ours.append(mirror.storm(fleet.stream, last));
        if (storm.ours.last() < 0)
            return false;
    }
    for (const Row &row : {first, turn, frame, paid, stall, busy, storm})
        report(row);
    Row read = rowOf(name + u"Node reads the snapshot, draws nothing"_s, u"ms"_s);
    read.ours = numbers(peer.value(u"snapshotMs"));
    if (!read.ours.isEmpty())
        report(read);
    return true;
}

} // namespace

bool runMirrorBench(const BenchOptions &options, const Report &report)
{
    pinToCore(kServerCore);
    return (options.isShort ? measureMemory(100, 1'000, options, report) : measureMemory(1'000, 10'000, options, report)) &&
           measureFleet(1'000, 100, options, report) &&
           (options.isShort || measureFleet(10'000, 250, options, report)) &&
           measureBurst(options.isShort ? 1'000 : 10'000, options, report);
}

} // namespace muster::bench
