// SPDX-License-Identifier: Apache-2.0
#pragma once
// A running agent as its node reports it.

#include <QList>
#include <QString>

#include <optional>

namespace muster {

//! Source: interface.md, Node, `agents[]`.
struct Agent {
    QString id;
    QString name;
    QString role;              //!< Free text of the node; empty when unknown.
    QString state;             //!< Word of the node: "running", "idle", "crashed" …
    std::optional<qint64> pid; //!< Process id on the node's host.

    bool operator==(const Agent &) const = default;
};

} // namespace muster
