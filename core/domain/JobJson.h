// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON forms of jobs and queues: native API, store, musterctl. Source: interface.md, Job.

#include "core/base/Json.h"
#include "core/domain/Job.h"

namespace muster {

//! id, queue, entity, state, attemptsMade, attempts, node, result, error, waitingFor, createdAt, startedAt, finishedAt, and also
//! createdBy, priority, backoffMs, attemptTimeoutMs, dedupeKey, runAt, data (the payload as JSON), history[].
QJsonObject toJson(const Job &job);
//! Reads toJson(). `result` and `payload` come back as compact JSON, not byte for byte.
Result<Job> jobFromJson(const QJsonObject &json, const QString &path = {});

//! entity, data, attempts, backoffMs, delayMs, priority, dedupe, attemptTimeoutMs. Source: issue 4, `jobs submit`.
QJsonObject toJson(const JobRequest &request);
//! Reads it; all but the entity may be missing. \a data, when given, is the payload byte for byte.
Result<JobRequest> jobRequestFromJson(const QJsonObject &json, const QString &path = {}, const QByteArray &data = {});

//! {"code","text"}, or null.
QJsonValue toJson(const std::optional<JobError> &error);
std::optional<JobError> jobErrorFromJson(JsonReader *reader, QLatin1StringView key);

//! name, paused, waiting, delayed, active, completed, failed, cancelled, oldestWaitingAt.
QJsonObject toJson(const QueueFacts &queue);
Result<QueueFacts> queueFromJson(const QJsonObject &json, const QString &path = {});

} // namespace muster
