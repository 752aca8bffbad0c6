// SPDX-License-Identifier: Apache-2.0
#pragma once
// What clients of /api/v1 send and get about logs, as values and back; pure. Source: resources/openapi.yaml.

#include "core/domain/LogLine.h"
#include "core/wire/HttpRequest.h"
#include "core/wire/SseFrame.h"

namespace muster {

//! Requests, written by clients and read by routes: Invalid blames a field. Replies, written by routes and read by clients: Protocol.
struct NativeLogs {
    //! F-3: of one page.
    static constexpr qsizetype kPageBytes = 16 * 1024 * 1024;

    static QString queryOf(const LogQuery &query);
    static Result<LogQuery> readQuery(const HttpRequest &request);

    static QByteArray write(const LogPage &page);
    static Result<LogPage> readPage(const QByteArray &body);

    //! One event of a stream: lines, with the number of the last one as its id. \a lines must not be empty.
    static QByteArray frameOf(const QList<LogLine> &lines);
    //! The last event of a stream that a reader could have gone on with.
    static QByteArray frameOf(const Error &end);
    //! The lines of frameOf(); none for an event that we do not know; frameOf(Error) as that error.
    static Result<QList<LogLine>> readFrame(const SseFrame &frame);
};

} // namespace muster
