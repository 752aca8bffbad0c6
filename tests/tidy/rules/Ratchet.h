// SPDX-License-Identifier: Apache-2.0
#pragma once
// The list of places that may break a rule for now. It may only shrink.

#include "tests/tidy/rules/Rule.h"

namespace muster::tidy
{

//! One line of ratchet.txt: "rule path [amount]  # why".
struct RatchetEntry {
    QString rule;
    QString path;
    int amount = 0; //!< For rules about size: exactly how large it is today.
    QString reason; //!< What stands behind '#'; an entry without one is refused.
};

//! What is left after the list was applied.
struct Verdict {
    QList<Finding> findings; //!< Not on the list.
    QStringList complaints;  //!< About the list itself: not needed any more, or allows more than is there.
};

QList<RatchetEntry> readRatchet(const QString &text);
Verdict judge(const QList<Finding> &findings, const QList<RatchetEntry> &entries);

} // namespace muster::tidy
