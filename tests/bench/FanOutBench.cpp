// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/FanOutBench.h"

#include "tests/bench/LoadedServer.h"

#include <QTemporaryDir>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int kBeating = 1000;       // Nodes; each beat is one event.
constexpr int kBeatConnections = 32; // Beats under way at once: what a turn of the server can put into one write.

struct Sides {
    LoadedServer *ours = nullptr;
    LoadedServer *peer = nullptr; // Null without Node.
    QString peerName{};
};

bool measureViewers(int viewers, double goal, const BenchOptions &options, const Sides &sides, const Report &report)
{
    const LoadPlan plan{.nodes = kBeating,
                        .connections = kBeatConnections,
                        .viewers = viewers,
                        .warmUpSeconds = 1,
                        .seconds = options.seconds};
    const QString name = u"fan-out to %1 viewers, "_s.arg(viewers);
    Row events{.row = u"b"_s, .what = name + u"events received"_s, .unit = u"events/s"_s};
    Row paid{.row = u"b"_s, .what = name + u"per second of the server's processor time"_s, .unit = u"events/s"_s};
    Row beats{.row = u"b"_s, .what = name + u"beats that caused them"_s, .unit = u"req/s"_s};
    Row bytes{.row = u"b"_s, .what = name + u"bytes received"_s, .unit = u"MB/s"_s};
    const auto add = [&](const Measured &measured, QList<double> Row::*side) {
        const LoadOutcome &outcome = measured.outcome;
        (events.*side).append(static_cast<double>(outcome.events) / outcome.seconds);
        (paid.*side).append(static_cast<double>(outcome.events) / outcome.seconds / measured.cpuShare);
        (beats.*side).append(static_cast<double>(outcome.answered) / outcome.seconds);
        (bytes.*side).append(static_cast<double>(outcome.eventBytes) / 1e6 / (plan.warmUpSeconds + outcome.seconds));
    };
    for (int round = 0; round <= options.rounds; ++round) {
        const Measured a = runLoad(sides.ours, plan);
        const Measured b = sides.peer ? runLoad(sides.peer, plan) : Measured{};
        if (a.outcome.events == 0 || a.outcome.refused > 0)
            return false;
        if (round == 0 && options.rounds > 1)
            continue; // Warms caches and just-in-time compilers.
        add(a, &Row::ours);
        if (sides.peer && b.outcome.seconds > 0)
            add(b, &Row::peer);
    }
    for (Row *row : {&events, &paid, &beats, &bytes}) {
        row->peerName = sides.peerName;
        if (row == &events && sides.peer == nullptr)
            row->goal = goal;
        report(*row);
    }
    Row bar{.row = u"b"_s, .what = name + u"against the bar"_s, .unit = u"events/s"_s, .ours = events.ours};
    bar.goal = goal; // Of the figure itself, not of the ratio.
    report(bar);
    return true;
}

} // namespace

bool runFanOutBench(const BenchOptions &options, const Report &report)
{
    const QTemporaryDir folder;
    LoadedServer ours;
    LoadedServer peer;
    if (!startMuster(&ours, folder.path() + u"/node"_s) || !announceAll(&ours, kBeating, kBeatConnections))
        return false;
    const bool hasPeer = startNode(&peer, folder.path());
    if (hasPeer && !announceAll(&peer, kBeating, kBeatConnections))
        return false;
    const Sides sides{&ours, hasPeer ? &peer : nullptr, hasPeer ? nodeName() : QString()};
    return measureViewers(options.isShort ? 10 : 100, 0, options, sides, report) &&
           (options.isShort || measureViewers(1000, 1'500'000, options, sides, report));
}

} // namespace muster::bench
