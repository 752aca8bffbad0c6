// SPDX-License-Identifier: Apache-2.0
#include "app/ctl/CtlEntityOptions.h"

#include "app/ctl/CtlInput.h"
#include "core/base/Limits.h"
#include "core/base/Log.h"
#include "core/domain/AgentSettings.h"

#include <QDir>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! The part before the first "=" of an --env or --secret, and the part behind.
struct NamedValue {
    QString name;
    QString value;
};

Result<NamedValue> readNamed(const QString &text, const QString &option, const QString &form)
{
    const qsizetype equals = text.indexOf(u'=');
    const NamedValue named{text.left(equals), text.mid(equals + 1)};
    if (equals < 0)
        return invalid(option, u"%1: expected %2"_s.arg(option, form));
    if (!isVariableName(named.name))
        return invalid(option, u"%1: \"%2\" cannot be the name of a variable (A-Z a-z 0-9 _, no digit first)"_s.arg(
                                   option, escapedForLog(named.name.left(40))));
    return named;
}

Result<QMap<QString, QString>> readVariables(const CtlArguments &given)
{
    QMap<QString, QString> variables;
    const QStringList texts = given.lists.value(u"env"_s);
    for (const QString &text : texts) {
        MUSTER_TRY(named, readNamed(text, u"--env"_s, u"NAME=VALUE"_s));
        if (variables.contains(named.name))
            return invalid(u"--env"_s, u"--env: %1 was given twice"_s.arg(named.name));
        variables.insert(named.name, named.value);
    }
    return variables;
}

Result<QMap<QString, Secret>> readSecrets(const CtlArguments &given, const QMap<QString, QString> &variables)
{
    QMap<QString, Secret> secrets;
    const QStringList texts = given.lists.value(u"secret"_s);
    for (const QString &text : texts) {
        MUSTER_TRY(named, readNamed(text, u"--secret"_s, u"NAME=FILE"_s));
        if (secrets.contains(named.name) || variables.contains(named.name))
            return invalid(u"--secret"_s, u"--secret: %1 was given twice"_s.arg(named.name));
        MUSTER_TRY(value, readSecretValue(named.name, named.value));
        secrets.insert(named.name, value);
    }
    if (secrets.size() > limits::kEntitySecrets)
        return invalid(u"--secret"_s, u"--secret: an entity has at most %1 secrets"_s.arg(limits::kEntitySecrets));
    return secrets;
}

//! Names to be taken away, each once.
Result<QStringList> readNames(const CtlArguments &given, const QString &name)
{
    const QStringList names = given.lists.value(name);
    for (const QString &one : names) {
        if (!isVariableName(one))
            return invalid(u"--"_s + name, u"--%1: \"%2\" cannot be the name of a variable (A-Z a-z 0-9 _, no digit first)"_s.arg(
                                               name, escapedForLog(one.left(40))));
        if (names.count(one) > 1)
            return invalid(u"--"_s + name, u"--%1: %2 was given twice"_s.arg(name, one));
    }
    return names;
}

//! The option to blame for a wrong field of the settings.
QString optionOf(const QString &field)
{
    return field.startsWith("env"_L1) ? u"--env"_s : field.startsWith("cwd"_L1) ? u"--cwd"_s : u"--"_s;
}

Result<QJsonObject> readSettings(const CtlArguments &given, EntityKind kind, const QMap<QString, QString> &variables)
{
    AgentSettings settings;
    settings.argv = given.command.value_or(QStringList());
    settings.env = variables;
    settings.cwd = given.options.value(u"cwd"_s);
    const bool isEmpty = settings == AgentSettings();
    if (kind == EntityKind::Agent && settings.argv.isEmpty())
        return invalid(u"--"_s, u"an agent needs a command: musterctl entities add agent ID -- PROGRAM [ARGUMENT]..."_s);
    if (isEmpty)
        return QJsonObject();
    if (settings.argv.isEmpty())
        return invalid(optionOf(variables.isEmpty() ? u"cwd"_s : u"env"_s), u"--env and --cwd go with a command after --"_s);
    if (!settings.cwd.isEmpty() && !QDir::isAbsolutePath(settings.cwd))
        return invalid(u"--cwd"_s, u"--cwd: must be an absolute folder, on the node that runs it"_s);
    return checkedSettings(settings.toJson());
}

//! The text of --title or --subtitle; none when it was not given.
Result<std::optional<QString>> readText(const CtlArguments &given, const QString &name)
{
    if (!given.has(name))
        return std::optional<QString>();
    const QString text = given.options.value(name);
    if (text.size() > limits::kNodeNameCharacters || escapedForLog(text) != text)
        return invalid(u"--"_s + name, u"--%1: at most %2 visible characters"_s.arg(name).arg(limits::kNodeNameCharacters));
    return std::optional(text);
}

Result<EntityRef> readRef(const CtlArguments &given, const QStringList &words)
{
    MUSTER_TRY(ref, readEntityRef(words.join(u'/')));
    if (!given.has(u"tenant"_s))
        return ref;
    const QStringList texts = given.lists.value(u"tenant"_s);
    if (texts.size() > 1)
        return invalid(u"--tenant"_s, u"--tenant was given twice"_s);
    const Result<TenantId> tenant = TenantId::parse(texts.constFirst(), u"--tenant"_s);
    if (!tenant)
        return invalid(u"--tenant"_s, u"--tenant: "_s + tenant.error().what);
    if (ref.tenant != defaultTenant() && ref.tenant != *tenant)
        return invalid(u"--tenant"_s, u"--tenant: %1 says another tenant already"_s.arg(ref.text()));
    return EntityRef{ref.kind, *tenant, ref.id};
}

} // namespace

Result<EntityRef> readEntityRef(const QString &text)
{
    const Result<EntityRef> ref = EntityRef::parse(text, u"KIND/ID"_s);
    if (ref)
        return *ref;
    const QString &what = ref.error().what;
    return invalid(u"KIND/ID"_s, what.contains("KIND/ID"_L1) ? what : u"KIND/ID: \"%1\": %2"_s.arg(text.left(80), what));
}

Result<QJsonObject> checkedSettings(const QJsonObject &settings)
{
    const Result<AgentSettings> checked = AgentSettings::fromJson(settings);
    if (checked)
        return settings;
    const QString option = optionOf(checked.error().field);
    return invalid(option, u"%1: %2"_s.arg(option == "--"_L1 ? u"the command after --"_s : option, checked.error().what));
}

Result<QStringList> readNeeds(const CtlArguments &given)
{
    QStringList needs;
    const QString text = given.options.value(u"needs"_s);
    const QStringList words = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (!word.trimmed().isEmpty() && !needs.contains(word.trimmed()))
            needs.append(word.trimmed());
    }
    const bool isUsual = escapedForLog(text) == text && needs.size() <= limits::kNodeCapabilities
        && text.size() <= limits::kNodeTextCharacters;
    if (!isUsual || (given.has(u"needs"_s) && needs.isEmpty()))
        return invalid(u"--needs"_s, u"--needs: expected words with commas between, like gpu,browser"_s);
    return needs;
}

Result<void> readNewEntity(const CtlArguments &given, const QStringList &words, CtlWork *work)
{
    Entity &entity = work->request.entity;
    MUSTER_TRY(ref, readRef(given, words));
    entity.ref = work->entity = ref;
    MUSTER_TRY(title, readText(given, u"title"_s));
    entity.title = title.value_or(QString());
    MUSTER_TRY(subtitle, readText(given, u"subtitle"_s));
    entity.subtitle = subtitle.value_or(QString());
    MUSTER_TRY(needs, readNeeds(given));
    entity.needs = needs;
    entity.isResident = given.has(u"resident"_s);
    MUSTER_TRY(variables, readVariables(given));
    MUSTER_TRY(settings, readSettings(given, ref.kind, variables));
    entity.settings = settings;
    MUSTER_TRY(secrets, readSecrets(given, variables));
    work->request.secrets = secrets;
    return {};
}

Result<void> readEntityChange(const CtlArguments &given, const QStringList &words, CtlWork *work)
{
    MUSTER_TRY(ref, readEntityRef(words.join(u'/')));
    work->entity = ref;
    EntityChange &change = work->change;
    MUSTER_TRY(title, readText(given, u"title"_s));
    change.title = title;
    MUSTER_TRY(subtitle, readText(given, u"subtitle"_s));
    change.subtitle = subtitle;
    if (given.has(u"needs"_s)) {
        MUSTER_TRY(needs, given.options.value(u"needs"_s).isEmpty() ? Result<QStringList>(QStringList()) : readNeeds(given));
        change.needs = needs;
    }
    if (given.has(u"resident"_s) && given.has(u"no-resident"_s))
        return invalid(u"--no-resident"_s, u"--resident and --no-resident do not go together"_s);
    if (given.has(u"resident"_s) || given.has(u"no-resident"_s))
        change.isResident = given.has(u"resident"_s);
    change.argv = given.command;
    if (given.has(u"cwd"_s))
        change.cwd = given.options.value(u"cwd"_s);
    if (change.cwd && !change.cwd->isEmpty() && !QDir::isAbsolutePath(*change.cwd))
        return invalid(u"--cwd"_s, u"--cwd: must be an absolute folder, on the node that runs it"_s);
    MUSTER_TRY(variables, readVariables(given));
    change.env = variables;
    MUSTER_TRY(unsetEnv, readNames(given, u"unset-env"_s));
    change.unsetEnv = unsetEnv;
    MUSTER_TRY(secrets, readSecrets(given, variables));
    change.secrets = secrets;
    MUSTER_TRY(unsetSecrets, readNames(given, u"unset-secret"_s));
    change.unsetSecrets = unsetSecrets;
    for (const QString &name : unsetEnv) {
        if (variables.contains(name))
            return invalid(u"--unset-env"_s, u"--unset-env: %1 is set by --env as well"_s.arg(name));
    }
    for (const QString &name : unsetSecrets) {
        if (secrets.contains(name))
            return invalid(u"--unset-secret"_s, u"--unset-secret: %1 is given by --secret as well"_s.arg(name));
    }
    if (change.isEmpty())
        return invalid(u"entities change"_s, u"entities change needs something to change, like --title TEXT or --env NAME=VALUE"_s);
    return {};
}

} // namespace muster
