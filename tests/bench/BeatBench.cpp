// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/BeatBench.h"

#include "tests/bench/LoadedServer.h"

#include <QTemporaryDir>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr double kOpenLoopRate = 1000; // 10,000 nodes, a beat each 10 s.

// All rows of the open loop, filled together.
struct PaceRows {
    Row p50{.row = u"b"_s, .what = u"1000 beats/s, p50"_s, .unit = u"ms"_s, .moreIsBetter = false};
    Row p99{.row = u"b"_s, .what = u"1000 beats/s, p99"_s, .unit = u"ms"_s, .moreIsBetter = false};
    Row cpu{.row = u"b"_s, .what = u"1000 beats/s, share of one core"_s, .unit = u"%"_s, .moreIsBetter = false};
    Row rss{.row = u"b"_s, .what = u"10,000 nodes, resident"_s, .unit = u"MB"_s, .moreIsBetter = false};
};

void add(const Measured &measured, PaceRows *rows, QList<double> Row::*side)
{
    (rows->p50.*side).append(measured.outcome.p50Ms);
    (rows->p99.*side).append(measured.outcome.p99Ms);
    (rows->cpu.*side).append(100 * measured.cpuShare);
    (rows->rss.*side).append(measured.rssMb);
}

bool measureSaturation(const BenchOptions &options, LoadedServer *ours, LoadedServer *peer, Row row,
                       const Report &report)
{
    const LoadPlan plan{
        .nodes = options.nodes, .connections = options.connections, .warmUpSeconds = 1, .seconds = options.seconds};
    row.what = u"saturation, %1 nodes over %2 connections"_s.arg(options.nodes).arg(options.connections);
    row.unit = u"req/s"_s;
    row.goal = 2;
    // Does not mind what else the machine does, as the first row does.
    Row paid{
        .row = u"b"_s, .what = u"saturation, beats per second of the server's processor time"_s, .unit = u"req/s"_s};
    paid.peerName = row.peerName;
    for (int round = 0; round <= options.rounds; ++round) {
        const Measured a = runLoad(ours, plan);
        const Measured b = peer ? runLoad(peer, plan) : Measured{};
        if (a.outcome.answered == 0 || a.outcome.refused > 0)
            return false;
        if (round == 0 && options.rounds > 1)
            continue; // Warms caches and just-in-time compilers.
        row.ours.append(static_cast<double>(a.outcome.answered) / a.outcome.seconds);
        if (peer)
            row.peer.append(static_cast<double>(b.outcome.answered) / b.outcome.seconds);
        paid.ours.append(row.ours.last() / a.cpuShare);
        if (peer)
            paid.peer.append(row.peer.last() / b.cpuShare);
    }
    report(row);
    report(paid);
    return true;
}

bool measurePace(const BenchOptions &options, LoadedServer *ours, LoadedServer *peer, const QString &peerName,
                 const Report &report)
{
    const LoadPlan plan{.nodes = options.nodes,
                        .connections = options.connections,
                        .ratePerSecond = kOpenLoopRate,
                        .warmUpSeconds = 1,
                        .seconds = options.seconds};
    PaceRows rows;
    Row viewed{.row = u"b"_s,
               .what = u"1000 beats/s with 10 viewers, p99"_s,
               .unit = u"ms"_s,
               .moreIsBetter = false,
               .goal = 5};
    Row fed{.row = u"b"_s, .what = u"1000 beats/s to 10 viewers, sent"_s, .unit = u"MB/s"_s};
    for (int round = 0; round < options.rounds; ++round) {
        add(runLoad(ours, plan), &rows, &Row::ours);
        if (peer)
            add(runLoad(peer, plan), &rows, &Row::peer);
        LoadPlan watched = plan;
        watched.viewers = 10;
        const Measured measured = runLoad(ours, watched);
        viewed.ours.append(measured.outcome.p99Ms);
        fed.ours.append(static_cast<double>(measured.outcome.eventBytes) / 1e6 /
                        (plan.warmUpSeconds + measured.outcome.seconds));
        if (measured.outcome.refused > 0)
            return false;
    }
    for (Row *row : {&rows.p50, &rows.p99, &rows.cpu, &rows.rss}) {
        row->peerName = peerName;
        report(*row);
    }
    report(viewed);
    report(fed);
    return true;
}

} // namespace

bool runBeatBench(const BenchOptions &options, const Report &report)
{
    const QTemporaryDir folder;
    LoadedServer ours;
    LoadedServer peer;
    if (!startMuster(&ours, folder.path() + u"/node"_s) || !announceAll(&ours, options.nodes, options.connections))
        return false;
    const bool hasPeer = startNode(&peer, folder.path());
    if (hasPeer && !announceAll(&peer, options.nodes, options.connections))
        return false;
    QString peerName;
    if (hasPeer)
        peerName = nodeName();
    return measureSaturation(options, &ours, hasPeer ? &peer : nullptr, {.row = u"b"_s, .peerName = peerName},
                             report) &&
           measurePace(options, &ours, hasPeer ? &peer : nullptr, peerName, report);
}

} // namespace muster::bench
