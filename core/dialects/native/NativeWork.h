// SPDX-License-Identifier: Apache-2.0
#pragma once
// What clients of /api/v1 send and get about entities and jobs, as values and back; pure. Source: interface.md, JSON.

#include "core/domain/Assignment.h"
#include "core/domain/Job.h"
#include "core/wire/HttpRequest.h"

#include <QJsonObject>

namespace muster {

//! Requests, written by clients and read by routes: Invalid blames a field. Replies, read by clients: Protocol.
struct NativeWork {
    //! The entity with "secretValues" {name: text}, "keptSecrets", "replace" and "note".
    static QJsonObject write(const EntityRequest &request);
    static Result<EntityRequest> readEntity(const QByteArray &body);

    //! node, mode, version, note.
    static QJsonObject write(const AssignmentRequest &request);
    static Result<AssignmentRequest> readAssignment(const EntityRef &entity, const QByteArray &body);

    //! The query of a job's path: all of it but the entity and the payload, which is the body as it is.
    static QString queryOf(const JobRequest &request);
    //! Reads queryOf() and the body, which must be JSON or empty.
    static Result<JobRequest> readJob(const EntityRef &entity, const HttpRequest &request);

    //! A body, with payloads byte for byte. Invalid for one that is no JSON: it could not be a value there.
    static Result<QByteArray> write(const QList<JobRequest> &requests);
    //! Payloads are the bytes of the body.
    static Result<QList<JobRequest>> readJobs(const QByteArray &body);

    //! "?version=3&note=…", of what is there.
    static QString queryOf(const std::optional<quint64> &version, const QString &note);
    //! The version of a pin in a query, if it has one.
    static Result<std::optional<qint64>> readVersion(const HttpRequest &request);
    //! The note for the audit log in a query; Invalid when it is too long or not of one line.
    static Result<QString> readNote(const HttpRequest &request);

    static QString queryOf(const JobQuery &query);
    static Result<JobQuery> readQuery(const HttpRequest &request);
};

} // namespace muster
