// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadedServer.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>

namespace muster::bench
{

using namespace Qt::StringLiterals;

namespace
{

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

bool startMuster(LoadedServer *server, const QString &folder, Listen listen)
{
    const QString program = QCoreApplication::applicationDirPath() + u"/musterd"_s;
    server->isTls = listen == Listen::BeyondLoopback;
    const QString address = server->isTls ? u"0.0.0.0:0"_s : u"127.0.0.1:0"_s;
    const QStringList arguments{u"--role"_s, u"main"_s,   u"--listen"_s, address,          u"--name"_s,
                                u"bench"_s,  u"--data"_s, folder,        u"--log-level"_s, u"error"_s};
    const QString line = server->process.start(program, arguments, kServerCore, u"musterd ready"_s);
    server->port = line.section(u"url="_s, 1).section(u' ', 0, 0).section(u':', -1).toUShort();
    server->token = textOf(folder + u"/admin.token"_s);
    server->workerToken = textOf(folder + u"/join.token"_s);
    return server->port != 0 && !server->token.isEmpty() && !server->workerToken.isEmpty();
}

bool startNode(LoadedServer *server, const QString &folder)
{
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        return false;
    server->token = u"the-token-of-the-peer-is-forty-three-long--"_s;
    server->workerToken = server->token;
    const QString line = server->process.start(
        node,
        {QStringLiteral(MUSTER_SOURCE_DIR "/tests/bench/node/beats.mjs"), server->token, folder + u"/flushed.jsonl"_s},
        kServerCore, u"ready "_s);
    server->port = line.section(u' ', 1).toUShort();
    return server->port != 0;
}

QString nodeName()
{
    return u"node %1 http"_s.arg(QString::fromUtf8(outputOf(u"node"_s, {u"--version"_s}, kLoadCore)).trimmed());
}

Measured runLoad(LoadedServer *server, LoadPlan plan)
{
    plan.port = server->port;
    plan.token = server->token;
    plan.workerToken = server->workerToken;
    plan.isTls = server->isTls;
    plan.firstSequence = server->sequence;
    server->sequence += 1'000'000;
    plan.serverPid = server->process.pid();
    const QByteArray text = outputOf(
        QCoreApplication::applicationFilePath(),
        {u"--load"_s, QString::fromUtf8(QJsonDocument(plan.toJson()).toJson(QJsonDocument::Compact))}, kLoadCore);
    const ProcessFigures after = server->process.figures();
    const LoadOutcome outcome = LoadOutcome::fromJson(QJsonDocument::fromJson(text).object());
    if (outcome.refused > 0)
        qWarning("%lld refused, the first: %s", static_cast<long long>(outcome.refused),
                 qPrintable(outcome.firstRefusal));
    return {outcome, outcome.seconds > 0 ? outcome.serverCpuSeconds / outcome.seconds : 0, after.rssMb};
}

bool announceAll(LoadedServer *server, int nodes, int connections)
{
    const Measured measured =
        runLoad(server, {.kind = LoadKind::Announce, .nodes = nodes, .connections = qMin(nodes, connections)});
    if (measured.outcome.answered != nodes)
        qWarning("only %lld of %d nodes could announce", static_cast<long long>(measured.outcome.answered), nodes);
    return measured.outcome.answered == nodes;
}

} // namespace muster::bench
