// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an operator wants: this entity on that node, strictly or if possible. Where it really is: Placement.

#include "core/domain/Entity.h"
#include "core/domain/Node.h"

namespace muster {

//! Strict waits for its node, durably; preferred falls back to the default node once its node is offline (decisions.md 12).
enum class AssignmentMode { Strict, Preferred };
//! "strict", "preferred".
QString wordOf(AssignmentMode mode);
//! Reads wordOf(); Invalid blames \a field.
Result<AssignmentMode> assignmentModeOf(const QString &word, const QString &field);

struct Assignment {
    EntityRef entity;
    NodeId node; //!< Need not exist: a pin outlives its node, and strict work waits for it.
    AssignmentMode mode = AssignmentMode::Strict;
    Timestamp updatedAt;
    QString updatedBy; //!< Name of the token.
    quint64 version = 0; //!< Grows with each change of this entity's assignment, its clearing too; 0 = there never was one.

    bool operator==(const Assignment &) const = default;
};

//! A change of one assignment, or its clearing.
struct AssignmentRequest {
    EntityRef entity;
    NodeId node; //!< Empty: clear it.
    AssignmentMode mode = AssignmentMode::Strict;
    //! The version that the asker saw; another one there is a Conflict (code "version"). Nullopt: whatever is there (D-7).
    std::optional<quint64> version = std::nullopt;
    QString note = {}; //!< For the audit log.
};

} // namespace muster
