// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/RefusalWords.h"

#include <QtGlobal>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Of a verb on one node.
const char *nodeRequest(const QString &method, const QString &verb)
{
    if (method == "DELETE"_L1)
        return QT_TRANSLATE_NOOP("EventText", "remove %1");
    if (verb == "ping"_L1)
        return QT_TRANSLATE_NOOP("EventText", "ping %1");
    if (verb == "restart"_L1)
        return QT_TRANSLATE_NOOP("EventText", "restart the agents of %1");
    if (verb == "cordon"_L1)
        return QT_TRANSLATE_NOOP("EventText", "cordon %1");
    if (verb == "uncordon"_L1)
        return QT_TRANSLATE_NOOP("EventText", "uncordon %1");
    if (verb == "drain"_L1)
        return QT_TRANSLATE_NOOP("EventText", "drain %1");
    if (verb == "stop-drain"_L1)
        return QT_TRANSLATE_NOOP("EventText", "stop the drain of %1");
    if (verb == "beats"_L1)
        return QT_TRANSLATE_NOOP("EventText", "beat as %1");
    if (verb == "leave"_L1)
        return QT_TRANSLATE_NOOP("EventText", "say goodbye as %1");
    return method == "GET"_L1 && verb.isEmpty() ? QT_TRANSLATE_NOOP("EventText", "read %1") : nullptr;
}

//! Of an entity KIND/ID, or of its pin.
const char *entityRequest(const QString &method, const QString &verb)
{
    if (verb == "jobs"_L1)
        return QT_TRANSLATE_NOOP("EventText", "submit a job of %1");
    if (!verb.isEmpty())
        return nullptr;
    return method == "DELETE"_L1 ? QT_TRANSLATE_NOOP("EventText", "remove %1") : QT_TRANSLATE_NOOP("EventText", "read %1");
}

const char *pinRequest(const QString &method)
{
    return method == "DELETE"_L1 ? QT_TRANSLATE_NOOP("EventText", "unpin %1") : QT_TRANSLATE_NOOP("EventText", "pin %1");
}

const char *jobRequest(const QString &method, const QString &verb)
{
    if (verb == "retry"_L1)
        return QT_TRANSLATE_NOOP("EventText", "retry the job %1");
    if (verb == "cancel"_L1)
        return QT_TRANSLATE_NOOP("EventText", "cancel the job %1");
    if (!verb.isEmpty())
        return nullptr;
    return method == "DELETE"_L1 ? QT_TRANSLATE_NOOP("EventText", "discard the job %1") : QT_TRANSLATE_NOOP("EventText", "read the job %1");
}

const char *queueRequest(const QString &verb)
{
    if (verb == "pause"_L1)
        return QT_TRANSLATE_NOOP("EventText", "pause the queue %1");
    return verb == "resume"_L1 ? QT_TRANSLATE_NOOP("EventText", "resume the queue %1") : nullptr;
}

//! Of what is not about nodes alone; \a path from its first noun on.
Words workRequest(const QString &method, const QStringList &path)
{
    const QString &noun = path.constFirst();
    const bool hasEntity = path.size() == 3 || path.size() == 4;
    const QString entity = hasEntity ? path.at(1) + u'/' + path.at(2) : QString();
    if (noun == "entities"_L1 && hasEntity)
        return {entityRequest(method, path.value(3)), {entity}};
    if (noun == "assignments"_L1 && path.size() == 3)
        return {pinRequest(method), {entity}};
    if (noun == "jobs"_L1 && path.size() >= 2)
        return {jobRequest(method, path.value(2)), {path.at(1)}};
    if (noun == "queues"_L1 && path.size() == 3)
        return {queueRequest(path.at(2)), {path.at(1)}};
    return {};
}

//! Of a request that names no node, by the last part of its path.
const char *plainRequest(const QString &method, const QString &last)
{
    const bool reads = method == "GET"_L1;
    if (last == "nodes"_L1)
        return reads ? QT_TRANSLATE_NOOP("EventText", "list the nodes") : QT_TRANSLATE_NOOP("EventText", "announce a node");
    if (last == "tokens"_L1)
        return reads ? QT_TRANSLATE_NOOP("EventText", "list the tokens") : QT_TRANSLATE_NOOP("EventText", "make a token");
    if (last == "entities"_L1)
        return reads ? QT_TRANSLATE_NOOP("EventText", "list the entities") : QT_TRANSLATE_NOOP("EventText", "register an entity");
    if (last == "jobs"_L1)
        return reads ? QT_TRANSLATE_NOOP("EventText", "list the jobs") : QT_TRANSLATE_NOOP("EventText", "submit jobs");
    if (last == "assignments"_L1)
        return QT_TRANSLATE_NOOP("EventText", "list the pins");
    if (last == "queues"_L1)
        return QT_TRANSLATE_NOOP("EventText", "list the queues");
    if (last == "best-nodes"_L1)
        return QT_TRANSLATE_NOOP("EventText", "find the best node");
    if (last == "mesh"_L1)
        return QT_TRANSLATE_NOOP("EventText", "take work as a worker");
    if (last == "credential"_L1)
        return QT_TRANSLATE_NOOP("EventText", "renew a credential");
    if (last == "snapshot"_L1)
        return QT_TRANSLATE_NOOP("EventText", "read everything");
    if (last == "cluster"_L1)
        return QT_TRANSLATE_NOOP("EventText", "read about the cluster");
    if (last == "events"_L1 || last == "stream"_L1)
        return QT_TRANSLATE_NOOP("EventText", "follow the events");
    if (last == "join"_L1)
        return QT_TRANSLATE_NOOP("EventText", "exchange a join token");
    if (last == "backup"_L1)
        return QT_TRANSLATE_NOOP("EventText", "make a backup");
    if (last == "audit"_L1)
        return QT_TRANSLATE_NOOP("EventText", "read the audit log");
    if (last == "verify"_L1)
        return QT_TRANSLATE_NOOP("EventText", "verify the audit log");
    if (last == "reach"_L1 || last == "test-connection"_L1)
        return QT_TRANSLATE_NOOP("EventText", "test a connection");
    return nullptr;
}

} // namespace

QString Words::in(const QString &sentence) const
{
    // All at once: a part may hold a %1 of its own.
    switch (parts.size()) {
    case 0:
        return sentence;
    case 1:
        return sentence.arg(parts[0]);
    case 2:
        return sentence.arg(parts[0], parts[1]);
    default:
        return sentence.arg(parts[0], parts[1], parts[2]);
    }
}

Words requestWords(const QString &request)
{
    const QStringList words = request.split(u' ');
    if (words.size() != 2)
        return {};
    const QString &method = words.at(0);
    const QStringList path = words.at(1).split(u'/', Qt::SkipEmptyParts);
    const qsizetype nodes = path.indexOf(u"nodes"_s);
    const qsizetype tokens = path.indexOf(u"tokens"_s);
    const qsizetype events = path.indexOf(u"events"_s);
    if (nodes >= 0 && nodes + 1 < path.size() && path.size() <= nodes + 3)
        return {nodeRequest(words.at(0), path.value(nodes + 2)), {path.at(nodes + 1)}};
    if (tokens >= 0 && tokens + 2 == path.size() && words.at(0) == "DELETE"_L1)
        return {QT_TRANSLATE_NOOP("EventText", "revoke the token %1"), {path.at(tokens + 1)}};
    const auto noun = std::ranges::find_if(path, [](const QString &part) {
        return part == "entities"_L1 || part == "assignments"_L1 || part == "jobs"_L1 || part == "queues"_L1;
    });
    if (noun != path.end()) {
        if (const Words known = workRequest(method, path.mid(noun - path.begin())); !known.isEmpty())
            return known;
    }
    if (path.contains(u"logs"_s))
        return {path.constLast() == "logs"_L1 ? QT_TRANSLATE_NOOP("EventText", "read a log") : QT_TRANSLATE_NOOP("EventText", "follow a log"), {}};
    if (events >= 0 && events + 2 == path.size())
        return {QT_TRANSLATE_NOOP("EventText", "read the last events"), {}};
    return {path.isEmpty() ? nullptr : plainRequest(words.at(0), path.constLast()), {}};
}

Words refusalWords(const QString &who, const QString &asked, const QString &source, const QString &text)
{
    if (asked.isEmpty())
        return {QT_TRANSLATE_NOOP("EventText", "%1: %2"), {who, text}};
    if (source.isEmpty())
        return {QT_TRANSLATE_NOOP("EventText", "%1 asked to %2: refused"), {who, asked}};
    return {QT_TRANSLATE_NOOP("EventText", "%1 asked to %2: refused (from %3)"), {who, asked, source}};
}

Words callersWords(int count, const QString &shown, const QString &source)
{
    if (count == 1)
        return {QT_TRANSLATE_NOOP("EventText", "1 request without a valid token from %1 in one minute"), {source}};
    return {QT_TRANSLATE_NOOP("EventText", "%1 requests without a valid token from %2 in one minute"), {shown, source}};
}

Words otherSources()
{
    return {QT_TRANSLATE_NOOP("EventText", "other addresses"), {}};
}

Words somebody()
{
    return {QT_TRANSLATE_NOOP("EventText", "Somebody"), {}};
}

} // namespace muster
