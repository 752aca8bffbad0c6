// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the audit log says of the things that are changed: enough to see the difference, never a secret. Used by ControlPlane.

#include "core/domain/AccessToken.h"
#include "core/domain/Job.h"

#include <QJsonValue>

namespace muster {

//! All of it but where it is placed; null for none.
QJsonValue auditValueOf(const std::optional<EntityState> &state);
//! Its pin; null for none.
QJsonValue auditPinOf(const std::optional<EntityState> &state);
//! Name, role, address, whether it is cordoned, and its drain.
QJsonValue auditValueOf(const Node &node);
//! Whose it is and what it may do.
QJsonValue auditValueOf(const TokenFacts &token);
//! Its entity, state and attempts.
QJsonValue auditValueOf(const Job &job);

} // namespace muster
