// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every word on a node's card, worked out from values alone; the layout places them and the delegate paints them.

#include "core/domain/NodeHistory.h"
#include "core/mirror/PinCounts.h"
#include "core/mirror/ShownStatus.h"

namespace muster {

//! What a card is made of besides the node.
struct NodeCardSubject {
    const Node &node;
    const ShownStatus &shown;
    const NodeHistory &history;
    bool isOwner = false; //!< Serves the control plane.
    bool isOlder = false; //!< Runs an older version than most.
    Timestamp now;        //!< The control plane's clock.
    std::optional<Timestamp> asOf; //!< When our link was last live; only while it is not.
    std::optional<PinCount> pins = {}; //!< What is pinned to it, where the cluster has pins.
    bool isPartial = false; //!< Of agents and pins only those of our tenants are known.
};

//! One of the two metrics of line 3.
struct CardMetric {
    QString label;
    QString value;
    QByteArray samples;
    bool isHigh = false;
    bool operator==(const CardMetric &) const = default;
};

//! The card, line by line (mockups/README.md, "Node card").
struct NodeCardContent {
    //! What line 3 shows.
    enum class Middle { Metrics, Progress, Text };

    NodeStatus status = NodeStatus::Unknown;
    bool isMuted = false; //!< Last known, not live.
    bool isPending = false; //!< A change was asked for and is not known to be done: hatched.

    QString name;
    bool isOwner = false;
    QString role;

    bool isChip = false;   //!< The status stands on its own tint.
    QString statusText;
    QString note;          //!< Address (mono) when online, else the reason.
    bool isNoteAddress = false;
    QString age;           //!< At the right: "beat 4 s"; may be empty.
    bool isAgeLate = false;

    Middle middle = Middle::Metrics;
    CardMetric cpu;
    CardMetric memory;
    QString text;          //!< Middle::Text: two lines at most.
    QString progressText;
    QString progressNote;
    double progress = 0;   //!< 0 to 1.

    QString counts;
    bool isCordoned = false;
    QStringList chips;
    QString version;
    bool isOlder = false;

    QString spoken;        //!< The whole card for screen readers.

    bool operator==(const NodeCardContent &) const = default;
};

//! The words for \a subject. Pure but for the language.
NodeCardContent nodeCardContent(const NodeCardSubject &subject);
//! The status of \a subject for StatusText.h.
struct StatusWords statusWordsOf(const Node &node, const ShownStatus &shown);
//! "being removed", "removal not confirmed".
QString pendingText(const PendingChange &pending);
//! Whether anything told how many agents \a node has: a cluster that tells neither agents nor load, and a node that never beat, have
//! not none but an unknown number.
bool knowsAgents(const Node &node);
//! "4 agents · 2 jobs · 6 pinned (2 strict)"; of each only what is known, so perhaps nothing.
QString countsText(const NodeCardSubject &subject);

} // namespace muster
