// SPDX-License-Identifier: Apache-2.0
#pragma once
// "Test connection" on /api/v1: the address asked and the report, as values and back; pure. Source: resources/openapi.yaml.

#include "core/domain/Reach.h"

#include <QJsonObject>

namespace muster {

//! The request is read by routes (Invalid names the field), the report by clients (Protocol names the path).
struct NativeReach {
    static QJsonObject write(const ReachTarget &target);
    //! isAdmin and askedBy stay as they are by default: a body does not say who asks.
    static Result<ReachTarget> readTarget(const QByteArray &body);

    static QByteArray write(const ReachReport &report);
    static Result<ReachReport> readReport(const QByteArray &body);
};

} // namespace muster
