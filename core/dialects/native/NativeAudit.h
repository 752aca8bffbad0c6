// SPDX-License-Identifier: Apache-2.0
#pragma once
// The audit log on /api/v1: what is asked and answered, as values and back; pure. Source: resources/openapi.yaml.

#include "core/domain/AuditEntry.h"
#include "core/wire/HttpRequest.h"

namespace muster {

//! Requests are read by routes: Invalid names the field. Replies are read by clients: Protocol, naming the path.
struct NativeAudit {
    //! "?before=100&most=50&search=kim", of what is there.
    static QString queryOf(const AuditQuery &query);
    static Result<AuditQuery> readQuery(const HttpRequest &request);

    //! {"entries":[…],"hasMore":…}.
    static QByteArray write(const AuditPage &page);
    static Result<AuditPage> readPage(const QByteArray &body);

    static QByteArray write(const AuditProof &proof);
    static Result<AuditProof> readProof(const QByteArray &body);
};

} // namespace muster
