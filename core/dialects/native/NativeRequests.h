// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bodies that clients of /api/v1 send, as values and back; pure. Source: interface.md, JSON; resources/openapi.yaml.

#include "core/domain/Heartbeat.h"

#include <QJsonObject>

namespace muster {

//! Requests, written by clients and read by routes. Unknown fields are dropped; a field that is missing, of another type
//! or out of range is Invalid.
struct NativeRequests {
    static QJsonObject write(const Announcement &announcement);
    static Result<Announcement> readAnnouncement(const QByteArray &body);

    static QJsonObject write(const Heartbeat &heartbeat);
    //! The hot path: what we and other tidy writers send takes a short cut, with the same outcome (FastReader).
    static Result<Heartbeat> readHeartbeat(const NodeId &node, const QByteArray &body);

    static QJsonObject write(const Departure &departure);
    static Result<Departure> readDeparture(const NodeId &node, const QByteArray &body);
};

} // namespace muster
