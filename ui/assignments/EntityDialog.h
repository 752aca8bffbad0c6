// SPDX-License-Identifier: Apache-2.0
#pragma once
// Registers an entity, or changes one: what it is, what it needs, how it is started.

#include "core/mirror/ClusterSession.h"
#include "ui/shell/Sheet.h"

#include <QPointer>

class QCheckBox;
class QComboBox;
class QVBoxLayout;

namespace muster {

class Field;
class FormRow;
class InlineError;
class NamedValues;
class PlainLabel;

//! Shows the command of musterctl that does the same. GUI thread.
class EntityDialog final : public Sheet
{
    Q_OBJECT

public:
    //! \a entity: the one to change, or null for a new one.
    EntityDialog(ClusterSession *session, const Entity *entity, QWidget *parent);

    //! What is filled in; nullopt, and the place marked, when something is wrong.
    std::optional<EntityRequest> request();
    //! The line of musterctl for what is filled in, wrong or not; secrets stand as files.
    QString command() const;
    Button *saveButton() const { return m_save; }
    Field *idField() const { return m_id; }
    Field *commandField() const { return m_command; }
    NamedValues *variables() const { return m_variables; }
    NamedValues *secrets() const { return m_secrets; }

Q_SIGNALS:
    //! The cluster has it.
    void saved(const muster::EntityRef &entity, bool isNew);

private:
    void buildWho(QVBoxLayout *rows);
    void buildHow(QVBoxLayout *rows);
    void fill(const Entity &entity);
    void showArguments();
    void showCommand();
    void showKind();
    EntityKind kind() const;
    QStringList needs() const;
    bool readRef(EntityRef *ref);
    bool readSettings(EntityRequest *request);
    void save();
    void take(const Command &command);
    void blame(const Error &error);

    const QPointer<ClusterSession> m_session;
    const bool m_isNew;
    Entity m_before;
    QComboBox *m_kind = nullptr;
    FormRow *m_kindRow = nullptr;
    Field *m_id = nullptr;
    FormRow *m_idRow = nullptr;
    Field *m_tenant = nullptr;
    FormRow *m_tenantRow = nullptr;
    Field *m_title = nullptr;
    Field *m_needs = nullptr;
    FormRow *m_needsRow = nullptr;
    QCheckBox *m_resident = nullptr;
    Field *m_command = nullptr;
    FormRow *m_commandRow = nullptr;
    Field *m_folder = nullptr;
    FormRow *m_folderRow = nullptr;
    NamedValues *m_variables = nullptr;
    FormRow *m_variablesRow = nullptr;
    NamedValues *m_secrets = nullptr;
    FormRow *m_secretsRow = nullptr;
    PlainLabel *m_preview = nullptr;
    InlineError *m_error = nullptr;
    Button *m_save = nullptr;
};

} // namespace muster
