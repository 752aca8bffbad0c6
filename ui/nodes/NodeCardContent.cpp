// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeCardContent.h"

#include "ui/kit/ByteText.h"
#include "ui/kit/RelativeTime.h"
#include "ui/kit/StatusText.h"
#include "ui/nodes/ReasonText.h"

#include <QCoreApplication>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

struct NodeCard {
    Q_DECLARE_TR_FUNCTIONS(NodeCard)
};

// What the card is drawn as: the status itself, or what it was before our link broke.
NodeStatus drawnAs(const ShownStatus &shown)
{
    return shown.status == NodeStatus::Unknown ? shown.was.value_or(NodeStatus::Unknown) : shown.status;
}

bool isHigh(const std::optional<double> &share)
{
    return share && *share > limits::kHighLoadShare;
}

void addSecondLine(NodeCardContent *card, const NodeCardSubject &subject)
{
    const Node &node = subject.node;
    const ShownStatus &shown = subject.shown;
    const QString age = shown.age ? shortAge(*shown.age) : QString();
    const QString reason = shown.reasons.isEmpty() ? QString() : reasonBrief(shown.reasons.first(), node);
    switch (shown.status) {
    case NodeStatus::Online:
        card->isChip = false;
        card->note = node.who.address.isEmpty() ? node.who.hostname : node.who.address;
        card->isNoteAddress = true;
        card->age = age.isEmpty() ? QString() : NodeCard::tr("beat %1").arg(age);
        card->isAgeLate = shown.isBeatLate;
        return;
    case NodeStatus::Degraded:
        card->note = reason;
        card->age = age;
        return;
    case NodeStatus::Draining:
        if (node.drain && node.drain->deadline)
            card->note = NodeCard::tr("deadline in %1").arg(countdown(*node.drain->deadline - subject.now));
        card->age = age;
        return;
    case NodeStatus::Drained:
        card->note = NodeCard::tr("empty, gets nothing new");
        card->age = age;
        return;
    case NodeStatus::Offline:
        card->note = reason;
        return;
    case NodeStatus::Unknown:
        card->note = shown.was ? QString() : reason;
        card->age = age;
        return;
    case NodeStatus::Joining:
        card->note = shown.isAsOf && subject.asOf ? NodeCard::tr("as of %1").arg(clockText(*subject.asOf))
                                                  : NodeCard::tr("no heartbeat yet");
        card->age = age;
        return;
    case NodeStatus::Failed:
        card->note = shown.isAsOf && subject.asOf ? NodeCard::tr("as of %1").arg(clockText(*subject.asOf))
            : subject.shown.reasons.isEmpty() || !reasonAdvice(subject.shown.reasons.first()).isEmpty() ? reason
                                                                                                       : QString();
        return; // A reason without advice is the text below already.
    }
    Q_UNREACHABLE();
}

void addMetrics(NodeCardContent *card, const NodeCardSubject &subject)
{
    const Load &load = subject.node.load;
    card->middle = NodeCardContent::Middle::Metrics;
    card->cpu = {NodeCard::tr("CPU"), percentText(load.cpu), subject.history.cpu, isHigh(load.cpu)};
    card->memory = {NodeCard::tr("Memory"), percentText(load.memoryShare()), subject.history.memory,
                    isHigh(load.memoryShare())};
}

void addText(NodeCardContent *card, const NodeCardSubject &subject, const QString &otherwise)
{
    card->middle = NodeCardContent::Middle::Text;
    const QList<StatusReason> &reasons = subject.shown.reasons.isEmpty() ? subject.node.reasons : subject.shown.reasons;
    if (!reasons.isEmpty())
        card->text = reasonAdvice(reasons.first());
    if (card->text.isEmpty() && !reasons.isEmpty())
        card->text = reasons.first().text;
    if (card->text.isEmpty())
        card->text = otherwise;
}

void addMiddle(NodeCardContent *card, const NodeCardSubject &subject)
{
    const Node &node = subject.node;
    switch (drawnAs(subject.shown)) {
    case NodeStatus::Online:
    case NodeStatus::Degraded:
    case NodeStatus::Drained:
        addMetrics(card, subject);
        return;
    case NodeStatus::Draining:
        if (!node.drain || node.drain->jobsAtStart <= 0) {
            addMetrics(card, subject);
            return;
        }
        card->middle = NodeCardContent::Middle::Progress;
        card->progressText = NodeCard::tr("%1 of %2 jobs left").arg(node.drain->jobsLeft).arg(node.drain->jobsAtStart);
        card->progressNote = node.drain->waitsFor.isEmpty() ? QString()
                                                            : NodeCard::tr("oldest %1").arg(node.drain->waitsFor);
        card->progress = 1.0 - double(node.drain->jobsLeft) / node.drain->jobsAtStart;
        return;
    case NodeStatus::Offline:
        addText(card, subject, NodeCard::tr("Not heard any more. Power or network?"));
        return;
    case NodeStatus::Unknown:
        addText(card, subject, NodeCard::tr("Not heard since the control plane restarted. Its next beat will tell."));
        return;
    case NodeStatus::Joining:
        card->middle = NodeCardContent::Middle::Text;
        card->text = subject.shown.isLate
            ? NodeCard::tr("Later than expected. Does it run, and can it reach the control plane?")
            : NodeCard::tr("It has registered. Its first heartbeat makes it online.");
        return;
    case NodeStatus::Failed:
        addText(card, subject, NodeCard::tr("It reported a failure without saying why."));
        return;
    }
    Q_UNREACHABLE();
}

QString spokenLoad(const NodeCardContent &card)
{
    if (card.middle == NodeCardContent::Middle::Metrics)
        return u"%1 %2, %3 %4"_s.arg(card.cpu.label, card.cpu.value, card.memory.label, card.memory.value);
    return card.middle == NodeCardContent::Middle::Progress ? card.progressText : card.text;
}

} // namespace

StatusWords statusWordsOf(const Node &node, const ShownStatus &shown)
{
    const bool countsAge = shown.status == NodeStatus::Offline;
    return {.status = shown.status,
            .was = shown.was,
            .age = countsAge ? shown.age : std::nullopt,
            .drain = node.drain,
            .isLate = shown.isLate};
}

bool knowsAgents(const Node &node)
{
    const Load &load = node.load;
    return !node.agents.isEmpty() || load.cpu || load.load1 || load.memoryUsedBytes || load.jobsRunning;
}

QString countsText(const NodeCardSubject &subject)
{
    const Node &node = subject.node;
    const bool isPartial = subject.isPartial;
    QStringList parts;
    const auto agents = static_cast<int>(node.agents.size());
    if (knowsAgents(node)) {
        if (isPartial)
            parts += agents == 1 ? NodeCard::tr("1 of your agents") : NodeCard::tr("%1 of your agents").arg(agents);
        else
            parts += agents == 1 ? NodeCard::tr("1 agent") : NodeCard::tr("%1 agents").arg(agents);
    }
    if (const std::optional<int> jobs = node.load.jobsRunning)
        parts += *jobs == 1 ? NodeCard::tr("1 job") : NodeCard::tr("%1 jobs").arg(*jobs);
    if (const std::optional<PinCount> &pins = subject.pins) {
        const QString pinned = (isPartial ? NodeCard::tr("%1 of your pins") : NodeCard::tr("%1 pinned")).arg(pins->all());
        parts += pins->strict > 0 ? NodeCard::tr("%1 (%2 strict)").arg(pinned).arg(pins->strict) : pinned;
    }
    return parts.join(u" · "_s);
}

QString pendingText(const PendingChange &pending)
{
    const bool isOpen = pending.isUnconfirmed;
    switch (pending.verb) {
    case CommandVerb::Restart:
        return isOpen ? NodeCard::tr("restart not confirmed") : NodeCard::tr("restarting agents");
    case CommandVerb::Cordon:
        return isOpen ? NodeCard::tr("cordon not confirmed") : NodeCard::tr("being cordoned");
    case CommandVerb::Uncordon:
        return isOpen ? NodeCard::tr("uncordon not confirmed") : NodeCard::tr("being uncordoned");
    case CommandVerb::Drain:
        return isOpen ? NodeCard::tr("drain not confirmed") : NodeCard::tr("drain is asked for");
    case CommandVerb::StopDrain:
        return isOpen ? NodeCard::tr("end of drain not confirmed") : NodeCard::tr("drain is being stopped");
    case CommandVerb::Remove:
    case CommandVerb::Ping:
    case CommandVerb::Assign:
    case CommandVerb::SaveEntity:
    case CommandVerb::RemoveEntity:
        break;
    }
    return isOpen ? NodeCard::tr("removal not confirmed") : NodeCard::tr("being removed");
}

NodeCardContent nodeCardContent(const NodeCardSubject &subject)
{
    const Node &node = subject.node;
    const StatusWords words = statusWordsOf(node, subject.shown);
    NodeCardContent card;
    card.status = subject.shown.status;
    card.isMuted = subject.shown.status == NodeStatus::Unknown;
    card.name = node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
    card.isOwner = subject.isOwner;
    card.role = wordOf(node.who.role);
    card.isChip = true;
    card.statusText = statusChipText(words);
    addSecondLine(&card, subject);
    if (subject.shown.pending) {
        card.isPending = true;
        card.note = pendingText(*subject.shown.pending);
        card.isNoteAddress = false;
    }
    addMiddle(&card, subject);
    card.counts = countsText(subject);
    card.isCordoned = node.cordoned && drawnAs(subject.shown) != NodeStatus::Draining;
    card.chips = node.who.capabilities;
    card.version = node.who.version.isEmpty() ? unknownText() : u'v' + node.who.version;
    card.isOlder = subject.isOlder;
    const QString reason = subject.shown.status == NodeStatus::Online && !card.isPending ? QString() : card.note;
    card.spoken = u"%1. %2. %3."_s.arg(card.name, spokenStatus(words, reason), spokenLoad(card));
    if (!card.counts.isEmpty())
        card.spoken += u" %1."_s.arg(card.counts);
    if (card.isCordoned)
        card.spoken += u' ' + NodeCard::tr("Cordoned.");
    return card;
}

} // namespace muster
