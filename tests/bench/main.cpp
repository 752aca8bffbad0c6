// SPDX-License-Identifier: Apache-2.0
// muster-bench: measures what performance.md promises, one JSON object a line on standard output.
#include "tests/bench/AgentBench.h"
#include "tests/bench/BeatBench.h"
#include "tests/bench/FanOutBench.h"
#include "tests/bench/LoadGenerator.h"
#include "tests/bench/MirrorBench.h"
#include "tests/bench/MirrorGuiBench.h"
#include "tests/bench/MirrorMemory.h"
#include "tests/bench/QueueBench.h"
#include "tests/bench/RecordBench.h"
#include "tests/bench/StartBench.h"
#include "tests/bench/TlsBench.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>
#include <memory>

using namespace muster::bench;
using namespace Qt::StringLiterals;

namespace
{

struct Bench {
    QString name;
    QString what;
    bool (*run)(const BenchOptions &options, const Report &report);
};

const QList<Bench> &allBenches()
{
    static const QList<Bench> all{
        {u"beats"_s, u"row b: heartbeats over HTTP, beside Node"_s, runBeatBench},
        {u"fanout"_s, u"row b: events to a thousand viewers, beside Node"_s, runFanOutBench},
        {u"tls"_s, u"row b: heartbeats over TLS beside plain ones"_s, runTlsBench},
        {u"mirror"_s, u"row a: a snapshot and storms of events, from bytes to cards"_s, runMirrorBench},
        {u"mirror-gui"_s, u"row a: what a snapshot costs the thread that draws"_s, runMirrorGuiBench},
        {u"agents"_s, u"what 500 supervised agents cost their node, beside QProcess"_s, runAgentBench},
        {u"queue"_s, u"row c: jobs added and run, beside BullMQ on Redis"_s, runQueueBench},
        {u"records"_s, u"a large audit log verified, and logs of many agents taken"_s, runRecordBench},
        {u"start"_s, u"row f: from starting a program to its first sign of life, and its memory at rest"_s,
         runStartBench},
    };
    return all;
}

QByteArray lineOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

void print(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

int list()
{
    for (const Bench &bench : allBenches())
        print(u"%1  %2\n"_s.arg(bench.name, -8).arg(bench.what).toUtf8());
    return 0;
}

int measure(const QString &name, const BenchOptions &options, const QString &path)
{
    QFile file(path);
    if (!path.isEmpty() && !file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        qWarning("cannot write %s", qPrintable(path));
        return 2;
    }
    const auto report = [&file](const Row &row) {
        const QByteArray line = lineOf(row.toJson());
        print(line);
        if (file.isOpen())
            file.write(line);
    };
    for (const Bench &bench : allBenches()) {
        if (bench.name == name)
            return bench.run(options, report) ? 0 : 1;
    }
    qWarning("there is no bench %s", qPrintable(name));
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    // Only the mirror draws; everything else, the load above all, does without a screen.
    const bool draws = argc > 1 && QByteArrayView(argv[1]) == "mirror";
    if (argc > 1 && QByteArrayView(argv[1]) == "tls" && !enterTlsNetwork())
        return 1;
    if (draws && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const std::unique_ptr<QCoreApplication> application(draws ? new QApplication(argc, argv)
                                                              : new QCoreApplication(argc, argv));
    QCoreApplication::setApplicationName(u"muster-bench"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MUSTER_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Muster; without a name, lists what it can measure."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(u"name"_s, u"What to measure."_s);
    parser.addOptions({{u"json"_s, u"Write the lines to a file, too."_s, u"file"_s},
                       {u"rounds"_s, u"Rounds of each side (5)."_s, u"n"_s, u"5"_s},
                       {u"seconds"_s, u"Length of a round (6)."_s, u"s"_s, u"6"_s},
                       {u"nodes"_s, u"Nodes that beat (10000)."_s, u"n"_s, u"10000"_s},
                       {u"connections"_s, u"Connections they share (500)."_s, u"n"_s, u"500"_s},
                       {u"short"_s, u"Only see that it works: small and quick, the figures mean nothing."_s}});
    QCommandLineOption load(u"load"_s, {}, u"plan"_s);
    load.setFlags(QCommandLineOption::HiddenFromHelp); // This program again, as the load on another core.
    QCommandLineOption console(u"console"_s, {}, u"plan"_s);
    console.setFlags(QCommandLineOption::HiddenFromHelp); // The same as a console that holds nothing of the load.
    parser.addOptions({load, console});
    parser.process(*application);

    if (parser.isSet(load)) {
        const QJsonObject plan = QJsonDocument::fromJson(parser.value(load).toUtf8()).object();
        print(lineOf(LoadGenerator(LoadPlan::fromJson(plan)).run().toJson()));
        return 0;
    }
    if (parser.isSet(console))
        return runMemoryConsole(MemoryPlan::fromJson(QJsonDocument::fromJson(parser.value(console).toUtf8()).object()));
    if (parser.positionalArguments().isEmpty())
        return list();
    BenchOptions options{.rounds = parser.value(u"rounds"_s).toInt(),
                         .seconds = parser.value(u"seconds"_s).toDouble(),
                         .nodes = parser.value(u"nodes"_s).toInt(),
                         .connections = parser.value(u"connections"_s).toInt(),
                         .isShort = parser.isSet(u"short"_s)};
    if (options.isShort)
        options = {.rounds = 1, .seconds = 0.5, .nodes = 200, .connections = 20, .isShort = true};
    return measure(parser.positionalArguments().constFirst(), options, parser.value(u"json"_s));
}
