// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EntityOutput.h"

#include "app/ctl/CtlText.h"
#include "core/domain/AgentSettings.h"
#include "core/domain/EntityJson.h"

#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

const QStringList kEntityCsv{u"entity"_s,  u"kind"_s,     u"id"_s,        u"tenant"_s,  u"title"_s,    u"subtitle"_s,
                             u"needs"_s,   u"resident"_s, u"node"_s,      u"mode"_s,    u"explicit"_s, u"waiting"_s,
                             u"reason"_s,  u"pin"_s,      u"createdAt"_s, u"updatedAt"_s};
const QStringList kPinCsv{u"entity"_s, u"node"_s, u"mode"_s, u"updatedAt"_s, u"updatedBy"_s, u"version"_s};

QString boolText(bool value)
{
    return value ? u"true"_s : u"false"_s;
}

//! What a person wants to know of a place: where it runs, or why it does not.
QString whyText(const Placement &placement)
{
    return placement.waiting ? u"waits: "_s + placement.waiting->text : placement.reason;
}

//! Empty when it is not known: a foreign cluster does not tell all times.
QString timeText(Timestamp at)
{
    return at == Timestamp{} ? QString() : at.toIso8601();
}

QString csvOf(const EntityState &state)
{
    const Entity &entity = state.entity;
    const Placement &place = state.placement;
    return csvLine({{entity.ref.text()},
                    {wordOf(entity.ref.kind)},
                    {entity.ref.id.text()},
                    {entity.ref.tenant.text()},
                    {entity.title},
                    {entity.subtitle},
                    {entity.needs.join(u' ')},
                    {boolText(entity.isResident)},
                    {place.node.text()},
                    {wordOf(place.mode)},
                    {boolText(place.isExplicit)},
                    {place.waiting ? wordOf(place.waiting->reason) : QString()},
                    {whyText(place)},
                    {state.assignment ? state.assignment->node.text() : QString()},
                    {timeText(entity.createdAt)},
                    {timeText(entity.updatedAt)}});
}

QString csvOf(const Assignment &pin)
{
    return csvLine({{pin.entity.text()},
                    {pin.node.text()},
                    {wordOf(pin.mode)},
                    {timeText(pin.updatedAt)},
                    {pin.updatedBy},
                    {QString::number(pin.version), true}});
}

//! The command as it could be typed, the variables, the folder; of kinds without a command the settings as they are.
QList<QStringList> settingsRows(const QJsonObject &json)
{
    const Result<AgentSettings> settings = AgentSettings::fromJson(json);
    if (!settings)
        return {{u"Settings"_s, json.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))}};
    QStringList variables;
    for (auto it = settings->env.begin(); it != settings->env.end(); ++it)
        variables.append(it.key() + u'=' + shellWord(it.value()));
    return {{u"Command"_s, commandText(settings->argv)}, {u"Variables"_s, variables.join(u' ')}, {u"Folder"_s, settings->cwd}};
}

} // namespace

QString pinText(const std::optional<Assignment> &pin)
{
    return pin ? u"%1, %2"_s.arg(pin->node.text(), wordOf(pin->mode)) : u"nowhere"_s;
}

QString entitiesText(const QList<EntityState> &states, OutputForm form)
{
    if (form == OutputForm::Json) {
        QJsonArray array;
        for (const EntityState &state : states)
            array.append(toJson(state));
        return jsonLine(array);
    }
    if (form == OutputForm::Csv) {
        QString text = csvHeading(kEntityCsv);
        for (const EntityState &state : states)
            text += csvOf(state);
        return text;
    }
    if (states.isEmpty())
        return u"No entities yet. Register one: musterctl entities add agent hello -- /bin/echo hello\n"_s;
    QList<QStringList> rows;
    for (const EntityState &state : states)
        rows.append({state.entity.ref.text(), state.entity.title, pinText(state.assignment),
                     state.placement.waiting ? QString() : state.placement.node.text(), whyText(state.placement)});
    return tableText({u"ENTITY"_s, u"TITLE"_s, u"PINNED TO"_s, u"RUNS ON"_s, u"WHY"_s}, rows);
}

QString entityText(const EntityState &state, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(toJson(state));
    if (form == OutputForm::Csv)
        return csvHeading(kEntityCsv) + csvOf(state);
    const Entity &entity = state.entity;
    QList<QStringList> rows{{u"Entity"_s, entity.ref.text()},
                            {u"Title"_s, entity.title},
                            {u"Subtitle"_s, entity.subtitle},
                            {u"Pinned to"_s, pinText(state.assignment)},
                            {u"Runs on"_s, state.placement.waiting ? QString() : state.placement.node.text()},
                            {u"Because"_s, whyText(state.placement)},
                            {u"Needs"_s, entity.needs.join(u' ')},
                            {u"Resident"_s, entity.isResident ? u"yes"_s : u"no, once a job"_s}};
    rows += settingsRows(entity.settings);
    rows += QList<QStringList>{{u"Secrets"_s, entity.secrets.join(u' ')},
                               {u"Registered"_s, timeText(entity.createdAt)},
                               {u"Changed"_s, timeText(entity.updatedAt)}};
    return tableText({}, rows);
}

QString assignmentsText(const QList<EntityState> &states, OutputForm form)
{
    QJsonArray array;
    QString csv = csvHeading(kPinCsv);
    QList<QStringList> rows;
    for (const EntityState &state : states) {
        if (!state.assignment)
            continue;
        const Assignment &pin = *state.assignment;
        array.append(toJson(pin));
        csv += csvOf(pin);
        rows.append({pin.entity.text(), pin.node.text(), wordOf(pin.mode), whyText(state.placement), timeText(pin.updatedAt),
                     pin.updatedBy});
    }
    if (form == OutputForm::Json)
        return jsonLine(array);
    if (form == OutputForm::Csv)
        return csv;
    if (rows.isEmpty())
        return u"Nothing is pinned to a node.\n"_s;
    return tableText({u"ENTITY"_s, u"NODE"_s, u"MODE"_s, u"NOW"_s, u"SINCE"_s, u"BY"_s}, rows);
}

QString candidatesText(const QList<Candidate> &candidates, OutputForm form)
{
    QJsonArray array;
    QString csv = csvHeading({u"node"_s, u"name"_s, u"fits"_s, u"load"_s, u"reason"_s});
    QList<QStringList> rows;
    for (const Candidate &one : candidates) {
        array.append(toJson(one));
        csv += csvLine({{one.node.text()}, {one.name}, {boolText(one.fits)}, {QString::number(one.load), true}, {one.reason}});
        rows.append({one.name, one.node.text(), one.fits ? u"yes"_s : u"no"_s, shareText(one.load), one.reason});
    }
    if (form == OutputForm::Json)
        return jsonLine(array);
    if (form == OutputForm::Csv)
        return csv;
    if (rows.isEmpty())
        return u"No nodes yet.\n"_s;
    return tableText({u"NAME"_s, u"ID"_s, u"FITS"_s, u"LOAD"_s, u"WHY"_s}, rows);
}

QString addedText(const EntityState &state, OutputForm form)
{
    if (form != OutputForm::Table)
        return entityText(state, form);
    return u"Registered %1: %2.\n"_s.arg(cellText(state.entity.ref.text()), cellText(whyText(state.placement)));
}

QString pinnedText(const EntityState &state, const std::optional<Assignment> &before, OutputForm form)
{
    const bool isPinned = state.assignment.has_value(); // Not when somebody cleared it meanwhile.
    if (form == OutputForm::Json)
        return isPinned ? jsonLine(toJson(*state.assignment)) : u"null\n"_s;
    if (form == OutputForm::Csv)
        return csvHeading(kPinCsv) + (isPinned ? csvOf(*state.assignment) : QString());
    return u"Pinned %1: %2 -> %3; %4.\n"_s.arg(cellText(state.entity.ref.text()), cellText(pinText(before)),
                                              cellText(pinText(state.assignment)), cellText(whyText(state.placement)));
}

QString clearedText(const EntityState &state, const std::optional<Assignment> &before, OutputForm form)
{
    const QString entity = state.entity.ref.text();
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"cleared"_s, entity}, {u"dryRun"_s, false}});
    if (form == OutputForm::Csv)
        return csvHeading({u"cleared"_s, u"dryRun"_s}) + csvLine({{entity}, {u"false"_s}});
    if (!before)
        return u"%1 was pinned nowhere already; %2.\n"_s.arg(cellText(entity), cellText(whyText(state.placement)));
    return u"Cleared the pin of %1: %2 -> nowhere; %3.\n"_s.arg(cellText(entity), cellText(pinText(before)),
                                                               cellText(whyText(state.placement)));
}

QString removedEntityText(const EntityRef &entity, OutputForm form)
{
    if (form == OutputForm::Json)
        return jsonLine(QJsonObject{{u"removed"_s, entity.text()}, {u"dryRun"_s, false}});
    if (form == OutputForm::Csv)
        return csvHeading({u"removed"_s, u"dryRun"_s}) + csvLine({{entity.text()}, {u"false"_s}});
    return u"Removed %1.\n"_s.arg(cellText(entity.text()));
}

} // namespace muster
