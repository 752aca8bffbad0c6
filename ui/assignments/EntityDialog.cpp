// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityDialog.h"

#include "core/base/Limits.h"
#include "core/domain/AgentSettings.h"
#include "ui/assignments/ArgumentText.h"
#include "ui/assignments/EntityWords.h"
#include "ui/assignments/NamedValues.h"
#include "ui/clusters/FormRow.h"
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/Note.h"
#include "ui/kit/Panel.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 680;
constexpr int kFormMost = 476; // Beyond, the form scrolls: the buttons stay on small screens.

} // namespace

EntityDialog::EntityDialog(ClusterSession *session, const Entity *entity, QWidget *parent)
    : Sheet(entity ? tr("Edit %1").arg(entity->name()) : tr("Register an agent"), kWidth, parent), m_session(session), m_isNew(!entity)
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto *form = new Panel(&Tokens::raised, area);
    auto *rows = new QVBoxLayout(form);
    rows->setContentsMargins(0, 0, scaled(12), 0);
    rows->setSpacing(scaled(10));
    buildWho(rows);
    buildHow(rows);
    rows->addStretch(1);
    area->setWidget(form);
    const int room = screen() ? screen()->availableSize().height() - scaled(300) : scaled(kFormMost);
    area->setFixedHeight(std::clamp(room, scaled(220), scaled(kFormMost)));
    body()->addWidget(area);

    auto *well = new Panel(&Tokens::sunken, this);
    well->setFrame(6);
    auto *inside = new QHBoxLayout(well);
    inside->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    m_preview = new PlainLabel(Type::MonoSmall, &Tokens::text, well);
    m_preview->setWraps(true);
    m_preview->setSelectable();
    auto *copy = new IconButton("copy"_L1, tr("Copy the command"), well);
    copy->setIconPixels(18);
    inside->addWidget(m_preview, 1);
    inside->addWidget(copy, 0, Qt::AlignTop);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
    body()->addWidget(new PlainLabel(tr("The same from a shell:"), Type::Small, &Tokens::text3, this));
    body()->addWidget(well);
    m_error = new InlineError(this);
    body()->addWidget(m_error);
    Button *cancel = addButton(tr("Cancel"), ButtonKind::Secondary);
    m_save = addButton(m_isNew ? tr("Register") : tr("Save"), ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &EntityDialog::save);
    const QList<TenantId> bound = m_session ? m_session->facts().callerTenants : QList<TenantId>();
    if (entity)
        fill(*entity);
    else if (!bound.isEmpty()) // No other tenant is open to this token.
        m_tenant->setText(bound.first().text());
    showKind();
    showArguments();
    (m_isNew ? m_id : m_title)->setFocus();
}

void EntityDialog::buildWho(QVBoxLayout *rows)
{
    QWidget *form = rows->parentWidget();
    m_kind = new QComboBox(form);
    m_kind->setAccessibleName(tr("Type"));
    for (const EntityKind kind : kEntityKinds)
        m_kind->addItem(themedIcon(kindIcon(kind)), kindTitle(kind), static_cast<int>(kind));
    m_kindRow = new FormRow(tr("Type"), m_kind, form);
    m_id = new Field(tr("Id"), form);
    m_id->setPlaceholderText(tr("sales-bot"));
    m_id->setMaxLength(64);
    m_idRow = new FormRow(tr("Id"), m_id, form);
    m_idRow->setField(m_id);
    m_tenant = new Field(tr("Tenant"), form);
    m_tenant->setPlaceholderText(defaultTenant().text());
    m_tenant->setMaxLength(64);
    m_tenantRow = new FormRow(tr("Tenant"), m_tenant, form);
    m_tenantRow->setField(m_tenant);
    m_title = new Field(tr("Title"), form);
    m_title->setPlaceholderText(tr("What people read; the id when empty"));
    m_title->setMaxLength(static_cast<int>(limits::kNodeNameCharacters));
    m_needs = new Field(tr("Needs"), form);
    m_needs->setPlaceholderText(tr("gpu, browser"));
    m_needsRow = new FormRow(tr("Needs"), m_needs, form);
    m_needsRow->setField(m_needs);
    m_needsRow->explain(tr("Capabilities that its node must have, with commas between."));
    m_resident = new QCheckBox(tr("Runs all the time, not once a job"), form);
    for (QWidget *row : {static_cast<QWidget *>(m_kindRow), static_cast<QWidget *>(m_idRow), static_cast<QWidget *>(m_tenantRow),
                         static_cast<QWidget *>(new FormRow(tr("Title"), m_title, form)), static_cast<QWidget *>(m_needsRow),
                         static_cast<QWidget *>(new FormRow(QString(), m_resident, form))})
        rows->addWidget(row);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &EntityDialog::showKind);
    connect(m_resident, &QCheckBox::toggled, this, &EntityDialog::showCommand);
    for (const auto &[field, row] : {std::pair{m_id, m_idRow}, std::pair{m_tenant, m_tenantRow}, std::pair{m_needs, m_needsRow}})
        connect(field, &QLineEdit::textEdited, this, [this, row = row] {
            row->complain({});
            showCommand();
        });
    connect(m_title, &QLineEdit::textEdited, this, &EntityDialog::showCommand);
}

void EntityDialog::buildHow(QVBoxLayout *rows)
{
    QWidget *form = rows->parentWidget();
    m_command = new Field(tr("Command"), form);
    m_command->setPlaceholderText(tr("/usr/bin/python3 agent.py --name \"Sales bot\""));
    m_command->setFont(fontOf(Type::Mono));
    m_commandRow = new FormRow(tr("Command"), m_command, form);
    m_commandRow->setField(m_command);
    m_folder = new Field(tr("Folder"), form);
    m_folder->setPlaceholderText(tr("A folder of its own on the node"));
    m_folderRow = new FormRow(tr("Folder"), m_folder, form);
    m_folderRow->setField(m_folder);
    m_variables = new NamedValues(NamedValues::Kind::Variables, form);
    m_variablesRow = new FormRow(tr("Environment"), m_variables, form);
    m_secrets = new NamedValues(NamedValues::Kind::Secrets, form);
    m_secretsRow = new FormRow(tr("Secrets"), m_secrets, form);
    m_secretsRow->explain(tr("Given to the process as variables; kept encrypted, never shown again."));
    for (FormRow *row : {m_commandRow, m_folderRow, m_variablesRow, m_secretsRow})
        rows->addWidget(row);
    connect(m_command, &QLineEdit::textEdited, this, &EntityDialog::showArguments);
    connect(m_folder, &QLineEdit::textEdited, this, [this] {
        m_folderRow->complain({});
        showCommand();
    });
    for (const auto &[values, row] : {std::pair{m_variables, m_variablesRow}, std::pair{m_secrets, m_secretsRow}})
        connect(values, &NamedValues::changed, this, [this, row = row] {
            row->complain({});
            showCommand();
        });
}

void EntityDialog::fill(const Entity &entity)
{
    m_before = entity;
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(entity.ref.kind)));
    m_id->setText(entity.ref.id.text());
    m_tenant->setText(entity.ref.tenant.text());
    for (QWidget *fixed : {static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_id), static_cast<QWidget *>(m_tenant)})
        fixed->setEnabled(false); // Another name is another entity.
    m_title->setText(entity.title);
    m_needs->setText(entity.needs.join(u", "_s));
    m_resident->setChecked(entity.isResident);
    if (const Result<AgentSettings> settings = AgentSettings::fromJson(entity.settings)) {
        m_command->setText(textOf(settings->argv));
        m_folder->setText(settings->cwd);
        for (auto it = settings->env.begin(); it != settings->env.end(); ++it)
            m_variables->add(it.key(), it.value());
    }
    for (const QString &name : entity.secrets)
        m_secrets->addKept(name);
}

EntityKind EntityDialog::kind() const
{
    return static_cast<EntityKind>(m_kind->currentData().toInt());
}

void EntityDialog::showKind()
{
    m_kindRow->explain(kind() == EntityKind::Agent ? QString()
                                                   : tr("It is listed and can be pinned; this version of Muster executes agents only."));
    showCommand();
}

//! What the kernel will get, word by word.
void EntityDialog::showArguments()
{
    const Result<QStringList> arguments = argumentsOf(m_command->text());
    if (!arguments) {
        m_commandRow->complain(tr("A quote is not closed."));
    } else {
        m_commandRow->complain({});
        QStringList words;
        for (const QString &argument : *arguments)
            words.append(u'[' + argument + u']');
        m_commandRow->explain(words.isEmpty() ? tr("Any program with its arguments, as it is: no shell reads it.")
                                              : tr("Started as %1, without a shell.").arg(words.join(u' ')));
    }
    showCommand();
}

QStringList EntityDialog::needs() const
{
    QStringList needs;
    for (const QString &need : m_needs->text().split(u',', Qt::SkipEmptyParts)) {
        if (!need.trimmed().isEmpty() && !needs.contains(need.trimmed()))
            needs.append(need.trimmed());
    }
    return needs;
}

void EntityDialog::showCommand()
{
    if (!m_preview)
        return; // Still being built.
    m_preview->setText(command());
    m_preview->setAccessibleName(tr("Command: %1").arg(command()));
}

} // namespace muster
