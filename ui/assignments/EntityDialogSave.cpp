// SPDX-License-Identifier: Apache-2.0
// What EntityDialog makes of what is filled in: a request, a command line, and blame; the form is in EntityDialog.cpp.
#include "core/base/Limits.h"
#include "core/domain/AgentSettings.h"
#include "ui/assignments/ArgumentText.h"
#include "ui/assignments/EntityDialog.h"
#include "ui/assignments/EntityWords.h"
#include "ui/assignments/NamedValues.h"
#include "ui/clusters/FormRow.h"
#include "ui/kit/Field.h"
#include "ui/kit/Note.h"

#include <QCheckBox>

namespace muster {

using namespace Qt::StringLiterals;

QString EntityDialog::command() const
{
    QStringList words{u"musterctl entities add"_s, wordOf(kind()), m_id->text().trimmed().isEmpty() ? u"ID"_s : shellWord(m_id->text().trimmed())};
    const auto add = [&words](const QString &option, const QString &value) {
        if (!value.isEmpty())
            words.append(option + u' ' + shellWord(value));
    };
    const QString tenant = m_tenant->text().trimmed();
    add(u"--tenant"_s, tenant == defaultTenant().text() ? QString() : tenant);
    add(u"--title"_s, m_title->text().trimmed());
    add(u"--needs"_s, needs().join(u','));
    if (m_resident->isChecked())
        words.append(u"--resident"_s);
    add(u"--cwd"_s, m_folder->text().trimmed());
    const QMap<QString, QString> variables = m_variables->shown();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        words.append(u"--env "_s + shellWord(it.key() + u'=' + it.value()));
    for (const QString &name : m_secrets->names())
        words.append(u"--secret %1=FILE"_s.arg(shellWord(name)));
    if (const QStringList arguments = argumentsOf(m_command->text()).value_or(QStringList()); !arguments.isEmpty())
        words.append(u"-- "_s + textOf(arguments));
    return words.join(u' ');
}

bool EntityDialog::readRef(EntityRef *ref)
{
    ref->kind = kind();
    const QString rule = tr("2 to 64 characters of A-Z a-z 0-9 . _ - beginning with a letter or digit.");
    const Result<EntityId> id = EntityId::parse(m_id->text().trimmed(), u"id"_s);
    m_idRow->complain(id ? QString() : rule);
    const QString typed = m_tenant->text().trimmed();
    const Result<TenantId> tenant = TenantId::parse(typed.isEmpty() ? defaultTenant().text() : typed, u"tenant"_s);
    m_tenantRow->complain(tenant ? QString() : rule);
    if (!id || !tenant) {
        (id ? m_tenant : m_id)->setFocus();
        return false;
    }
    ref->id = *id;
    ref->tenant = *tenant;
    return true;
}

bool EntityDialog::readSettings(EntityRequest *request)
{
    const Result<QStringList> arguments = argumentsOf(m_command->text());
    const Result<QMap<QString, QString>> variables = m_variables->values();
    const Result<QMap<QString, Secret>> secrets = m_secrets->secrets();
    m_variablesRow->complain(variables ? QString() : variables.error().what);
    m_secretsRow->complain(secrets ? QString() : secrets.error().what);
    if (!arguments || !variables || !secrets)
        return false;
    for (const QString &name : m_secrets->names()) {
        if (variables->contains(name)) {
            m_secretsRow->complain(tr("%1 is a variable already.").arg(name));
            return false;
        }
    }
    request->secrets = *secrets;
    request->keptSecrets = m_secrets->kept();
    const bool isAgent = kind() == EntityKind::Agent;
    const Result<AgentSettings> before = AgentSettings::fromJson(m_before.settings);
    if (arguments->isEmpty() && !isAgent) {
        // What other kinds want is not known here, and stays; a command that was there and is not any more goes.
        request->entity.settings = before ? QJsonObject() : m_before.settings;
        return true;
    }
    AgentSettings settings = before.value_or(AgentSettings());
    settings.argv = *arguments;
    settings.cwd = m_folder->text().trimmed();
    settings.env = *variables;
    if (settings.argv.isEmpty() || settings.argv.first().isEmpty()) {
        m_commandRow->complain(tr("An agent needs a command: the program, then its arguments."));
        m_command->setFocus();
        return false;
    }
    if (!settings.cwd.isEmpty() && !settings.cwd.startsWith(u'/')) {
        m_folderRow->complain(tr("A whole path, beginning with /, on the node that runs it."));
        m_folder->setFocus();
        return false;
    }
    if (const Result<AgentSettings> checked = AgentSettings::fromJson(settings.toJson()); !checked) {
        blame(checked.error());
        return false;
    }
    request->entity.settings = settings.toJson();
    return true;
}

std::optional<EntityRequest> EntityDialog::request()
{
    EntityRequest request;
    request.entity = m_before;
    request.mustBeNew = m_isNew;
    if (!readRef(&request.entity.ref) || !readSettings(&request))
        return std::nullopt;
    request.entity.title = m_title->text().trimmed();
    request.entity.needs = needs();
    request.entity.isResident = m_resident->isChecked();
    if (request.entity.needs.size() > limits::kNodeCapabilities) {
        m_needsRow->complain(tr("At most %1.").arg(limits::kNodeCapabilities));
        return std::nullopt;
    }
    return request;
}

void EntityDialog::save()
{
    const std::optional<EntityRequest> wanted = request();
    if (!wanted || !m_session)
        return;
    m_error->clear();
    m_save->setEnabled(false);
    setFooterText(m_isNew ? tr("Registering…") : tr("Saving…"));
    Command *command = m_session->saveEntity(*wanted);
    if (command->isFinished())
        take(*command);
    else
        connect(command, &Command::finished, this, [this, command] { take(*command); });
}

void EntityDialog::take(const Command &command)
{
    setFooterText({});
    m_save->setEnabled(true);
    if (command.state() == CommandState::Failed) {
        blame(command.error().value_or(Error{}));
        return;
    }
    Q_EMIT saved(command.entity(), m_isNew);
    accept();
}

//! The sentence stands at the field that it is about.
void EntityDialog::blame(const Error &error)
{
    const QString &field = error.field;
    if (error.code == "entity-exists"_L1) {
        m_idRow->complain(tr("There is one with this id already."));
        m_id->setFocus();
    } else if (field.startsWith("settings.cwd"_L1) || field == "cwd"_L1) {
        m_folderRow->complain(error.what);
    } else if (field.contains("argv"_L1)) {
        m_commandRow->complain(error.what);
    } else if (field.contains("env"_L1)) {
        m_variablesRow->complain(error.what);
    } else if (field.startsWith("secrets"_L1)) {
        m_secretsRow->complain(error.what);
    } else if (field.startsWith("needs"_L1)) {
        m_needsRow->complain(error.what);
    } else {
        m_error->show(error);
    }
}

} // namespace muster
