// SPDX-License-Identifier: Apache-2.0
#include "core/mirror/JobWhy.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kNamed = 3; // Nodes that a sentence names.

Words words(const char *english, const QStringList &parts = {})
{
    return {english, parts};
}

QString spanText(const JobWhyFacts &facts, milliseconds span)
{
    return facts.span ? facts.span(span) : u"%1 s"_s.arg(span.count() / 1000);
}

const Node *find(const JobWhyFacts &facts, const NodeId &id)
{
    return facts.nodes ? facts.nodes->find(id) : nullptr;
}

QString nameOf(const Node *node, const NodeId &id)
{
    return node && !node->who.name.isEmpty() ? node->who.name : id.text();
}

QString nameOf(const JobWhyFacts &facts, const NodeId &id)
{
    return nameOf(find(facts, id), id);
}

bool isStrict(const JobWhyFacts &facts)
{
    return facts.entity && facts.entity->assignment && facts.entity->assignment->mode == AssignmentMode::Strict;
}

//! What it waits for: its pin, its place, or where it was last.
NodeId awaited(const Job &job, const JobWhyFacts &facts)
{
    if (!facts.entity)
        return job.node;
    return isStrict(facts) ? facts.entity->assignment->node : facts.entity->placement.node;
}

//! How long ago it was heard last: "Beats stopped 14 m ago." and what strict means.
Words silence(const Node *node, const JobWhyFacts &facts)
{
    if (!node || !node->lastBeatAt)
        return words(QT_TRANSLATE_NOOP("JobWhy", "Strict work never falls back to another node."));
    return words(QT_TRANSLATE_NOOP("JobWhy", "Its last beat came %1 ago. Strict work never falls back to another node."),
                 {spanText(facts, std::max(milliseconds(0), facts.now - *node->lastBeatAt))});
}

JobWhy ofNode(const Job &job, const JobWhyFacts &facts)
{
    JobWhy why;
    why.node = awaited(job, facts);
    why.fix = JobFix::OpenNode;
    if (why.node.isEmpty()) { // The entity is not known: the cluster's own words must do.
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Its node does not take work now: %1"), {job.waitingFor->text});
        return why;
    }
    const Node *node = find(facts, why.node);
    const QString name = nameOf(facts, why.node);
    if (node && (node->status == NodeStatus::Online || node->status == NodeStatus::Degraded)) {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Waits for %1, which has no connection for work now"), {name});
        why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "It was lost, or is on its way: soon it counts as offline, or is back."));
        why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when %1 connects."), {name});
        return why;
    }
    why.detail = silence(node, facts);
    why.fix = isStrict(facts) ? JobFix::MakePreferred : JobFix::OpenNode;
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when %1 is online, or when the pin changes."), {name});
    if (!node) {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which is not in this cluster"), {name});
        why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when a node called %1 joins, or when the pin changes."), {name});
        why.fix = JobFix::PinElsewhere;
    } else if (node->status == NodeStatus::Offline) {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which is offline"), {name});
    } else if (node->status == NodeStatus::Failed) {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which failed"), {name});
    } else {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Waits for %1, which was not heard of yet"), {name});
        why.detail = {};
        why.fix = JobFix::OpenNode;
    }
    return why;
}

JobWhy ofDrain(const Job &job, const JobWhyFacts &facts)
{
    JobWhy why;
    why.node = awaited(job, facts);
    const QString name = nameOf(facts, why.node);
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Its node is being drained"));
    if (name.isEmpty())
        return why;
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Waits for %1, which is being drained"), {name});
    if (isStrict(facts))
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which is being drained"), {name});
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "A node that is drained starts nothing new."));
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when %1 takes work again, or when the pin changes."), {name});
    why.fix = isStrict(facts) ? JobFix::MakePreferred : JobFix::OpenNode;
    return why;
}

//! The names of those that have all of \a needs, whatever keeps them, and the first of them.
QStringList capable(const QStringList &needs, const JobWhyFacts &facts, NodeId *first)
{
    QStringList names;
    for (int slot = 0; facts.nodes && slot < facts.nodes->slotCount(); ++slot) {
        if (!facts.nodes->isUsed(slot))
            continue;
        const Node &node = facts.nodes->node(slot);
        if (!std::ranges::all_of(needs, [&node](const QString &need) { return node.who.capabilities.contains(need); }))
            continue;
        if (names.isEmpty())
            *first = node.id();
        names.append(u"%1 (%2)"_s.arg(nameOf(&node, node.id()), node.cordoned ? u"cordoned"_s : wordOf(node.status)));
    }
    return names;
}

JobWhy ofLack(const NodeId &pinned, const QStringList &needs, const JobWhyFacts &facts)
{
    const Node *node = find(facts, pinned);
    QStringList lacking = node ? needs : QStringList();
    lacking.removeIf([node](const QString &need) { return node->who.capabilities.contains(need); });
    JobWhy why;
    why.node = pinned;
    const QString name = nameOf(facts, pinned);
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which cannot run it now"), {name});
    if (!lacking.isEmpty())
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Pinned strictly to %1, which does not have %2"), {name, lacking.join(u", "_s)});
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when %1 has it, or when the pin changes."), {name});
    why.fix = JobFix::PinElsewhere;
    return why;
}

JobWhy ofCapability(const Job &job, const JobWhyFacts &facts, WhyDepth depth)
{
    const QStringList needs = facts.entity ? facts.entity->entity.needs : QStringList();
    JobWhy why;
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "It waits: %1"), {job.waitingFor->text});
    if (job.waitingFor->text.startsWith("its secret"_L1) || (facts.entity && facts.entity->entity.isResident)) // No node could help.
        return why;
    if (isStrict(facts))
        return ofLack(facts.entity->assignment->node, needs, facts);
    const QString all = needs.join(u", "_s);
    why.fix = JobFix::AddWorker;
    if (!facts.entity)
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "No node can take it now: %1"), {job.waitingFor->text});
    else if (needs.isEmpty())
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "No node can take it now"));
    else
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "No node with %1 can take it now"), {all});
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when a node that may run it is online."));
    if (!needs.isEmpty())
        why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when a node with %1 is online."), {all});
    if (depth == WhyDepth::Sentence || !facts.entity)
        return why;
    const QStringList names = capable(needs, facts, &why.node);
    if (names.isEmpty()) {
        why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "No node here says that it has %1."), {all});
        return why;
    }
    why.fix = JobFix::OpenNode;
    const qsizetype more = names.size() - kNamed;
    const QString some = names.mid(0, kNamed).join(u", "_s);
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "These could, but do not take work now: %1."), {some});
    if (more > 0)
        why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "These could, but do not take work now: %1 and %2 more."), {some, QString::number(more)});
    return why;
}

//! A sentence of its own here.
QString sentenceOf(const JobError &error)
{
    return error.text.left(1).toUpper() + error.text.mid(1);
}

JobWhy ofTime(const Job &job, const JobWhyFacts &facts)
{
    JobWhy why;
    const bool isAgain = job.waitingFor ? job.waitingFor->reason == WaitReason::Backoff : job.attemptsMade > 0;
    const QStringList next{QString::number(job.attemptsMade + 1), QString::number(job.attempts)};
    if (isAgain && job.error)
        why.detail = words("%1", {sentenceOf(*job.error)}); // It names its attempt.
    why.fix = isAgain ? JobFix::OpenLog : JobFix::None;
    if (!job.runAt) {
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "It was asked to start later"));
        if (isAgain)
            why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Attempt %1 of %2 follows soon"), next);
        return why;
    }
    const QString in = spanText(facts, std::max(milliseconds(0), *job.runAt - facts.now));
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Asked to start in %1"), {in});
    if (isAgain)
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Attempt %1 of %2 follows in %3"), next + QStringList{in});
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts at %1, as soon as its node has room."), {facts.moment ? facts.moment(*job.runAt) : job.runAt->toIso8601()});
    return why;
}

JobWhy ofRoom(const Job &job, const JobWhyFacts &facts)
{
    JobWhy why;
    why.node = awaited(job, facts);
    const QString name = nameOf(facts, why.node);
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when one of them ends; nothing need be done."));
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "All slots for work are taken"));
    if (name.isEmpty())
        return why;
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "All slots of %1 are taken"), {name});
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "%1 runs as many jobs as it takes at once."), {name});
    why.fix = JobFix::ShowRunning;
    return why;
}

JobWhy ofHandler(const Job &job, const JobWhyFacts &facts)
{
    JobWhy why;
    why.node = awaited(job, facts);
    const QString kind = wordOf(job.entity.kind);
    const QString name = nameOf(facts, why.node);
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "No node runs entities of the kind %1 yet"), {kind});
    if (!name.isEmpty())
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "%1 does not run entities of the kind %2 yet"), {name, kind});
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "A worker says which kinds it runs, as its owner allowed."));
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when its node runs that kind, or when the pin changes."));
    why.fix = JobFix::PinElsewhere;
    return why;
}

JobWhy ofPause(const Job &job)
{
    JobWhy why;
    why.queue = job.queue;
    why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "The queue %1 is paused"), {job.queue});
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "Nothing of it starts; what runs goes on."));
    why.then = words(QT_TRANSLATE_NOOP("JobWhy", "Starts when the queue is resumed."));
    why.fix = JobFix::ResumeQueue;
    return why;
}

JobWhy ofFailure(const Job &job)
{
    JobWhy why;
    why.fix = JobFix::Retry;
    const QStringList tries{QString::number(job.attemptsMade), QString::number(job.attempts)};
    why.sentence = job.error ? words("%1", {sentenceOf(*job.error)}) : words(QT_TRANSLATE_NOOP("JobWhy", "It failed; nothing is known why"));
    why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "It is kept until it is run again or discarded."));
    if (job.attemptsMade >= job.attempts) // Else it was given up for another reason.
        why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "Attempt %1 of %2 was the last. It is kept until it is run again or discarded."), tries);
    return why;
}

} // namespace

JobWhy whyOf(const Job &job, const JobWhyFacts &facts, WhyDepth depth)
{
    if (job.state == JobState::Failed)
        return ofFailure(job);
    if (job.state == JobState::Delayed)
        return ofTime(job, facts);
    if (job.state != JobState::Waiting)
        return {};
    if (!job.waitingFor) {
        JobWhy why;
        why.sentence = words(QT_TRANSLATE_NOOP("JobWhy", "Next in line"));
        why.detail = words(QT_TRANSLATE_NOOP("JobWhy", "Nothing keeps it: it starts as soon as those before it did."));
        return why;
    }
    switch (job.waitingFor->reason) {
    case WaitReason::StrictNodeOffline:
        return ofNode(job, facts);
    case WaitReason::QueuePaused:
        return ofPause(job);
    case WaitReason::NoCapableNode:
        return ofCapability(job, facts, depth);
    case WaitReason::Backoff:
    case WaitReason::Delayed:
        return ofTime(job, facts);
    case WaitReason::Concurrency:
        return ofRoom(job, facts);
    case WaitReason::Draining:
        return ofDrain(job, facts);
    case WaitReason::NoHandler:
        return ofHandler(job, facts);
    }
    Q_UNREACHABLE();
}

} // namespace muster
