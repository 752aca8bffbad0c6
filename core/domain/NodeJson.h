// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON form of nodes: on the native API, in the store and in musterctl's output. Source: interface.md, JSON.

#include "core/base/Json.h"
#include "core/domain/Node.h"
#include "core/domain/NodeHistory.h"

#include <QJsonObject>

namespace muster {

//! The "Node" object of interface.md; \a now is the clock of whoever made the node's times, for beatAgeMs.
QJsonObject toJson(const Node &node, Timestamp now);
//! Reads toJson(); unknown fields are dropped, ranges and counts are those of Limits.h (T-21). beatAgeMs is ignored.
Result<Node> nodeFromJson(const QJsonObject &json, const QString &path = {});

//! The identity fields alone, as in an announcement.
QJsonObject toJson(const NodeIdentity &who);
//! Reads them through \a reader, which collects the errors.
NodeIdentity identityFromJson(JsonReader *reader);

//! cpu, load1, memoryUsedBytes, memoryTotalBytes, jobsRunning; for inserting into another object.
void addTo(QJsonObject *json, const Load &load);
Load loadFromJson(JsonReader *reader);

QJsonArray toJson(const QList<Agent> &agents);
//! Reads the array under "agents".
QList<Agent> agentsFromJson(JsonReader *reader);

//! {"cpu":"<base64>","memory":…,"beats":…}: the rings, a byte a sample.
QJsonObject toJson(const NodeHistory &history);
Result<NodeHistory> historyFromJson(const QJsonObject &json, const QString &path);

} // namespace muster
