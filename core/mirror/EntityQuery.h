// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is typed into the filter field of the Assignments page, as terms that all must match.

#include "core/mirror/EntityStanding.h"

#include <QList>

namespace muster {

//! Free words look at title, id, tenant, kind, needs and the names of its nodes. Words with a key look there: kind: tenant: node:
//! (where it is) pin: needs: state: (waits, falls-back, pinned, default) mode:. Commas mean "or"; "any" always matches; pin:none
//! is what is pinned nowhere, pin:=w1 what is pinned to w1 and not to w10. A word with an unknown key is a free word. Case does not matter.
struct EntityQuery {
    enum class Field { Any, Kind, Tenant, Node, Pin, Needs, State, Mode };
    struct Term {
        Field field = Field::Any;
        QStringList values; //!< Lower case; one must match.
        bool operator==(const Term &) const = default;
    };
    QList<Term> terms;

    bool operator==(const EntityQuery &) const = default;
    bool isEmpty() const { return terms.isEmpty(); }

    static EntityQuery parse(const QString &text);
    //! \a nodeName and \a pinName: of the nodes where it is and where it is wanted; their ids match as well.
    bool matches(const EntityState &state, QStringView nodeName, QStringView pinName) const;
};

} // namespace muster
