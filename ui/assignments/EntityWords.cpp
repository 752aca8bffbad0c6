// SPDX-License-Identifier: Apache-2.0
#include "ui/assignments/EntityWords.h"

#include "ui/kit/StatusPalette.h"
#include "ui/kit/StatusText.h"
#include "ui/kit/Theme.h"

#include <QCoreApplication>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct EntityText {
    Q_DECLARE_TR_FUNCTIONS(EntityText)
};

QString statusOf(const EntitiesModel &entities, const NodeId &node)
{
    const Node *known = entities.session() ? entities.session()->mirror().find(node) : nullptr;
    if (!known)
        return EntityText::tr("gone");
    return known->drain ? statusWord(NodeStatus::Draining).toLower() : statusWord(known->status).toLower();
}

QString waitText(const EntitiesModel &entities, const EntityState &state)
{
    const NodeId &node = state.placement.node;
    switch (state.placement.waiting->reason) {
    case WaitReason::StrictNodeOffline:
        return EntityText::tr("waits: %1 %2").arg(entities.nodeName(node), statusOf(entities, node));
    case WaitReason::Draining:
        return EntityText::tr("will wait: draining");
    case WaitReason::NoCapableNode:
        if (state.placement.waiting->text.startsWith("its secret"_L1)) // No node could help.
            return EntityText::tr("waits: %1").arg(state.placement.waiting->text);
        if (!node.isEmpty())
            return EntityText::tr("waits for %1").arg(entities.nodeName(node));
        return state.entity.needs.isEmpty() ? EntityText::tr("waits: no node can run it")
                                            : EntityText::tr("waits for a node with %1").arg(state.entity.needs.join(u", "_s));
    case WaitReason::NoHandler:
        return EntityText::tr("no handler on this node yet");
    case WaitReason::QueuePaused:
        return EntityText::tr("waits: queue paused");
    case WaitReason::Backoff:
    case WaitReason::Delayed:
    case WaitReason::Concurrency:
        return EntityText::tr("waits");
    }
    Q_UNREACHABLE();
}

EntityLine statusLine(NodeStatus status, const QString &text)
{
    return {statusIcon(status), statusColor(status).fg, text, false};
}

EntityLine stagedLine(const StagedPin &pin)
{
    if (pin.isConflict)
        return {"status-degraded"_L1, tokens().degraded.fg, EntityText::tr("changed meanwhile"), true};
    switch (pin.progress) {
    case StagedPin::Progress::Sending:
        return {"hourglass"_L1, tokens().accent, EntityText::tr("sending…"), true};
    case StagedPin::Progress::Failed:
        return {"status-failed"_L1, tokens().failed.fg, EntityText::tr("not changed"), true};
    case StagedPin::Progress::Staged:
        return {"edit"_L1, tokens().accent, EntityText::tr("staged"), true};
    }
    Q_UNREACHABLE();
}

EntityLine effectLine(const EntitiesModel &entities, PinEffect effect, const PinOutlook &outlook, const NodeId &node)
{
    const QString name = entities.nodeName(node.isEmpty() ? outlook.placement.node : node);
    const QColor quiet = tokens().text2;
    switch (effect) {
    case PinEffect::RunsThere:
        return {"play"_L1, quiet, EntityText::tr("Can start on %1 at once.").arg(name)};
    case PinEffect::WaitsThere:
        return {"status-degraded"_L1, tokens().degraded.fg, EntityText::tr("Will wait: %1.").arg(outlook.words)};
    case PinEffect::FallsBack:
        return {"status-degraded"_L1, tokens().degraded.fg,
                EntityText::tr("Falls back to %1: %2.").arg(entities.nodeName(outlook.placement.node), outlook.words.section(u';', 0, 0))};
    case PinEffect::WaitsForAny:
        return {"status-degraded"_L1, tokens().degraded.fg, EntityText::tr("Will wait: %1.").arg(outlook.words)};
    case PinEffect::Moves:
        return {"restart"_L1, quiet, EntityText::tr("New work goes to %1 from now on.").arg(name)};
    case PinEffect::TakesPinnedOnly:
        return {"clock"_L1, quiet, EntityText::tr("%1 is cordoned: it takes pinned work only.").arg(name)};
    case PinEffect::WaitsIfOffline:
        return {"lock"_L1, quiet, EntityText::tr("Strict: waits if %1 goes offline.").arg(name)};
    }
    Q_UNREACHABLE();
}

} // namespace

QString kindTitle(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Agent:
        return EntityText::tr("agent");
    case EntityKind::Mcp:
        return EntityText::tr("MCP server");
    case EntityKind::Browser:
        return EntityText::tr("browser");
    case EntityKind::JsRuntime:
        return EntityText::tr("JS runtime");
    case EntityKind::InferenceServer:
        return EntityText::tr("inference");
    case EntityKind::AlertRule:
        return EntityText::tr("alert rule");
    case EntityKind::Automation:
        return EntityText::tr("automation");
    }
    Q_UNREACHABLE();
}

QString modeTitle(AssignmentMode mode)
{
    return mode == AssignmentMode::Strict ? EntityText::tr("strict") : EntityText::tr("preferred");
}

QString modeMeaning(AssignmentMode mode)
{
    return mode == AssignmentMode::Strict ? EntityText::tr("Waits for its node, however long that is away.")
                                          : EntityText::tr("Runs on the default node while its own is away.");
}

EntityLine stateLine(const EntitiesModel &entities, int row, const StagedPin *pin)
{
    if (pin)
        return stagedLine(*pin);
    const EntityState &state = entities.stateAt(row);
    if (const std::optional<PendingChange> pending = entities.pendingAt(row))
        return {"hourglass"_L1, tokens().text2,
                pending->isUnconfirmed ? EntityText::tr("unconfirmed") : EntityText::tr("changing…")};
    EntityLine line;
    switch (entities.standingAt(row)) {
    case EntityStanding::Waits:
        line = {"clock"_L1, tokens().text2, waitText(entities, state)};
        break;
    case EntityStanding::FallsBack:
        line = statusLine(NodeStatus::Degraded,
                          EntityText::tr("falls back: %1").arg(statusOf(entities, state.assignment->node)));
        break;
    case EntityStanding::AsPinned:
        line = statusLine(NodeStatus::Online, EntityText::tr("as pinned"));
        break;
    case EntityStanding::FollowsDefault:
        line = statusLine(NodeStatus::Online, EntityText::tr("follows default"));
        break;
    }
    if (!entities.isCurrent())
        return statusLine(NodeStatus::Unknown, EntityText::tr("unknown (was: %1)").arg(line.text));
    return line;
}

QString placeSentence(const EntitiesModel &entities, const EntityState &state)
{
    const Placement &placement = state.placement;
    const QList<EntityRuns::Place> remains = entities.remainsOf(state);
    if (!remains.isEmpty()) {
        const QString where = entities.nodeName(remains.first().node);
        const QString still = remains.first().jobs == 0 ? EntityText::tr("Its process is still on %1.").arg(where)
            : remains.first().jobs == 1                 ? EntityText::tr("A job of it still runs on %1, until it ends.").arg(where)
                                                        : EntityText::tr("%1 jobs of it still run on %2, until they end.").arg(remains.first().jobs).arg(where);
        const QString then = placement.waiting ? EntityText::tr("New work waits: %1.").arg(placement.waiting->text)
                                               : EntityText::tr("New work goes to %1.").arg(entities.nodeName(placement.node));
        return still + u' ' + then;
    }
    const QString reason = placement.reason.isEmpty() ? QString() : placement.reason.left(1).toUpper() + placement.reason.mid(1) + u'.';
    if (placement.waiting)
        return EntityText::tr("Waits: %1.").arg(placement.waiting->text) + (reason.isEmpty() ? QString() : u' ' + reason);
    if (placement.node.isEmpty())
        return reason;
    return reason.isEmpty() ? EntityText::tr("On %1.").arg(entities.nodeName(placement.node)) : reason;
}

QString pinText(const EntitiesModel &entities, const NodeId &node, AssignmentMode mode)
{
    if (!node.isEmpty())
        return u"%1, %2"_s.arg(entities.nodeName(node), modeTitle(mode));
    const NodeId usual = entities.defaultNode();
    return usual.isEmpty() ? EntityText::tr("default") : EntityText::tr("default (%1)").arg(entities.nodeName(usual));
}

QString pinText(const EntitiesModel &entities, const std::optional<Assignment> &pin)
{
    return pin ? pinText(entities, pin->node, pin->mode) : pinText(entities, {}, AssignmentMode::Preferred);
}

QList<EntityLine> outlookLines(const EntitiesModel &entities, const PinOutlook &outlook, const NodeId &node)
{
    QList<EntityLine> lines;
    for (const PinEffect effect : outlook.effects)
        lines.append(effectLine(entities, effect, outlook, node));
    return lines;
}

QString spokenEntity(const EntitiesModel &entities, int row, const StagedPin *pin)
{
    const EntityState &state = entities.stateAt(row);
    QString text = EntityText::tr("%1, %2, pinned to %3, %4")
                       .arg(state.entity.name(), kindTitle(state.entity.ref.kind), pinText(entities, state.assignment),
                            stateLine(entities, row, pin).text);
    if (pin)
        text += EntityText::tr(", staged: %1").arg(pinText(entities, pin->node, pin->mode));
    return text;
}

QString entityRefusal(const ClusterSession *session, Feature verb)
{
    if (!session || !session->isLive())
        return EntityText::tr("Not connected: changes are off.");
    if (!session->features().testFlag(verb))
        return verb == Feature::Assign ? EntityText::tr("This cluster has no pins that could be changed here.")
                                       : EntityText::tr("This cluster registers nothing here.");
    const std::optional<Tier> tier = session->facts().callerTier;
    if (tier == Tier::Viewer)
        return EntityText::tr("Your token may look, not change.");
    return tier == Tier::Operator && verb == Feature::Entities ? EntityText::tr("Your token may pin, not say what runs.") : QString();
}

QString remainsText(const EntitiesModel &entities, const EntityState &state)
{
    int jobs = 0;
    const QList<EntityRuns::Place> remains = entities.remainsOf(state);
    for (const EntityRuns::Place &place : remains)
        jobs += place.jobs;
    if (remains.isEmpty())
        return {};
    return jobs == 0 ? EntityText::tr("until it is stopped") : jobs == 1 ? EntityText::tr("until its job ends") : EntityText::tr("until its jobs end");
}

QString shellWord(const QString &text)
{
    static const QString plain = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=:,@%+"_s;
    const bool isPlain = !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return plain.contains(c); });
    return isPlain ? text : u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace muster
