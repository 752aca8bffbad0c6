// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is typed into the filter field, as terms that all must match.

#include "core/domain/Node.h"

#include <QList>

namespace muster {

//! Free words look at name, id, address, host, platform, version, capabilities and labels. Words with a key look there:
//! status: role: label: cap: name: id: address: version: platform: agent:. Commas mean "or"; the value "any" always matches.
//! A word with an unknown key is a free word. Case does not matter.
struct NodeQuery {
    enum class Field { Any, Status, Role, Label, Capability, Name, Id, Address, Version, Platform, Agent };
    struct Term {
        Field field = Field::Any;
        QStringList values; //!< Lower case; one must match.
        bool operator==(const Term &) const = default;
    };
    QList<Term> terms;

    bool operator==(const NodeQuery &) const = default;
    bool isEmpty() const { return terms.isEmpty(); }

    static NodeQuery parse(const QString &text);
};

} // namespace muster
