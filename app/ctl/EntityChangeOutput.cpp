// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EntityChangeOutput.h"

#include "app/ctl/CtlText.h"
#include "app/ctl/EntityOutput.h"
#include "core/domain/EntityJson.h"

#include <QJsonArray>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString tableOf(const QList<FieldChange> &changes)
{
    QList<QStringList> rows;
    for (const FieldChange &one : changes)
        rows.append({u"  "_s + one.field, one.before, one.after});
    return tableText({u"  FIELD"_s, u"BEFORE"_s, u"AFTER"_s}, rows);
}

QString jsonOf(const Entity &before, const EntityRequest &after, const QList<FieldChange> &changes)
{
    QJsonArray fields;
    for (const FieldChange &one : changes)
        fields.append(QJsonObject{{u"field"_s, one.field}, {u"before"_s, jsonOrNull(one.before)}, {u"after"_s, jsonOrNull(one.after)}});
    QStringList secrets = after.keptSecrets + after.secrets.keys();
    secrets.sort();
    QJsonObject now = toJson(after.entity);
    now.insert(u"secrets"_s, QJsonArray::fromStringList(secrets));
    now.remove(u"updatedAt"_s); // Not yet.
    return jsonLine(QJsonObject{{u"what"_s, before.ref.text()},
                                {u"before"_s, toJson(before)},
                                {u"after"_s, now},
                                {u"changes"_s, fields},
                                {u"dryRun"_s, true}});
}

} // namespace

QString wouldChangeText(const Entity &before, const EntityRequest &after, const QList<FieldChange> &changes, OutputForm form)
{
    const QString what = before.ref.text();
    if (form == OutputForm::Json)
        return jsonOf(before, after, changes);
    if (form == OutputForm::Csv) {
        QString text = csvHeading({u"what"_s, u"field"_s, u"before"_s, u"after"_s, u"dryRun"_s});
        for (const FieldChange &one : changes)
            text += csvLine({{what}, {one.field}, {one.before}, {one.after}, {u"true"_s}});
        return text;
    }
    if (changes.isEmpty())
        return cellText(what) + u" is so already; nothing would change.\n"_s;
    return u"Would change %1:\n"_s.arg(cellText(what)) + tableOf(changes);
}

QString changedText(const EntityState &state, const QList<FieldChange> &changes, OutputForm form)
{
    if (form != OutputForm::Table)
        return entityText(state, form);
    const Placement &place = state.placement;
    const QString why = place.waiting ? u"waits: "_s + place.waiting->text : place.reason;
    return u"Changed %1: %2.\n"_s.arg(cellText(state.entity.ref.text()), cellText(why)) + tableOf(changes);
}

} // namespace muster
