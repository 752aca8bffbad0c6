// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/StartBench.h"

#include "tests/bench/LoadedServer.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int kNodes = 100;

// What to start, and the line that says it lives.
struct Starter {
    QString title{};
    QString program{};
    QStringList arguments{};
    QString ready{};
    QProcess::ProcessChannel channel = QProcess::StandardOutput;
    double goalMs = 0;
    double goalMb = 0;
};

// Leaves a store with nodes in \a folder.
bool fillStore(const QString &folder)
{
    LoadedServer server;
    return startMuster(&server, folder) && announceAll(&server, kNodes, 10);
}

bool measureStarts(const Starter &starter, const BenchOptions &options, const QString &home, const Report &report)
{
    Row ready{.row = u"f"_s,
              .what = starter.title + u", started to "_s + starter.ready,
              .unit = u"ms"_s,
              .moreIsBetter = false};
    Row rss{.row = u"f"_s, .what = starter.title + u", resident at rest"_s, .unit = u"MB"_s, .moreIsBetter = false};
    Row wakes{.row = u"f"_s,
              .what = starter.title + u", wake-ups at rest"_s,
              .unit = u"1/s"_s,
              .moreIsBetter = false,
              .goal = 5};
    ready.goal = starter.goalMs;
    rss.goal = starter.goalMb;
    // The first start warms the caches; one of the others is left alone for a while.
    for (int round = 0; round <= 2 * options.rounds; ++round) {
        ServerProcess process;
        process.setEnvironment(u"XDG_DATA_HOME"_s, home);
        process.setEnvironment(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        process.setEnvironment(u"MUSTER_TRACE_START"_s, u"1"_s);
        if (process.start(starter.program, starter.arguments, kServerCore, starter.ready, starter.channel).isEmpty())
            return false;
        if (round > 0)
            ready.ours.append(process.readyMs());
        if (round == 2 * options.rounds) {
            const double seconds = options.isShort ? 0.5 : 10;
            if (!process.letRun(seconds))
                return false;
            const ProcessFigures before = process.figures();
            if (!process.letRun(seconds))
                return false;
            const ProcessFigures after = process.figures();
            rss.ours.append(after.rssMb);
            wakes.ours.append(static_cast<double>(after.wakeUps - before.wakeUps) / seconds);
        }
    }
    report(ready);
    report(rss);
    report(wakes);
    return true;
}

} // namespace

bool runStartBench(const BenchOptions &options, const Report &report)
{
    const QTemporaryDir folder;
    const QString store = folder.path() + u"/muster/node"_s; // Where the console's embedded node looks, too.
    if (!fillStore(store))
        return false;
    const QString bin = QCoreApplication::applicationDirPath();
    const Starter daemon{
        .title = u"musterd, 100 nodes"_s,
        .program = bin + u"/musterd"_s,
        .arguments = {u"--listen"_s, u"127.0.0.1:0"_s, u"--data"_s, store, u"--log-level"_s, u"error"_s},
        .ready = u"musterd ready"_s,
        .goalMs = 50,
        .goalMb = 25};
    const Starter console{.title = u"muster, 100 nodes"_s,
                          .program = bin + u"/muster"_s,
                          .arguments = {u"--local"_s, u"--config-dir"_s, folder.path() + u"/config"_s},
                          .ready = u"muster first-card"_s,
                          .channel = QProcess::StandardError,
                          .goalMs = 300,
                          .goalMb = 90};
    return measureStarts(daemon, options, folder.path(), report) &&
           measureStarts(console, options, folder.path(), report);
}

} // namespace muster::bench
