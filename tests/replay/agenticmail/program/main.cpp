// SPDX-License-Identifier: Apache-2.0
// agenticmail-replay: a stand-in for an AgenticMail control plane on loopback, with workers that beat and oddities to order.
#include "tests/replay/agenticmail/AgenticmailReplay.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace muster;
using namespace muster::replay;
using namespace Qt::StringLiterals;

namespace {

//! Registrations that the original accepts and a reader must survive.
void addHostile(NodeTable *nodes)
{
    nodes->registerNode({{u"nodeId"_s, u"w-str"_s}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, u"3101"_s}});
    nodes->registerNode({{u"nodeId"_s, u"w-badagents"_s}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 3101},
                         {u"cpuCount"_s, u"ten"_s}, {u"agents"_s, u"abc"_s}, {u"capabilities"_s, u"x,y"_s}});
    nodes->registerNode({{u"nodeId"_s, u"p1"_s}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 3101}, {u"agents"_s, 5},
                         {u"capabilities"_s, QJsonObject()}});
    nodes->registerNode({{u"nodeId"_s, u"Dup.1_x-"_s}, {u"host"_s, u"h2@evil:80/#"_s}, {u"port"_s, 3.5}});
    nodes->registerNode({{u"nodeId"_s, 123}, {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 3101}});
}

void beatAll(NodeTable *nodes, int workers, int round)
{
    for (int i = 1; i <= workers; ++i)
        nodes->heartbeat(u"worker-%1"_s.arg(i), {{u"agents"_s, QJsonArray{u"agent-%1"_s.arg(i)}},
                                                {u"cpuUsage"_s, double((i * 7 + round * 3) % 100) / 100},
                                                {u"memoryUsage"_s, double((i * 5 + round) % 90) / 100}});
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(u"port"_s, u"Port on 127.0.0.1; 0 picks one."_s, u"N"_s, u"0"_s);
    const QCommandLineOption workers(u"workers"_s, u"Workers that beat."_s, u"N"_s, u"3"_s);
    const QCommandLineOption interval(u"interval"_s, u"Milliseconds between beats."_s, u"MS"_s, u"30000"_s);
    const QCommandLineOption rate(u"rate"_s, u"Requests a minute; 0 does not limit."_s, u"N"_s, u"300"_s);
    const QCommandLineOption drop(u"drop-every"_s, u"Milliseconds after which streams break."_s, u"MS"_s, u"0"_s);
    const QCommandLineOption blocked(u"blocked"_s, u"Answer 403 with this code: HTTPS_REQUIRED …"_s, u"CODE"_s);
    const QCommandLineOption twoFactor(u"two-factor"_s, u"Sign-ins ask for a second factor."_s);
    const QCommandLineOption mute(u"mute"_s, u"No keep-alive on the stream."_s);
    const QCommandLineOption html(u"html"_s, u"Another site: every path is 404 in HTML."_s);
    const QCommandLineOption hostile(u"hostile"_s, u"Adds nodes with wrong types."_s);
    parser.addOptions({port, workers, interval, rate, drop, blocked, twoFactor, mute, html, hostile});
    parser.addHelpOption();
    parser.process(app);

    const SystemClock clock;
    AgenticmailReplayOptions options;
    options.port = quint16(parser.value(port).toUInt());
    options.requestsPerMinute = parser.value(rate).toInt();
    options.blocked = parser.value(blocked);
    options.hasTwoFactor = parser.isSet(twoFactor);
    options.isAnotherSite = parser.isSet(html);
    if (parser.isSet(mute))
        options.keepAlive = milliseconds(0);
    AgenticmailReplay server(clock, options);
    const int count = parser.value(workers).toInt();
    for (int i = 1; i <= count; ++i)
        server.nodes().registerNode({{u"nodeId"_s, u"worker-%1"_s.arg(i)}, {u"name"_s, u"Worker %1"_s.arg(i)},
                                     {u"host"_s, u"127.0.0.1"_s}, {u"port"_s, 4100 + i}, {u"platform"_s, u"linux"_s},
                                     {u"arch"_s, u"x64"_s}, {u"cpuCount"_s, 8}, {u"memoryMb"_s, 16384},
                                     {u"agents"_s, QJsonArray{u"agent-%1"_s.arg(i)}},
                                     {u"capabilities"_s, QJsonArray{u"browser"_s}}});
    if (parser.isSet(hostile))
        addHostile(&server.nodes());
    QTimer beats;
    int round = 0;
    QObject::connect(&beats, &QTimer::timeout, &server, [&] { beatAll(&server.nodes(), count, ++round); });
    beats.start(parser.value(interval).toInt());
    QTimer sweep;
    QObject::connect(&sweep, &QTimer::timeout, &server, [&server] { server.nodes().sweep(); });
    sweep.start(30'000);
    QTimer drops;
    QObject::connect(&drops, &QTimer::timeout, &server, [&server] { server.dropStreams(); });
    if (parser.value(drop).toInt() > 0)
        drops.start(parser.value(drop).toInt());
    std::printf("agenticmail-replay ready url=%s api-key=%s user=%s password=%s\n", qPrintable(server.url().toString()),
                server.options().apiKey.constData(), qPrintable(server.options().user), qPrintable(server.options().password));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
