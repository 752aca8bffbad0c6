// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the Link chip says: a pure rule from our connection and the kind of cluster to shape, words and tone.

#include "core/cluster/LinkState.h"

#include <QString>

namespace muster {

//! What we look at.
enum class ClusterKind {
    None,   //!< Nothing: the first-run doors.
    Remote, //!< A control plane over the network.
    Local,  //!< The node inside this process.
    Demo,   //!< The scripted fleet.
};

//! How loud the chip is. Calm is a hairline on the ground; the others wear a status colour on its tint.
enum class LinkTone { Calm, Lost, Blocked };

//! Everything the chip paints and speaks.
struct LinkChipContent {
    QLatin1StringView icon; //!< Of Icons.h; empty for none.
    enum class IconColor { Online, Degraded, Quiet, Tone } iconColor = IconColor::Quiet;
    QString word;   //!< "Live", "Quiet 34 s", "Retry 3 in 8 s".
    QString detail; //!< Quieter, after the word: "0.3 s"; may be empty.
    LinkTone tone = LinkTone::Calm;
    QString spoken; //!< For screen readers and the tooltip, one sentence or two.

    bool operator==(const LinkChipContent &) const = default;
};

//! What is on the other end, and how far apart the clocks are.
struct LinkPeer {
    QString product = QStringLiteral("Muster"); //!< What it should be: title of the dialect.
    milliseconds skew{0}; //!< Our wall clock minus the server's: ClusterMirror::skew().
};

//! Source: ux.md 3.3 and the components picture. \a now is our wall clock.
LinkChipContent linkChipContent(ClusterKind kind, const LinkReport &link, Timestamp now, const LinkPeer &peer = {});

//! "This machine's clock is 12 s ahead of the server's; ages and events are shown corrected."; empty up to 2 s.
QString skewSentence(milliseconds skew);

//! Why nothing may be changed now, one short sentence; empty when the link is live.
QString changesOffReason(const LinkReport &link);

} // namespace muster
