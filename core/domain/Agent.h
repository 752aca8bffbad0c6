// SPDX-License-Identifier: Apache-2.0
#pragma once
// A running agent as its node reports it.

#include "core/base/Timestamp.h"

#include <QList>
#include <QString>

#include <optional>

namespace muster {

//! Source: interface.md, Node, `agents[]`; what it takes and since when: issue 4.
struct Agent {
    QString id; //!< Of an entity that a Muster node runs: EntityRef::text().
    QString name;
    QString role;              //!< Free text of the node; empty when unknown.
    QString state;             //!< Word of the node: "running", "idle", "crashed" …
    std::optional<qint64> pid; //!< Process id on the node's host.
    std::optional<qint64> memoryBytes = std::nullopt; //!< Resident, with all that it started; at the node's last look, rounded.
    std::optional<double> cpu = std::nullopt; //!< Of one core, with all that it started: 1 is one core; rounded.
    int restarts = 0;                  //!< How often its node has started it again by itself.
    std::optional<Timestamp> startedAt = std::nullopt; //!< Of the process, by the node's clock: shown, never trusted.

    bool operator==(const Agent &) const = default;
};

} // namespace muster
