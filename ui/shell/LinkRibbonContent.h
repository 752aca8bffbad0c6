// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the ribbon under the header says while our connection is not live: a pure rule.

#include "core/cluster/LinkState.h"

namespace muster {

//! The words of the ribbon; nothing to show when heading is empty.
struct LinkRibbonContent {
    enum class Tone { Unknown, Degraded, Failed };
    //! The one thing a person can do.
    enum class Offer { None, RetryNow, SignIn, Change };

    Tone tone = Tone::Unknown;
    QString heading;  //!< "Not connected to prod-eu since 12:03:57."
    QString meaning;  //!< What that means for what is on the screen.
    QString cause;    //!< Short: "No answer in time"; may be empty.
    QString advice;   //!< What to do if it lasts, for the folded part; may be empty.
    QString details;  //!< What was seen, for the folded part; may be empty.
    Offer offer = Offer::None;
    bool isLong = false; //!< The meaning says what to do and is never cut: it has a line of its own.

    bool isEmpty() const { return heading.isEmpty(); }
    bool operator==(const LinkRibbonContent &) const = default;
};

//! \a hasState: a snapshot was seen, so there is a last known state on the screen. \a lostAt: when the link was last live. \a product: what
//! should be there, title of the dialect.
LinkRibbonContent linkRibbonContent(const QString &cluster, const LinkReport &link, bool hasState,
                                    std::optional<Timestamp> lostAt, const QString &product = QStringLiteral("Muster"));

} // namespace muster
