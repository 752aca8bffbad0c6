// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words and icons of entities, their pins and places; the table, the review and the drawer say the same.

#include "core/mirror/EntityFilterModel.h"
#include "core/mirror/PinOutlook.h"
#include "core/mirror/StagedPins.h"
#include "ui/kit/KindIcon.h"
#include "ui/kit/Tokens.h"

namespace muster {

//! "agent", "MCP server" …
QString kindTitle(EntityKind kind);
//! "strict", "preferred".
QString modeTitle(AssignmentMode mode);
//! What a mode means, one sentence.
QString modeMeaning(AssignmentMode mode);

//! Something said with an icon.
struct EntityLine {
    QLatin1StringView icon;
    QColor color; //!< Of the icon.
    QString text;
    bool isLoud = false; //!< The text has the colour of the icon.
};

//! The State column: what is staged comes first, then our link, then what the cluster says. \a pin may be null.
EntityLine stateLine(const EntitiesModel &entities, int row, const StagedPin *pin);
//! Where it is and why, whole sentences.
QString placeSentence(const EntitiesModel &entities, const EntityState &state);
//! "until its job ends": of a node where something of \a state still runs though nothing new of it starts there; else empty.
QString remainsText(const EntitiesModel &entities, const EntityState &state);

//! The head of a node's entities, in words.
struct HeadWords {
    std::optional<NodeStatus> status; //!< None: it is not about one node that is known.
    QString name;
    QString counts; //!< "4 entities: 2 strict, 1 preferred; 1 waits"
    QString staged; //!< "1 comes, 2 go"
};
//! How many staged changes would bring something to a node, or take it from there.
struct StagedMoves {
    int comes = 0;
    int goes = 0;
};
QHash<NodeId, StagedMoves> stagedMoves(const EntitiesModel &entities, const StagedPins &pins);
HeadWords headWords(const EntityFilterModel &entities, int row, const StagedMoves &moves);
//! What a screen reader says of it.
QString spokenHead(const EntityFilterModel &entities, int row, const StagedPins &pins);

//! "mac-mini-office, preferred"; "default (mac-mini-office)" for an empty \a node.
QString pinText(const EntitiesModel &entities, const NodeId &node, AssignmentMode mode);
QString pinText(const EntitiesModel &entities, const std::optional<Assignment> &pin);
//! What a pin would do, as lines of the review; \a node and \a mode as staged.
QList<EntityLine> outlookLines(const EntitiesModel &entities, const PinOutlook &outlook, const NodeId &node);
//! What a screen reader says of a row.
QString spokenEntity(const EntitiesModel &entities, int row, const StagedPin *pin);
//! Why pins cannot be changed now; empty when they can. \a verb: Assign, or Entities for registering and removing.
QString entityRefusal(const ClusterSession *session, Feature verb);
//! \a text as one word of a POSIX shell.
QString shellWord(const QString &text);

} // namespace muster
