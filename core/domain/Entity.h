// SPDX-License-Identifier: Apache-2.0
#pragma once
// Anything that can be placed on a node: what it is, what it needs, how it is started.

#include "core/base/Id.h"
#include "core/base/Secret.h"
#include "core/base/Timestamp.h"

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <array>

namespace muster {

//! Source: interface.md, Names.
enum class EntityKind { Agent, Mcp, Browser, JsRuntime, InferenceServer, AlertRule, Automation };

inline constexpr std::array kEntityKinds{EntityKind::Agent,           EntityKind::Mcp,       EntityKind::Browser,
                                         EntityKind::JsRuntime,       EntityKind::InferenceServer,
                                         EntityKind::AlertRule,       EntityKind::Automation};

//! "agent", "mcp", "browser", "js-runtime", "inference-server", "alert-rule", "automation".
QString wordOf(EntityKind kind);
//! Reads wordOf(), and "js-sandbox" for "js-runtime" as Cognipeer says; Invalid blames \a field.
Result<EntityKind> entityKindOf(const QString &word, const QString &field);

struct EntityTag {
};
using EntityId = Id<EntityTag>;
struct TenantTag {
};
using TenantId = Id<TenantTag>;

//! The tenant of whoever names none.
TenantId defaultTenant();

//! Which entity: unique in a cluster.
struct EntityRef {
    EntityKind kind = EntityKind::Agent;
    TenantId tenant = defaultTenant();
    EntityId id;

    bool operator==(const EntityRef &) const = default;
    bool operator<(const EntityRef &other) const;

    //! "agent/hello", or "agent/acme:hello" outside the default tenant. Source: interface.md, Names.
    QString text() const;
    //! Reads text(); "agent/default:hello" is "agent/hello". Invalid blames \a field.
    static Result<EntityRef> parse(const QString &text, const QString &field);
};
size_t qHash(const EntityRef &ref, size_t seed = 0);

struct Entity {
    EntityRef ref;
    QString title;    //!< Shown; the id when empty. At most limits::kNodeNameCharacters.
    QString subtitle; //!< One more line for people; may be empty.
    QStringList needs; //!< Capabilities that its node must have.
    bool isResident = false; //!< Runs all the time, not once a job.
    QJsonObject settings;    //!< What its handler wants; for agents AgentSettings. Never a secret's value.
    QStringList secrets;     //!< Names of the secrets kept for it.
    Timestamp createdAt;
    Timestamp updatedAt;

    bool operator==(const Entity &) const = default;

    //! The title, or the id.
    QString name() const { return title.isEmpty() ? ref.id.text() : title; }
};

//! An entity to be registered or changed.
struct EntityRequest {
    //! Its createdAt and `secrets` are the control plane's matter. updatedAt, when it may be there already: that of the entity as it
    //! was read, Conflict (code "version") when it was changed or removed meanwhile; none: whatever is there is overwritten.
    Entity entity;
    //! Values by name: kept encrypted, never given back. A name without a value here loses it, but for those in keptSecrets.
    QMap<QString, Secret> secrets = {};
    QStringList keptSecrets = {}; //!< Names whose values stay as they are.
    bool mustBeNew = true;        //!< Conflict (code "entity-exists") when it is there.
    QString note = {};            //!< For the audit log.
};

} // namespace muster
