// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/LoadPlan.h"

namespace muster::bench
{

using namespace Qt::StringLiterals;

QJsonObject LoadPlan::toJson() const
{
    return {{u"port"_s, port},
            {u"token"_s, token},
            {u"workerToken"_s, workerToken},
            {u"kind"_s, static_cast<int>(kind)},
            {u"nodes"_s, nodes},
            {u"connections"_s, connections},
            {u"viewers"_s, viewers},
            {u"isTls"_s, isTls},
            {u"ratePerSecond"_s, ratePerSecond},
            {u"warmUpSeconds"_s, warmUpSeconds},
            {u"seconds"_s, seconds},
            {u"firstSequence"_s, firstSequence},
            {u"serverPid"_s, serverPid}};
}

LoadPlan LoadPlan::fromJson(const QJsonObject &json)
{
    return {.port = static_cast<quint16>(json.value(u"port").toInt()),
            .token = json.value(u"token").toString(),
            .workerToken = json.value(u"workerToken").toString(),
            .kind = static_cast<LoadKind>(json.value(u"kind").toInt()),
            .nodes = json.value(u"nodes").toInt(),
            .connections = json.value(u"connections").toInt(),
            .viewers = json.value(u"viewers").toInt(),
            .isTls = json.value(u"isTls").toBool(),
            .ratePerSecond = json.value(u"ratePerSecond").toDouble(),
            .warmUpSeconds = json.value(u"warmUpSeconds").toDouble(),
            .seconds = json.value(u"seconds").toDouble(),
            .firstSequence = json.value(u"firstSequence").toInteger(),
            .serverPid = json.value(u"serverPid").toInteger()};
}

QJsonObject LoadOutcome::toJson() const
{
    return {{u"answered"_s, answered}, {u"refused"_s, refused},       {u"firstRefusal"_s, firstRefusal},
            {u"seconds"_s, seconds},   {u"serverCpuSeconds"_s, serverCpuSeconds}, {u"eventBytes"_s, eventBytes}, {u"events"_s, events},
            {u"p50Ms"_s, p50Ms},       {u"p99Ms"_s, p99Ms},           {u"worstMs"_s, worstMs}};
}

LoadOutcome LoadOutcome::fromJson(const QJsonObject &json)
{
    return {.answered = json.value(u"answered").toInteger(),
            .refused = json.value(u"refused").toInteger(),
            .firstRefusal = json.value(u"firstRefusal").toString(),
            .eventBytes = json.value(u"eventBytes").toInteger(),
            .events = json.value(u"events").toInteger(),
            .seconds = json.value(u"seconds").toDouble(),
            .serverCpuSeconds = json.value(u"serverCpuSeconds").toDouble(),
            .p50Ms = json.value(u"p50Ms").toDouble(),
            .p99Ms = json.value(u"p99Ms").toDouble(),
            .worstMs = json.value(u"worstMs").toDouble()};
}

} // namespace muster::bench
