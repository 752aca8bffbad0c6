// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EventOutput.h"

#include "app/ctl/CtlText.h"
#include "app/ctl/NodeOutput.h"
#include "core/domain/EntityJson.h"
#include "core/domain/JobJson.h"
#include "core/domain/NodeJson.h"
#include "core/mirror/RefusalWords.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! What an event about work tells besides; nothing of other events.
void addWork(QJsonObject *json, const ClusterChange &what)
{
    if (const auto *changed = std::get_if<EntityChanged>(&what)) {
        json->insert(u"entity"_s, changed->state.entity.ref.text());
        json->insert(u"assignment"_s, changed->state.assignment ? QJsonValue(toJson(*changed->state.assignment)) : QJsonValue());
        json->insert(u"placement"_s, toJson(changed->state.placement));
    } else if (const auto *removed = std::get_if<EntityRemoved>(&what)) {
        json->insert(u"entity"_s, removed->entity.text());
    } else if (const auto *job = std::get_if<JobChanged>(&what)) {
        json->insert(u"entity"_s, job->entity.text());
        json->insert(u"job"_s, QJsonObject{{u"id"_s, job->job.text()},
                                           {u"queue"_s, job->queue},
                                           {u"state"_s, wordOf(job->state)},
                                           {u"attemptsMade"_s, job->attemptsMade},
                                           {u"attempts"_s, job->attempts},
                                           {u"node"_s, jsonOrNull(job->node.text())},
                                           {u"waitingFor"_s, toJson(job->waitingFor)},
                                           {u"error"_s, toJson(job->error)}});
    } else if (const auto *queue = std::get_if<QueueChanged>(&what)) {
        json->insert(u"queue"_s, toJson(queue->queue));
    }
}

//! The node in an event, as far as the event tells of it (null: it is about none), whom it is about, and words for people.
struct EventBody {
    QJsonValue node;
    QString name;
    QString text;
};

struct Teller {
    Timestamp at;

    EventBody operator()(const NodeChanged &changed) const
    {
        QString text = statusText(changed.node.status);
        if (!changed.node.reasons.isEmpty())
            text += u", "_s + changed.node.reasons.first().text;
        return {toJson(changed.node, at), changed.node.who.name, text};
    }
    EventBody operator()(const NodeBeat &beat) const
    {
        QJsonObject node{{u"id"_s, beat.id.text()}, {u"lastBeatAt"_s, beat.at.toIso8601()}};
        addTo(&node, beat.load);
        const QString text = u"CPU %1, memory %2"_s.arg(shareText(beat.load.cpu), shareText(beat.load.memoryShare()));
        return {node, beat.id.text(), text};
    }
    EventBody operator()(const NodeRemoved &removed) const
    {
        return {QJsonObject{{u"id"_s, removed.id.text()}, {u"name"_s, removed.name}}, removed.name, u"removed"_s};
    }
    EventBody operator()(const NodeConflict &conflicted) const
    {
        return {QJsonObject{{u"id"_s, conflicted.id.text()}}, conflicted.id.text(), conflicted.text};
    }
    EventBody operator()(const AccessRefused &refused) const
    {
        const QString who = refused.who.isEmpty() ? somebody().text() : refused.who;
        const Words words = requestWords(refused.what);
        const QString asked = words.isEmpty() ? refused.what : words.text();
        const QString text = asked.isEmpty() ? refused.text : refusalWords(who, asked, refused.source, {}).text();
        return {QJsonValue(), refused.who, text};
    }
    EventBody operator()(const CallersRefused &refused) const
    {
        const QString source = refused.source == "others"_L1 ? otherSources().text() : refused.source;
        return {QJsonValue(), refused.source, callersWords(refused.count, QString::number(refused.count), source).text()};
    }
    EventBody operator()(const EntityChanged &changed) const
    {
        const Placement &placement = changed.state.placement;
        return {QJsonValue(), changed.state.entity.ref.text(),
                placement.waiting ? u"waits: "_s + placement.waiting->text : placement.reason};
    }
    EventBody operator()(const EntityRemoved &removed) const { return {QJsonValue(), removed.entity.text(), u"removed"_s}; }
    EventBody operator()(const JobChanged &changed) const
    {
        QString text = u"job %1 %2"_s.arg(changed.job.text(), wordOf(changed.state));
        if (changed.error)
            text += u": "_s + changed.error->text;
        return {QJsonValue(), changed.entity.text(), text};
    }
    EventBody operator()(const QueueChanged &changed) const
    {
        return {QJsonValue(), changed.queue.name,
                u"%1 waiting, %2 active%3"_s.arg(changed.queue.waiting)
                    .arg(changed.queue.active)
                    .arg(changed.queue.isPaused ? u", paused"_s : QString())};
    }
};

} // namespace

QString eventHeading(OutputForm form)
{
    return form == OutputForm::Csv ? csvHeading({u"id"_s, u"at"_s, u"kind"_s, u"node"_s, u"who"_s, u"text"_s}) : QString();
}

QString eventText(const ClusterEvent &event, OutputForm form)
{
    const EventBody body = std::visit(Teller{event.at}, event.what);
    const QString id = event.position.toText();
    if (form == OutputForm::Json) {
        QJsonObject json{{u"id"_s, id}, {u"at"_s, event.at.toIso8601()}, {u"kind"_s, event.kind()}, {u"node"_s, body.node}};
        if (const auto *conflicted = std::get_if<NodeConflict>(&event.what))
            json.insert(u"text"_s, conflicted->text);
        if (const auto *refused = std::get_if<AccessRefused>(&event.what)) {
            json.insert(u"who"_s, refused->who);
            json.insert(u"what"_s, refused->what);
            json.insert(u"source"_s, refused->source);
            json.insert(u"text"_s, refused->text);
        }
        if (const auto *refused = std::get_if<CallersRefused>(&event.what)) {
            json.insert(u"source"_s, refused->source);
            json.insert(u"count"_s, refused->count);
        }
        addWork(&json, event.what);
        return jsonLine(json);
    }
    if (form == OutputForm::Csv)
        return csvLine({{id}, {event.at.toIso8601()}, {event.kind()}, {event.node().text()}, {body.name}, {body.text}});
    return u"%1  %2  %3  %4\n"_s.arg(event.at.toIso8601(), event.kind().leftJustified(15),
                                      cellText(body.name).leftJustified(20), cellText(body.text));
}

QString resyncText(OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"id"_s, QJsonValue()}, {u"at"_s, QJsonValue()}, {u"kind"_s, u"resync"_s}});
    if (form == OutputForm::Csv)
        return csvLine({{}, {}, {u"resync"_s}, {}, {}, {u"events were missed here"_s}});
    return u"… events were missed here …\n"_s;
}

} // namespace muster
