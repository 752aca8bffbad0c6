// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/EntityChange.h"

#include "app/ctl/CtlEntityOptions.h"
#include "app/ctl/CtlText.h"
#include "core/base/Limits.h"
#include "core/domain/AgentSettings.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Changed in place: what we do not know of them stays.
Result<QJsonObject> changedSettings(const Entity &entity, const EntityChange &change)
{
    QJsonObject settings = entity.settings;
    const QString who = entity.ref.text();
    if (!settings.isEmpty() && !settings.contains("argv"_L1))
        return invalid(u"--"_s, u"%1 has settings that are no command, so --env, --cwd and a command do not fit"_s.arg(who));
    if (settings.isEmpty() && !change.argv)
        return invalid(u"--"_s, u"%1 has no command yet; give one after --"_s.arg(who));
    QJsonObject variables = settings.value("env"_L1).toObject();
    for (const QString &name : change.unsetEnv) {
        if (!variables.contains(name))
            return invalid(u"--unset-env"_s, u"--unset-env: %1 has no variable %2"_s.arg(who, name));
        variables.remove(name);
    }
    for (auto it = change.env.begin(); it != change.env.end(); ++it)
        variables.insert(it.key(), it.value());
    settings.remove(u"env"_s);
    if (!variables.isEmpty())
        settings.insert(u"env"_s, variables);
    if (change.argv)
        settings.insert(u"argv"_s, QJsonArray::fromStringList(*change.argv));
    if (change.cwd)
        settings.remove(u"cwd"_s);
    if (change.cwd && !change.cwd->isEmpty())
        settings.insert(u"cwd"_s, *change.cwd);
    return checkedSettings(settings);
}

Result<void> changeSecrets(const Entity &entity, const EntityChange &change, EntityRequest *request)
{
    for (const QString &name : change.unsetSecrets) {
        if (!entity.secrets.contains(name))
            return invalid(u"--unset-secret"_s, u"--unset-secret: %1 has no secret %2"_s.arg(entity.ref.text(), name));
    }
    request->secrets = change.secrets;
    for (const QString &name : entity.secrets) {
        if (!change.secrets.contains(name) && !change.unsetSecrets.contains(name))
            request->keptSecrets.append(name);
    }
    if (request->secrets.size() + request->keptSecrets.size() > limits::kEntitySecrets)
        return invalid(u"--secret"_s, u"--secret: an entity has at most %1 secrets"_s.arg(limits::kEntitySecrets));
    const QJsonObject variables = request->entity.settings.value("env"_L1).toObject();
    const QStringList given = change.secrets.keys();
    for (const QString &name : given) {
        if (variables.contains(name))
            return invalid(u"--secret"_s, u"--secret: %1 is a variable of it; add --unset-env %1"_s.arg(name));
    }
    const QStringList set = change.env.keys();
    for (const QString &name : set) {
        if (request->keptSecrets.contains(name))
            return invalid(u"--env"_s, u"--env: %1 is a secret of it; add --unset-secret %1"_s.arg(name));
    }
    return {};
}

//! The command as it could be typed; settings that are no command as they are.
QString commandOf(const QJsonObject &settings)
{
    const Result<AgentSettings> read = AgentSettings::fromJson(settings);
    if (read)
        return commandText(read->argv);
    return settings.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(settings).toJson(QJsonDocument::Compact));
}

void add(QList<FieldChange> *changes, const QString &field, const QString &before, const QString &after)
{
    if (before != after)
        changes->append({field, before, after});
}

//! An empty value is one; no variable is none.
QString variableOf(const QJsonObject &variables, const QString &name)
{
    const QString text = variables.value(name).toString();
    return variables.contains(name) ? text.isEmpty() ? u"''"_s : text : QString();
}

QStringList sortedUnion(const QStringList &a, const QStringList &b)
{
    QStringList names = a + b;
    names.removeDuplicates();
    names.sort();
    return names;
}

} // namespace

Result<EntityRequest> changedRequest(const Entity &entity, const EntityChange &change)
{
    EntityRequest request{.entity = entity, .mustBeNew = false};
    Entity &now = request.entity;
    now.title = change.title.value_or(entity.title);
    now.subtitle = change.subtitle.value_or(entity.subtitle);
    now.needs = change.needs.value_or(entity.needs);
    now.isResident = change.isResident.value_or(entity.isResident);
    if (change.touchesCommand()) {
        MUSTER_TRY(settings, changedSettings(entity, change));
        now.settings = settings;
    }
    MUSTER_CHECK(changeSecrets(entity, change, &request));
    return request;
}

QList<FieldChange> differences(const Entity &before, const EntityRequest &after)
{
    QList<FieldChange> changes;
    const Entity &now = after.entity;
    const auto resident = [](bool isResident) { return isResident ? u"yes"_s : u"no, once a job"_s; };
    add(&changes, u"title"_s, before.title, now.title);
    add(&changes, u"subtitle"_s, before.subtitle, now.subtitle);
    add(&changes, u"needs"_s, before.needs.join(u' '), now.needs.join(u' '));
    add(&changes, u"resident"_s, resident(before.isResident), resident(now.isResident));
    add(&changes, u"command"_s, commandOf(before.settings), commandOf(now.settings));
    add(&changes, u"folder"_s, before.settings.value("cwd"_L1).toString(), now.settings.value("cwd"_L1).toString());
    const QJsonObject old = before.settings.value("env"_L1).toObject();
    const QJsonObject fresh = now.settings.value("env"_L1).toObject();
    const QStringList variables = sortedUnion(old.keys(), fresh.keys());
    for (const QString &name : variables)
        add(&changes, u"variable "_s + name, variableOf(old, name), variableOf(fresh, name));
    const QStringList secrets = sortedUnion(before.secrets, after.secrets.keys());
    for (const QString &name : secrets) {
        const bool isKept = after.keptSecrets.contains(name);
        const QString value = isKept ? u"kept"_s : after.secrets.contains(name) ? u"a new value"_s : QString();
        add(&changes, u"secret "_s + name, before.secrets.contains(name) ? u"kept"_s : QString(), value);
    }
    return changes;
}

} // namespace muster
