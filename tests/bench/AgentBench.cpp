// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/AgentBench.h"

#include "core/domain/AgentSettings.h"
#include "core/handlers/Handler.h"
#include "tests/support/StallWatch.h"

#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <sys/resource.h>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

const QStringList kIdle{u"/bin/sleep"_s, u"1000000"_s};
const QStringList kTalking{u"/bin/sh"_s, u"-c"_s, u"while :; do echo 'a line as an agent would write it'; sleep 1; done"_s};

void letRun(milliseconds span)
{
    QEventLoop loop;
    QTimer::singleShot(span, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

//! Until \a isDone, a minute at most.
bool waitFor(const std::function<bool()> &isDone)
{
    for (int i = 0; i < 600 && !isDone(); ++i)
        letRun(milliseconds(100));
    return isDone();
}

double processorSeconds()
{
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

//! Share of a core that this process takes over \a seconds; percent.
double percentOver(double seconds)
{
    const SystemClock clock;
    const double before = processorSeconds();
    const SteadyTime begin = clock.steadyNow();
    letRun(milliseconds(qint64(seconds * 1000)));
    return (processorSeconds() - before) * 100 * 1000 / double((clock.steadyNow() - begin).count());
}

Entity entityOf(int number, const QStringList &argv)
{
    Entity entity;
    entity.ref.id = EntityId(u"agent%1"_s.arg(number));
    AgentSettings settings;
    settings.argv = argv;
    entity.settings = settings.toJson();
    return entity;
}

//! A handler as a node has it.
struct Node {
    Node() : handler(handlerOf(EntityKind::Agent)->make({.folder = folder.path(), .clock = clock}))
    {
        QObject::connect(handler.get(), &Handler::lines, handler.get(),
                         [this](const OutputSource &, const QList<OutputLine> &more) { lines += more.size(); });
        handler->start();
    }
    bool keep(int count, const QStringList &argv)
    {
        for (int i = 0; i < count; ++i) {
            handler->keep(entityOf(i, argv), {});
            letRun(milliseconds(2)); // As work comes: not all in one turn.
        }
        return waitFor([this] { return isUp(); });
    }
    bool isUp() const
    {
        const QList<Agent> agents = handler->agents();
        return std::ranges::all_of(agents, [](const Agent &agent) { return agent.state == u"running"_s; });
    }

    QTemporaryDir folder;
    SystemClock clock;
    std::unique_ptr<Handler> handler;
    qint64 lines = 0;
};

double oursOver(int count, const QStringList &argv, double seconds)
{
    Node node;
    if (!node.keep(count, argv))
        return -1;
    letRun(milliseconds(qint64(seconds * 500))); // The starts are over, and the first looks.
    return percentOver(seconds);
}

double theirsOver(int count, const QStringList &argv, double seconds)
{
    std::vector<std::unique_ptr<QProcess>> processes;
    qint64 lines = 0;
    for (int i = 0; i < count; ++i) {
        auto process = std::make_unique<QProcess>();
        QProcess *one = process.get();
        QObject::connect(one, &QProcess::readyReadStandardOutput, one,
                         [one, &lines] { lines += one->readAllStandardOutput().count('\n'); });
        one->start(argv.first(), argv.sliced(1));
        processes.push_back(std::move(process));
        letRun(milliseconds(2));
    }
    letRun(milliseconds(qint64(seconds * 500)));
    const double percent = percentOver(seconds);
    for (const auto &process : processes)
        process->kill();
    for (const auto &process : processes)
        process->waitForFinished();
    return percent;
}

bool measureSupervision(const QString &title, const QStringList &argv, const BenchOptions &options, const Report &report)
{
    const int count = options.isShort ? 20 : 500;
    Row alone{.row = u"agents"_s,
              .what = u"%1 agents, %2: supervision"_s.arg(count).arg(title),
              .unit = u"% of a core"_s,
              .moreIsBetter = false,
              .goal = 2};
    Row beside = alone;
    beside.what += u", beside QProcess without looks"_s;
    beside.peerName = u"QProcess"_s;
    beside.goal = 0;
    for (int round = 0; round < options.rounds; ++round) {
        const double ours = oursOver(count, argv, options.seconds);
        if (ours < 0)
            return false;
        alone.ours.append(ours);
        beside.peer.append(theirsOver(count, argv, options.seconds));
    }
    beside.ours = alone.ours;
    report(alone);
    report(beside);
    return true;
}

//! Ten starts a second among 500 that run, and all of them at once, in a process of the size of a busy node.
bool measureStarts(const BenchOptions &options, const Report &report)
{
    const int count = options.isShort ? 20 : 500;
    const QByteArray memory(100 * 1024 * 1024, 'x'); // What a fork would have to prepare for copying.
    Row few{.row = u"agents"_s,
            .what = u"10 starts a second beside %1 agents: longest turn of the node's thread"_s.arg(count),
            .unit = u"ms"_s,
            .moreIsBetter = false,
            .goal = 20};
    Row many = few;
    many.what = u"%1 agents kept at once: longest turn of the node's thread"_s.arg(count);
    many.goal = 50;
    for (int round = 0; round < options.rounds; ++round) {
        Node node;
        StallWatch atOnce;
        for (int i = 0; i < count; ++i)
            node.handler->keep(entityOf(i, kIdle), {});
        if (!waitFor([&] { return node.isUp(); }))
            return false;
        many.ours.append(double(atOnce.longest().count()));

        StallWatch watch;
        const int starts = int(options.seconds * 10);
        int ended = 0;
        QObject::connect(node.handler.get(), &Handler::ended, node.handler.get(), [&ended] { ++ended; });
        for (int i = 0; i < starts; ++i) {
            const RunId id{JobId(u"job%1"_s.arg(i)), 1};
            node.handler->run({.id = id, .entity = entityOf(0, {u"/bin/true"_s}), .payload = memory.first(64)});
            letRun(milliseconds(100));
        }
        if (!waitFor([&] { return ended == starts; }))
            return false;
        few.ours.append(double(watch.longest().count()));
    }
    report(few);
    report(many);
    return true;
}

} // namespace

bool runAgentBench(const BenchOptions &options, const Report &report)
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max; // Four for each agent.
    ::setrlimit(RLIMIT_NOFILE, &files);
    return measureSupervision(u"silent"_s, kIdle, options, report) &&
           measureSupervision(u"a line a second each"_s, kTalking, options, report) && measureStarts(options, report);
}

} // namespace muster::bench
