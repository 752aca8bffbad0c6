// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventText.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/StatusText.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct EventTextTr {
    Q_DECLARE_TR_FUNCTIONS(EventText)
};

QString tr(const char *text)
{
    return EventTextTr::tr(text);
}

QString statusChange(const EventEntry &entry)
{
    if (!entry.status)
        return {};
    if (entry.before && *entry.before != *entry.status)
        return u"%1 → %2"_s.arg(statusWord(*entry.before), statusWord(*entry.status));
    return statusWord(*entry.status);
}

QString refusalText(const EventEntry &entry)
{
    if (entry.request.isEmpty()) // The summary of those who asked too often to be told singly.
        return u"%1: %2"_s.arg(entry.name, entry.text);
    const QString who = entry.name.isEmpty() ? tr("Somebody") : entry.name;
    const QString what = requestText(entry.request);
    return entry.source.isEmpty() ? tr("%1 asked to %2: refused").arg(who, what)
                                  : tr("%1 asked to %2: refused (from %3)").arg(who, what, entry.source);
}

QString callersText(const EventEntry &entry)
{
    const QString source = entry.source == "others"_L1 ? tr("other addresses") : entry.source;
    return entry.count == 1 ? tr("1 request without a valid key from %1 in one minute").arg(source)
                            : tr("%1 requests without a valid key from %2 in one minute").arg(countText(entry.count), source);
}

//! The words of a verb on one node, or nothing.
QString nodeRequest(const QString &method, const QString &verb, const QString &node)
{
    if (method == "DELETE"_L1)
        return tr("remove %1").arg(node);
    if (verb == "ping"_L1)
        return tr("ping %1").arg(node);
    if (verb == "restart"_L1)
        return tr("restart the agents of %1").arg(node);
    if (verb == "beats"_L1)
        return tr("beat as %1").arg(node);
    if (verb == "leave"_L1)
        return tr("say goodbye as %1").arg(node);
    return method == "GET"_L1 && verb.isEmpty() ? tr("read %1").arg(node) : QString();
}

//! The words of a request that names no node, by the last part of its path.
QString plainRequest(const QString &method, const QString &last)
{
    const bool reads = method == "GET"_L1;
    if (last == "nodes"_L1)
        return reads ? tr("list the nodes") : tr("announce a node");
    if (last == "tokens"_L1)
        return reads ? tr("list the tokens") : tr("make a token");
    if (last == "snapshot"_L1)
        return tr("read everything");
    if (last == "cluster"_L1)
        return tr("read about the cluster");
    if (last == "events"_L1 || last == "stream"_L1)
        return tr("follow the events");
    if (last == "join"_L1)
        return tr("exchange a join token");
    if (last == "backup"_L1)
        return tr("make a backup");
    if (last == "reach"_L1 || last == "test-connection"_L1)
        return tr("test a connection");
    return {};
}

} // namespace

EventGroup eventGroupOf(const QString &kind)
{
    if (kind == "node-status"_L1)
        return EventGroup::Status;
    if (kind == "node-updated"_L1)
        return EventGroup::Changes;
    if (kind == "node-conflict"_L1)
        return EventGroup::Conflicts;
    if (kind == "access-refused"_L1 || kind == "callers-refused"_L1)
        return EventGroup::Refusals;
    return kind == "missed-updates"_L1 ? EventGroup::Gaps : EventGroup::Membership;
}

QString eventGroupTitle(EventGroup group)
{
    switch (group) {
    case EventGroup::Membership:
        return tr("Joined and left");
    case EventGroup::Status:
        return tr("Status");
    case EventGroup::Changes:
        return tr("Other changes");
    case EventGroup::Conflicts:
        return tr("Two machines, one id");
    case EventGroup::Refusals:
        return tr("Refused");
    case EventGroup::Gaps:
        return tr("Gaps");
    }
    Q_UNREACHABLE();
}

QLatin1StringView eventIcon(EventGroup group)
{
    switch (group) {
    case EventGroup::Membership:
        return "nodes"_L1;
    case EventGroup::Status:
        return "events"_L1;
    case EventGroup::Changes:
        return "edit"_L1;
    case EventGroup::Conflicts:
        return "split"_L1;
    case EventGroup::Refusals:
        return "shield"_L1;
    case EventGroup::Gaps:
        return "unlink"_L1;
    }
    Q_UNREACHABLE();
}

QString eventKindText(const QString &kind)
{
    if (kind == "node-joined"_L1)
        return tr("Joined");
    if (kind == "node-returned"_L1)
        return tr("Came back after it was removed");
    if (kind == "node-announced"_L1)
        return tr("Announced itself again");
    if (kind == "node-left"_L1)
        return tr("Stopped cleanly");
    if (kind == "node-removed"_L1)
        return tr("Removed");
    if (kind == "node-conflict"_L1)
        return tr("A second machine used its id");
    if (kind == "node-updated"_L1)
        return tr("Changed");
    if (kind == "access-refused"_L1)
        return tr("Refused");
    if (kind == "callers-refused"_L1)
        return tr("No valid key");
    return kind == "missed-updates"_L1 ? tr("Updates were missed") : tr("Status changed");
}

QString eventDetailText(const EventEntry &entry)
{
    if (entry.kind == "access-refused"_L1)
        return refusalText(entry);
    if (entry.kind == "callers-refused"_L1)
        return callersText(entry);
    const QString change = entry.kind == "node-status"_L1 || entry.before ? statusChange(entry) : QString();
    if (change.isEmpty() || entry.text.isEmpty())
        return change + entry.text;
    return u"%1: %2"_s.arg(change, entry.text);
}

QString eventText(const EventEntry &entry)
{
    const QString detail = eventDetailText(entry);
    if (entry.kind == "node-status"_L1 || entry.kind == "access-refused"_L1 || entry.kind == "callers-refused"_L1)
        return detail.isEmpty() ? eventKindText(entry.kind) : detail;
    return detail.isEmpty() ? eventKindText(entry.kind) : u"%1: %2"_s.arg(eventKindText(entry.kind), detail);
}

QString eventNodeText(const EventEntry &entry)
{
    if (entry.node.isEmpty())
        return {};
    return entry.name.isEmpty() ? entry.node.text() : entry.name;
}

QString requestText(const QString &request)
{
    const QStringList words = request.split(u' ');
    if (words.size() != 2)
        return request;
    const QStringList path = words.at(1).split(u'/', Qt::SkipEmptyParts);
    const qsizetype nodes = path.indexOf(u"nodes"_s);
    const qsizetype tokens = path.indexOf(u"tokens"_s);
    QString text;
    if (nodes >= 0 && nodes + 1 < path.size() && path.size() <= nodes + 3)
        text = nodeRequest(words.at(0), path.value(nodes + 2), path.at(nodes + 1));
    else if (tokens >= 0 && tokens + 2 == path.size() && words.at(0) == "DELETE"_L1)
        text = tr("revoke the token %1").arg(path.at(tokens + 1));
    else if (!path.isEmpty())
        text = plainRequest(words.at(0), path.constLast());
    return text.isEmpty() ? request : text;
}

} // namespace muster
