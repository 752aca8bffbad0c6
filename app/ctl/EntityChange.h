// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `entities change` was told to change of an entity, and what that comes to. Pure.

#include "core/domain/Entity.h"

#include <optional>

namespace muster {

//! What is unset or empty here stays as it is.
struct EntityChange {
    std::optional<QString> title;
    std::optional<QString> subtitle;
    std::optional<QStringList> needs;
    std::optional<bool> isResident;
    std::optional<QStringList> argv;
    std::optional<QString> cwd; //!< Empty: a folder of its own.
    QMap<QString, QString> env; //!< Variables that are new, or have a new value.
    QStringList unsetEnv;
    QMap<QString, Secret> secrets; //!< The same, of its secrets.
    QStringList unsetSecrets;

    //! Whether the settings of its handler change.
    bool touchesCommand() const { return argv || cwd || !env.isEmpty() || !unsetEnv.isEmpty(); }
    bool isEmpty() const
    {
        return !title && !subtitle && !needs && !isResident && secrets.isEmpty() && unsetSecrets.isEmpty() && !touchesCommand();
    }
};

//! \a entity as it shall be, for Cluster::saveEntity(). Invalid blames the option for what the entity does not have, for a name that
//! would be a variable and a secret, and for a command or a folder where there is none.
Result<EntityRequest> changedRequest(const Entity &entity, const EntityChange &change);

//! One line of a difference; texts for people, empty where there is nothing.
struct FieldChange {
    QString field; //!< "title", "variable LANG", "secret TOKEN" …
    QString before;
    QString after;
};
//! What differs between \a before and what \a after makes of it; a secret with a new value differs always.
QList<FieldChange> differences(const Entity &before, const EntityRequest &after);

} // namespace muster
