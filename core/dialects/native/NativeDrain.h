// SPDX-License-Identifier: Apache-2.0
#pragma once
// What clients of /api/v1 send and get when they cordon and drain nodes; pure.

#include "core/domain/Node.h"
#include "core/wire/HttpReply.h"

namespace muster {

//! Requests, written by clients and read by routes: Invalid blames a field.
struct NativeDrain {
    //! {"note"}; an empty body is no note.
    static QJsonObject write(const QString &note);
    static Result<QString> readNote(const QByteArray &body);

    //! {"deadlineMs","now","note"}; an empty body has none of them.
    static QJsonObject write(const DrainRequest &request);
    static Result<DrainRequest> read(const QByteArray &body);

    //! The node as it is then.
    static HttpReply reply(const Node &node);
    //! Reads it; Protocol.
    static Result<Node> readNode(const QByteArray &body);
};

} // namespace muster
