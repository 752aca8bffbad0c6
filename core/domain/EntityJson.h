// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON forms of entities, pins and places: native API, store, musterctl. Source: interface.md, JSON.

#include "core/base/Json.h"
#include "core/domain/Placement.h"

namespace muster {

//! kind, id, tenant, title, subtitle, needs[], resident, settings{}, secrets[] (names), createdAt, updatedAt.
QJsonObject toJson(const Entity &entity);
//! Reads toJson(); times may be missing. Bounds of Limits.h; settings of agents are checked (AgentSettings).
Result<Entity> entityFromJson(const QJsonObject &json, const QString &path = {});

//! entity, node, mode, updatedAt, updatedBy, version.
QJsonObject toJson(const Assignment &assignment);
Result<Assignment> assignmentFromJson(const QJsonObject &json, const QString &path = {});

//! {"reason","text"}, or null.
QJsonValue toJson(const std::optional<Waiting> &waiting);
//! Reads the object under \a key of \a reader.
std::optional<Waiting> waitingFromJson(JsonReader *reader, QLatin1StringView key);

//! node, mode, explicit, waiting, reason.
QJsonObject toJson(const Placement &placement);
Result<Placement> placementFromJson(const QJsonObject &json, const QString &path = {});

//! The entity with "assignment" (or null) and "placement".
QJsonObject toJson(const EntityState &state);
Result<EntityState> entityStateFromJson(const QJsonObject &json, const QString &path = {});

//! node, name, fits, load, reason.
QJsonObject toJson(const Candidate &candidate);
Result<Candidate> candidateFromJson(const QJsonObject &json, const QString &path = {});

} // namespace muster
