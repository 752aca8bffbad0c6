// SPDX-License-Identifier: Apache-2.0
#include "ui/events/EventText.h"

#include "core/mirror/RefusalWords.h"
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

//! In the language of the console.
QString told(const Words &words)
{
    return words.isEmpty() ? QString() : words.in(EventTextTr::tr(words.english));
}

//! Whether it is about a node that takes work or not: kinds of ClusterMirror, which knows what was before.
bool isAboutWork(const QString &kind)
{
    return kind == "node-cordoned"_L1 || kind == "node-uncordoned"_L1 || kind == "node-draining"_L1 || kind == "node-drain-ended"_L1;
}

QString refusalText(const EventEntry &entry)
{
    const QString who = entry.name.isEmpty() ? told(somebody()) : entry.name;
    const QString asked = entry.request.isEmpty() ? QString() : requestText(entry.request);
    return told(refusalWords(who, asked, entry.source, entry.text));
}

QString callersText(const EventEntry &entry)
{
    const QString source = entry.source == "others"_L1 ? told(otherSources()) : entry.source;
    return told(callersWords(entry.count, countText(entry.count), source));
}

} // namespace

EventGroup eventGroupOf(const QString &kind)
{
    if (kind == "node-status"_L1)
        return EventGroup::Status;
    if (kind == "node-updated"_L1 || isAboutWork(kind))
        return EventGroup::Changes;
    if (kind.startsWith("entity-"_L1) || kind == "job-changed"_L1)
        return EventGroup::Work;
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
    case EventGroup::Work:
        return tr("Entities and jobs");
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
    case EventGroup::Work:
        return "jobs"_L1;
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
    if (kind == "node-cordoned"_L1)
        return tr("Cordoned");
    if (kind == "node-uncordoned"_L1)
        return tr("Uncordoned");
    if (kind == "node-draining"_L1)
        return tr("Draining");
    if (kind == "node-drain-ended"_L1)
        return tr("Drain ended");
    if (kind == "access-refused"_L1)
        return tr("Refused");
    if (kind == "callers-refused"_L1)
        return tr("No valid token");
    if (kind == "entity-changed"_L1)
        return tr("Entity changed");
    if (kind == "entity-removed"_L1)
        return tr("Entity removed");
    if (kind == "job-changed"_L1)
        return tr("Job failed"); // The only change of a job that is an entry: the others are the work itself.
    return kind == "missed-updates"_L1 ? tr("Updates were missed") : tr("Status changed");
}

QString eventDetailText(const EventEntry &entry)
{
    if (entry.kind == "access-refused"_L1)
        return refusalText(entry);
    if (entry.kind == "callers-refused"_L1)
        return callersText(entry);
    if (isAboutWork(entry.kind))
        return entry.text;
    if (eventGroupOf(entry.kind) == EventGroup::Work)
        return entry.text.isEmpty() ? entry.name : u"%1: %2"_s.arg(entry.name, entry.text);
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
    const Words words = requestWords(request);
    return words.isEmpty() ? request : told(words);
}

} // namespace muster
