// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadedServer.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

namespace muster::bench
{

using namespace Qt::StringLiterals;

bool startMuster(LoadedServer *server, const QString &folder)
{
    const QString program = QCoreApplication::applicationDirPath() + u"/musterd"_s;
    const QStringList arguments{u"--role"_s, u"main"_s,   u"--listen"_s, u"127.0.0.1:0"_s, u"--name"_s,
                                u"bench"_s,  u"--data"_s, folder,        u"--log-level"_s, u"error"_s};
    const QString line = server->process.start(program, arguments, kServerCore, u"musterd ready"_s);
    server->port = line.section(u"url=http://127.0.0.1:"_s, 1).section(u' ', 0, 0).toUShort();
    QFile token(folder + u"/admin.token"_s);
    if (token.open(QIODevice::ReadOnly))
        server->token = QString::fromUtf8(token.readAll()).trimmed();
    return server->port != 0 && !server->token.isEmpty();
}

Measured runLoad(LoadedServer *server, LoadPlan plan)
{
    plan.port = server->port;
    plan.token = server->token;
    plan.firstSequence = server->sequence;
    server->sequence += 1'000'000;
    const ProcessFigures before = server->process.figures();
    const QByteArray text = outputOf(
        QCoreApplication::applicationFilePath(),
        {u"--load"_s, QString::fromUtf8(QJsonDocument(plan.toJson()).toJson(QJsonDocument::Compact))}, kLoadCore);
    const ProcessFigures after = server->process.figures();
    const LoadOutcome outcome = LoadOutcome::fromJson(QJsonDocument::fromJson(text).object());
    const double seconds = plan.warmUpSeconds + outcome.seconds;
    if (outcome.refused > 0)
        qWarning("%lld refused, the first: %s", static_cast<long long>(outcome.refused),
                 qPrintable(outcome.firstRefusal));
    return {outcome, seconds > 0 ? (after.cpuSeconds - before.cpuSeconds) / seconds : 0, after.rssMb};
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
