// SPDX-License-Identifier: Apache-2.0
// The words of the heads of nodes over their entities.
#include "ui/assignments/EntityWords.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/StatusText.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct HeadText {
    Q_DECLARE_TR_FUNCTIONS(HeadText)
};

QString countsOf(const EntityGroup &group)
{
    if (group.entities == 0)
        return HeadText::tr("nothing");
    QStringList pinned;
    if (group.strict > 0)
        pinned.append(HeadText::tr("%1 strict").arg(countText(group.strict)));
    if (group.preferred > 0)
        pinned.append(HeadText::tr("%1 preferred").arg(countText(group.preferred)));
    QString text = group.entities == 1 ? HeadText::tr("1 entity") : HeadText::tr("%1 entities").arg(countText(group.entities));
    if (!pinned.isEmpty())
        text = HeadText::tr("%1: %2").arg(text, pinned.join(u", "_s));
    if (group.waiting > 0)
        text += group.waiting == 1 ? HeadText::tr("; 1 waits") : HeadText::tr("; %1 wait").arg(countText(group.waiting));
    return text;
}

QString movesText(const StagedMoves &moves)
{
    QStringList parts;
    if (moves.comes > 0)
        parts.append(moves.comes == 1 ? HeadText::tr("1 comes") : HeadText::tr("%1 come").arg(countText(moves.comes)));
    if (moves.goes > 0)
        parts.append(moves.goes == 1 ? HeadText::tr("1 goes") : HeadText::tr("%1 go").arg(countText(moves.goes)));
    return parts.isEmpty() ? QString() : HeadText::tr("staged: %1").arg(parts.join(u", "_s));
}

} // namespace

QHash<NodeId, StagedMoves> stagedMoves(const EntitiesModel &entities, const StagedPins &pins)
{
    QHash<NodeId, StagedMoves> moves;
    const NodeId usual = entities.defaultNode();
    for (const StagedPin &pin : pins.all()) {
        const EntityState *state = entities.find(pin.entity);
        const NodeId to = pin.node.isEmpty() ? usual : pin.node;
        if (!state || to == state->placement.node)
            continue;
        ++moves[to].comes;
        ++moves[state->placement.node].goes;
    }
    return moves;
}

HeadWords headWords(const EntityFilterModel &entities, int row, const StagedMoves &moves)
{
    const EntityGroup group = entities.groupAt(row);
    HeadWords words;
    if (entities.kindAt(row) == EntityFilterModel::RowKind::EmptyNodes) {
        words.name = group.entities == 1 ? HeadText::tr("1 node has nothing") : HeadText::tr("%1 nodes have nothing").arg(countText(group.entities));
        return words;
    }
    words.counts = countsOf(group);
    words.staged = movesText(moves);
    if (group.node.isEmpty()) {
        words.name = HeadText::tr("On no node");
        return words;
    }
    words.name = entities.entities()->nodeName(group.node);
    const ClusterSession *session = entities.entities()->session();
    const Node *node = session ? session->mirror().find(group.node) : nullptr;
    if (node)
        words.status = shownStatusOnly(*node, session->shownContext());
    else
        words.counts = HeadText::tr("gone; %1").arg(words.counts);
    if (node && node->cordoned && node->status == NodeStatus::Online)
        words.counts = HeadText::tr("cordoned; %1").arg(words.counts);
    return words;
}

QString spokenHead(const EntityFilterModel &entities, int row, const StagedPins &pins)
{
    const EntityGroup group = entities.groupAt(row);
    const HeadWords words = headWords(entities, row, stagedMoves(*entities.entities(), pins).value(group.node));
    QStringList parts{words.name};
    if (words.status)
        parts.append(statusWord(*words.status));
    for (const QString &part : {words.counts, words.staged}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    parts.append(group.isFolded ? HeadText::tr("folded") : HeadText::tr("unfolded"));
    return parts.join(u", "_s);
}

} // namespace muster
