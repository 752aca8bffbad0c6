// SPDX-License-Identifier: Apache-2.0
// agenticmail-worker-replay: a stand-in for AgenticMail's worker, to be pointed at a control plane; prints what it is answered.
#include "tests/replay/agenticmail/WorkerReplay.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace muster;
using namespace muster::replay;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption url(u"url"_s, u"Control plane."_s, u"URL"_s, u"http://127.0.0.1:3100"_s);
    const QCommandLineOption node(u"node"_s, u"Node id."_s, u"ID"_s, u"worker-1"_s);
    const QCommandLineOption agent(u"agent"_s, u"Its agent."_s, u"ID"_s, u"agent-1"_s);
    const QCommandLineOption port(u"announced-port"_s, u"Port that it announces."_s, u"N"_s, u"3101"_s);
    const QCommandLineOption interval(u"interval"_s, u"Milliseconds between beats."_s, u"MS"_s, u"30000"_s);
    parser.addOptions({url, node, agent, port, interval});
    parser.addHelpOption();
    parser.process(app);

    WorkerReplayOptions options;
    options.controlPlane = QUrl(parser.value(url));
    options.nodeId = parser.value(node);
    options.name = parser.value(node);
    options.agent = parser.value(agent);
    options.port = parser.value(port).toInt();
    options.interval = milliseconds(parser.value(interval).toInt());
    WorkerReplay worker(options);
    QObject::connect(&worker, &WorkerReplay::answered, &worker, [](const QString &what) {
        std::printf("%s\n", qPrintable(what));
        std::fflush(stdout);
    });
    worker.start();
    return QCoreApplication::exec();
}
