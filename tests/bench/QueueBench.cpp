// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/QueueBench.h"

#include "tests/bench/QueueLoad.h"
#include "tests/bench/ServerProcess.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTcpServer>

#include <algorithm>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

const QString kPeerFolder = QStringLiteral(MUSTER_SOURCE_DIR "/tests/bench/node/");

// One case of row c, on either side.
struct Case {
    QString row;
    QString what;
    QString unit;
    QString peerCase;
    int jobs;        // Or seconds, of "mixed" and "latency".
    int concurrency;
    double goalAlways;   // Of the ratio; 0: none.
    double goalEverySec;
    double goal = 0;     // Of our median, where that is the promise.
    bool moreIsBetter = true;
};

double measureOurs(const Case &one)
{
    QueueLoad load;
    if (!load.isOpen())
        return 0;
    if (one.peerCase == u"add")
        return load.add(one.jobs, one.concurrency);
    if (one.peerCase == u"bulk")
        return load.bulk(one.jobs);
    if (one.peerCase == u"drain")
        return load.drain(one.jobs, one.concurrency);
    return one.peerCase == u"mixed" ? load.mixed(one.jobs) : load.latency(one.jobs);
}

bool hasPeer()
{
    return !QStandardPaths::findExecutable(u"node"_s).isEmpty() && !QStandardPaths::findExecutable(u"redis-server"_s).isEmpty()
        && QFileInfo::exists(kPeerFolder + u"node_modules/bullmq"_s);
}

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

// One measurement on a Redis of its own, which syncs as \a mode says.
double measurePeer(const Case &one, const QString &mode)
{
    const QTemporaryDir folder;
    const QString port = QString::number(freePort());
    ServerProcess redis;
    const QString ready = redis.start(u"redis-server"_s,
                                      {u"--port"_s, port, u"--bind"_s, u"127.0.0.1"_s, u"--dir"_s, folder.path(), u"--save"_s, {},
                                       u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s, mode},
                                      kServerCore, u"Ready to accept connections"_s);
    if (ready.isEmpty())
        return 0;
    const QByteArray told = outputOf(u"node"_s, {kPeerFolder + u"queue.mjs"_s, port, one.peerCase, QString::number(one.jobs), QString::number(one.concurrency)}, kLoadCore);
    return QJsonDocument::fromJson(told).object().value(u"value"_s).toDouble();
}

bool measure(const Case &one, const BenchOptions &options, const Report &report)
{
    Row always{.row = one.row, .what = one.what, .unit = one.unit, .moreIsBetter = one.moreIsBetter};
    Row everySec = always;
    always.peerName = u"bullmq 6.7.0 always"_s;
    everySec.peerName = u"bullmq 6.7.0 everysec"_s;
    always.goal = one.goalAlways;
    everySec.goal = one.goalEverySec;
    const bool isBeside = hasPeer() && !one.peerCase.isEmpty() && !options.isShort;
    for (int round = 0; round <= options.rounds; ++round) {
        const double ours = measureOurs(one);
        if (ours <= 0)
            return false;
        const double strict = isBeside ? measurePeer(one, u"always"_s) : 0;
        const double usual = isBeside ? measurePeer(one, u"everysec"_s) : 0;
        if (round == 0 && options.rounds > 1)
            continue; // Warms the disk and the compiler.
        always.ours.append(ours);
        if (isBeside)
            always.peer.append(strict);
        if (isBeside)
            everySec.peer.append(usual);
    }
    everySec.ours = always.ours;
    if (one.goal > 0) { // Our own promise, not a ratio.
        Row own = always;
        own.peer.clear();
        own.peerName.clear();
        own.goal = one.goal;
        report(own);
    }
    if (isBeside || one.goal == 0)
        report(always);
    if (isBeside)
        report(everySec);
    return true;
}

// c7: what a million jobs that are done cost those that come.
bool measureHistory(const BenchOptions &options, const Report &report)
{
    Row add{.row = u"c7"_s, .what = u"64 at once, with history, of that without"_s, .unit = u"ratio"_s, .goal = 1 / 1.5};
    Row drain{.row = u"c7"_s, .what = u"concurrency 50, with history, of that without"_s, .unit = u"ratio"_s, .goal = 1 / 1.5};
    const int jobs = options.isShort ? 500 : 50'000;
    QueueLoad old;
    if (!old.isOpen() || old.drain(options.isShort ? 5000 : 1'000'000, 50) == 0)
        return false;
    for (int round = 0; round < options.rounds; ++round) {
        QueueLoad fresh;
        if (!fresh.isOpen())
            return false;
        add.ours.append(old.add(jobs, 64) / fresh.add(jobs, 64));
        drain.ours.append(old.drain(jobs, 50) / fresh.drain(jobs, 50));
    }
    report(add);
    report(drain);
    return true;
}

} // namespace

bool runQueueBench(const BenchOptions &options, const Report &report)
{
    const int scale = options.isShort ? 100 : 1;
    const int seconds = std::max(1, static_cast<int>(options.seconds));
    const QString rate = u"jobs/s"_s;
    const QList<Case> cases{
        {u"c1"_s, u"add one by one"_s, rate, u"add"_s, 5000 / scale, 1, 1, 0},
        {u"c2"_s, u"add, 64 at once"_s, rate, u"add"_s, 50'000 / scale, 64, 4, 1.5},
        {u"c3"_s, u"add a thousand a call"_s, rate, u"bulk"_s, 100'000 / scale, 1, 5, 1.5},
        {u"c4"_s, u"drain, concurrency 1"_s, rate, u"drain"_s, (options.isShort ? 100'000 : 20'000) / scale, 1, 2, 1.5},
        {u"c4"_s, u"drain, concurrency 50"_s, rate, u"drain"_s, 100'000 / scale, 50, 3, 1.5},
        {u"c5"_s, u"add and run side by side"_s, rate, u"mixed"_s, seconds, 50, 0, 0},
        {u"c6"_s, u"500 jobs/s, call to start, p99"_s, u"ms"_s, u"latency"_s, seconds, 50, 0, 0, 10, false},
    };
    return std::all_of(cases.begin(), cases.end(), [&](const Case &one) { return measure(one, options, report); })
        && measureHistory(options, report);
}

} // namespace muster::bench
