// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoAuditPast.h"

#include "core/dialects/demo/DemoBoard.h"
#include "core/domain/EntityJson.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! One line of the past. Values are JSON; an empty one is null.
struct Row {
    std::chrono::seconds ago;
    const char *actor;
    const char *verb;
    const char *target;
    const char *before = "";
    const char *after = "";
    const char *outcome = "ok";
    const char *note = "";
    const char *source = ""; // Else where the actor usually is.
};

constexpr std::array kTable{
    Row{26h, "you", "token.create", "token/5f1c20aa", "", R"({"kind":"join","name":"studio-imac","uses":1,"tenants":[]})"},
    Row{22h, "kim", "node.remove", "node/old-nuc", R"({"name":"old-nuc","role":"worker","address":"10.0.4.9:3101","cordoned":true,"drain":null})",
        "", "ok", ""},
    Row{20h + 12min, "you", "node.drain", "node/render-farm-1",
        R"({"name":"render-farm-1","role":"worker","address":"10.0.4.20:3101","cordoned":false,"drain":null})",
        R"({"name":"render-farm-1","role":"worker","address":"10.0.4.20:3101","cordoned":true,"drain":{"jobsLeft":4,"deadline":null}})", "ok",
        "new graphics driver"},
    Row{19h + 31min, "you", "node.uncordon", "node/render-farm-1",
        R"({"name":"render-farm-1","role":"worker","address":"10.0.4.20:3101","cordoned":true,"drain":{"jobsLeft":0,"deadline":null}})",
        R"({"name":"render-farm-1","role":"worker","address":"10.0.4.20:3101","cordoned":false,"drain":null})"},
    Row{13h, "kim", "access.denied", "DELETE /api/v1/nodes/pi-lab", "", "", "refused", "this needs the tier operator", "192.168.1.20"},
    Row{11h, "you", "node.restart", "node/mac-mini-office"},
    Row{9h + 4min, "noor", "job.cancel", "job/j-8e1f07", "", R"({"entity":"agent/studio:scene-render","state":"cancelled","attemptsMade":1})"},
    Row{8h, "kim", "cluster.assignment.delete", "agent/lead-enricher", R"({"node":"hetzner-fsn1-a","mode":"preferred","version":6})", "", "ok",
        "the crawler needs the room"},
    Row{6h + 40min, "ci-bot", "entity.save", "agent/acme:concierge", R"({"kind":"agent","id":"concierge","tenant":"acme","title":null})",
        R"({"kind":"agent","id":"concierge","tenant":"acme","title":null,"subtitle":"Answers guests of the Acme hotels"})", "ok",
        "release 2026.11.3"},
    Row{5h, "you", "token.create", "token/9b07e4d2", "",
        R"({"kind":"access","name":"acme-app","tier":"operator","expiresAt":null,"tenants":["acme"]})"},
    Row{3h + 20min, "you", "token.create", "token/77a1f3c8", "", R"({"kind":"join","name":"win-build-1","uses":1,"tenants":[]})"},
    Row{165min, "noor", "cluster.assignment.set", "inference-server/sd-render", R"({"node":"render-farm-1","mode":"preferred","version":1})", "",
        "version", "more memory there"},
    Row{130min, "you", "node.cordon", "node/studio-imac",
        R"({"name":"studio-imac","role":"worker","address":"192.168.1.61:3101","cordoned":false,"drain":null})",
        R"({"name":"studio-imac","role":"worker","address":"192.168.1.61:3101","cordoned":true,"drain":null})", "ok", "somebody sits at it"},
    Row{100min, "ci-bot", "access.denied", "POST /api/v1/tokens", "", "", "refused", "this needs the tier admin", "192.168.1.20"},
    Row{88min, "noor", "job.discard", "job/j-8e7710"},
    Row{62min, "you", "job.retry", "job/j-8ec120", "", R"({"entity":"automation/crm-sync","state":"waiting","attemptsMade":0})"},
    Row{45min, "noor", "job.cancel", "job/j-8ed120", "", R"({"entity":"inference-server/sd-render","state":"cancelled","attemptsMade":0})"},
    Row{31min, "you", "node.remove", "node/ci-runner-88", "", "", "not-found", ""},
    Row{18min, "kim", "queue.pause", "queue/js-runtime"},
    Row{528s, "you", "node.drain", "node/aws-us-east-1",
        R"({"name":"aws-us-east-1","role":"worker","address":"10.20.1.14:3101","cordoned":false,"drain":null})",
        R"({"name":"aws-us-east-1","role":"worker","address":"10.20.1.14:3101","cordoned":true,"drain":{"jobsLeft":5,"deadline":"%1"}})",
        "ok", "kernel update"},
};

QJsonValue valueOf(const QByteArray &json)
{
    return json.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(QJsonDocument::fromJson(json).object());
}

//! Where somebody usually sits.
QString sourceOf(const QString &actor)
{
    if (actor == "you"_L1)
        return u"this console"_s;
    return actor == "kim"_L1 ? u"10.8.0.2"_s : actor == "noor"_L1 ? u"10.8.0.7"_s : u"192.168.1.20"_s;
}

AuditEntry entryOf(Timestamp at, const QString &actor, const QString &verb, const QString &target)
{
    AuditEntry entry;
    entry.at = at;
    entry.actor = actor;
    entry.verb = verb;
    entry.target = target;
    entry.before = entry.after = QJsonValue::Null;
    entry.source = sourceOf(actor);
    entry.outcome = u"ok"_s;
    return entry;
}

AuditEntry entryOf(const Row &row, Timestamp start)
{
    AuditEntry entry = entryOf(start - milliseconds(row.ago), QString::fromLatin1(row.actor), QString::fromLatin1(row.verb),
                               QString::fromLatin1(row.target));
    entry.before = valueOf(row.before);
    entry.after = valueOf(QByteArray(row.after).replace("%1", (entry.at + 15min).toIso8601().toUtf8())); // Of a drain.
    entry.outcome = QString::fromLatin1(row.outcome);
    entry.note = QString::fromLatin1(row.note);
    if (*row.source)
        entry.source = QString::fromLatin1(row.source);
    return entry;
}

//! The last change of the pin of \a state; one that is not the first turned the mode around.
AuditEntry pinningOf(const EntityState &state)
{
    const Assignment &pin = *state.assignment;
    AuditEntry entry = entryOf(pin.updatedAt, pin.updatedBy, u"cluster.assignment.set"_s, state.entity.ref.text());
    entry.after = demoPinValue(state);
    if (pin.version > 1) {
        EntityState before = state;
        before.assignment->version = pin.version - 1;
        before.assignment->mode = pin.mode == AssignmentMode::Strict ? AssignmentMode::Preferred : AssignmentMode::Strict;
        entry.before = demoPinValue(before);
    }
    return entry;
}

} // namespace

QList<AuditEntry> demoAuditPast(const DemoOptions &options, Timestamp start, const QList<EntityState> &entities)
{
    QList<AuditEntry> past;
    if (options.isBare)
        return past;
    constexpr qsizetype most = 60; // Of a thousand agents, some.
    for (const EntityState &one : entities.first(std::min(most, entities.size()))) {
        AuditEntry saved = entryOf(one.entity.createdAt, u"you"_s, u"entity.save"_s, one.entity.ref.text());
        saved.after = toJson(one.entity);
        past.append(saved);
        if (one.assignment)
            past.append(pinningOf(one));
    }
    for (const Row &row : kTable)
        past.append(entryOf(row, start));
    std::ranges::stable_sort(past, {}, [](const AuditEntry &entry) { return entry.at.msSinceEpoch; });
    return past;
}

} // namespace muster
