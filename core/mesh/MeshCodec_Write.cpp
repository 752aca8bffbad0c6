// SPDX-License-Identifier: Apache-2.0
// Writing mesh messages; reading is in MeshCodec.cpp.
#include "core/mesh/MeshCodec.h"

#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QJsonObject runJson(const RunId &run)
{
    return {{u"job"_s, run.job.text()}, {u"attempt"_s, run.attempt}};
}

QJsonObject secretsJson(const QMap<QString, Secret> &secrets)
{
    QJsonObject json;
    for (auto it = secrets.begin(); it != secrets.end(); ++it)
        json.insert(it.key(), QString::fromLatin1(it->reveal().toBase64()));
    return json;
}

QJsonObject residentJson(const MeshResident &resident)
{
    return {{u"entity"_s, toJson(resident.entity)}, {u"secrets"_s, secretsJson(resident.secrets)}};
}

//! Writes one message; each adds its type.
struct Writer {
    QJsonObject operator()(const MeshHello &hello) const
    {
        QJsonArray kinds;
        for (const EntityKind kind : hello.kinds)
            kinds.append(wordOf(kind));
        QJsonArray running;
        for (const RunId &run : hello.running)
            running.append(runJson(run));
        return {{u"type"_s, u"hello"_s},        {u"version"_s, hello.version}, {u"node"_s, hello.node.text()},
                {u"build"_s, hello.build},      {u"window"_s, hello.window},   {u"kinds"_s, kinds},
                {u"running"_s, running},        {u"log"_s, jsonOrNull(hello.log)}};
    }
    QJsonObject operator()(const MeshWelcome &welcome) const
    {
        QJsonObject json{{u"type"_s, u"welcome"_s}, {u"version"_s, welcome.version}};
        if (welcome.log)
            json.insert(u"log"_s, qint64(*welcome.log));
        if (welcome.isNewLog)
            json.insert(u"newLog"_s, true);
        return json;
    }
    QJsonObject operator()(const MeshRun &message) const
    {
        QJsonObject json = runJson(message.run.id);
        json.insert(u"type"_s, u"run"_s);
        json.insert(u"delivery"_s, qint64(message.delivery));
        json.insert(u"entity"_s, toJson(message.run.entity));
        json.insert(u"payload"_s, QString::fromUtf8(message.run.payload));
        json.insert(u"secrets"_s, secretsJson(message.run.secrets));
        json.insert(u"timeoutMs"_s, qint64(message.run.attemptTimeout.count()));
        return json;
    }
    QJsonObject operator()(const MeshTaken &taken) const
    {
        QJsonObject json = runJson(taken.run);
        json.insert(u"type"_s, u"taken"_s);
        json.insert(u"delivery"_s, qint64(taken.delivery));
        json.insert(u"error"_s, toJson(taken.error));
        return json;
    }
    QJsonObject operator()(const MeshEnded &ended) const
    {
        QJsonObject json = runJson(ended.run);
        json.insert(u"type"_s, u"ended"_s);
        json.insert(u"result"_s, QString::fromUtf8(ended.outcome.result));
        json.insert(u"error"_s, toJson(ended.outcome.error));
        return json;
    }
    QJsonObject operator()(const MeshSettled &settled) const
    {
        QJsonObject json = runJson(settled.run);
        json.insert(u"type"_s, u"settled"_s);
        json.insert(u"late"_s, settled.wasLate);
        return json;
    }
    QJsonObject operator()(const MeshCancel &cancel) const
    {
        QJsonObject json = runJson(cancel.run);
        json.insert(u"type"_s, u"cancel"_s);
        return json;
    }
    QJsonObject operator()(const MeshResidents &message) const
    {
        QJsonArray residents;
        for (const MeshResident &one : message.residents)
            residents.append(residentJson(one));
        return {{u"type"_s, u"residents"_s},
                {u"list"_s, qint64(message.list)},
                {u"more"_s, message.hasMore},
                {u"residents"_s, residents}};
    }
    QJsonObject operator()(const MeshKept &kept) const
    {
        return {{u"type"_s, u"kept"_s}, {u"list"_s, qint64(kept.list)}};
    }
    QJsonObject operator()(const MeshRestart &restart) const
    {
        return {{u"type"_s, u"restart"_s},
                {u"order"_s, qint64(restart.order)},
                {u"entity"_s, restart.entity ? QJsonValue(restart.entity->text()) : QJsonValue()}};
    }
    QJsonObject operator()(const MeshRestarted &restarted) const
    {
        return {{u"type"_s, u"restarted"_s},
                {u"order"_s, qint64(restarted.order)},
                {u"count"_s, restarted.count},
                {u"error"_s, jsonOrNull(restarted.error)}};
    }
    QJsonObject operator()(const MeshLines &message) const
    {
        QJsonArray lines;
        for (const OutputLine &line : message.lines)
            lines.append(QJsonArray{wordOf(line.stream), line.text});
        QJsonObject json{{u"type"_s, u"lines"_s}, {u"entity"_s, message.source.entity.text()}, {u"lines"_s, lines}};
        if (!message.source.run.job.isEmpty())
            json.insert(u"run"_s, runJson(message.source.run));
        if (message.number > 0)
            json.insert(u"number"_s, qint64(message.number));
        return json;
    }
    QJsonObject operator()(const MeshHeard &heard) const
    {
        return {{u"type"_s, u"heard"_s}, {u"number"_s, qint64(heard.number)}, {u"last"_s, heard.isLast}};
    }
};

} // namespace

qsizetype encodedSize(const MeshResident &resident)
{
    return QJsonDocument(residentJson(resident)).toJson(QJsonDocument::Compact).size();
}

QByteArray encoded(const MeshMessage &message)
{
    return QJsonDocument(std::visit(Writer{}, message)).toJson(QJsonDocument::Compact);
}

} // namespace muster
