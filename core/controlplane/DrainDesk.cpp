// SPDX-License-Identifier: Apache-2.0
#include "core/controlplane/DrainDesk.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! How often the oldest of what runs is looked up when their number stays the same: one may end as another begins.
constexpr milliseconds kAskAgain = std::chrono::seconds(5);

Error noNode(const NodeId &node)
{
    return notFound(u"there is no node %1"_s.arg(node.text()));
}

} // namespace

DrainDesk::DrainDesk(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    m_timer.setInterval(limits::kJobSweep);
    connect(&m_timer, &QTimer::timeout, this, &DrainDesk::tick);
}

DrainDesk::~DrainDesk() = default;

void DrainDesk::resume()
{
    for (const std::unique_ptr<NodeEntry> &entry : m_parts.members.nodes().entries())
        watchAgain(entry->node.id());
}

Future<Node> DrainDesk::cordon(const NodeId &node, bool isCordoned)
{
    const NodeEntry *entry = m_parts.members.nodes().find(node);
    if (!entry)
        return failed<Node>(noNode(node));
    return m_parts.members.setDrain(node, isCordoned, isCordoned ? entry->node.drain : std::nullopt);
}

Future<Node> DrainDesk::drain(const NodeId &node, const DrainRequest &request)
{
    if (request.deadline && (request.deadline->count() < 0 || *request.deadline > limits::kDrainDeadlineMost))
        return failed<Node>(invalid(u"deadline"_s, u"deadline: must be at most 7 days, and not negative"_s));
    const NodeEntry *entry = m_parts.members.nodes().find(node);
    if (!entry)
        return failed<Node>(noNode(node));
    const std::optional<milliseconds> span = request.isImmediate ? milliseconds(0) : request.deadline;
    const int running = m_parts.work.jobDesk().runningOn(node);
    Drain drain = entry->node.drain.value_or(Drain{running, running, {}, {}});
    drain.jobsLeft = running;
    drain.deadline.reset();
    if (span)
        drain.deadline = m_parts.clock.now() + *span;
    const Pending<Node> pending;
    whenDone(this, m_parts.members.setDrain(node, true, drain), [this, node, span, pending](const Result<Node> &begun) {
        if (begun && begun->drain)
            watch(node, span ? std::optional(m_parts.clock.steadyNow() + *span) : std::nullopt);
        pending.finish(begun);
    });
    return pending.future();
}

Future<Node> DrainDesk::stopDrain(const NodeId &node)
{
    const NodeEntry *entry = m_parts.members.nodes().find(node);
    if (!entry)
        return failed<Node>(noNode(node));
    if (!entry->node.drain)
        return failed<Node>(conflict(u"%1 is not being drained"_s.arg(entry->node.who.name), u"not-draining"_s));
    const Pending<Node> pending;
    whenDone(this, m_parts.members.setDrain(node, true, std::nullopt), [this, node, pending](const Result<Node> &stopped) {
        if (!stopped)
            watchAgain(node); // It goes on.
        pending.finish(stopped);
    });
    return pending.future();
}

void DrainDesk::watch(const NodeId &node, std::optional<SteadyTime> deadline)
{
    m_watches[node].deadline = deadline;
    if (!m_timer.isActive())
        m_timer.start();
}

void DrainDesk::watchAgain(const NodeId &node)
{
    const NodeEntry *entry = m_parts.members.nodes().find(node);
    if (entry && entry->node.drain)
        watch(node, deadlineAgain(*entry->node.drain, m_parts.clock.now(), m_parts.clock.steadyNow()));
}

void DrainDesk::tick()
{
    // Gathered first: whoever hears of a change may begin or stop a drain.
    QList<NodeId> nodes;
    for (const auto &[node, watch] : m_watches)
        nodes.append(node);
    for (const NodeId &node : std::as_const(nodes))
        look(node);
    if (m_watches.empty())
        m_timer.stop();
}

void DrainDesk::look(const NodeId &node)
{
    const NodeEntry *entry = m_parts.members.nodes().find(node);
    const auto found = m_watches.find(node);
    if (found == m_watches.end())
        return;
    if (!entry || !entry->node.drain) {
        m_watches.erase(found);
        return;
    }
    JobDesk &jobs = m_parts.work.jobDesk();
    const Watch &watch = found->second;
    Drain drain = *entry->node.drain;
    drain.jobsLeft = jobs.runningOn(node);
    drain.jobsAtStart = std::max(drain.jobsAtStart, drain.jobsLeft); // A claim that was under way when it began.
    drain.waitsFor.clear();
    if (drain.jobsLeft > 0 && watch.oldest) {
        const milliseconds age = m_parts.clock.now() - watch.oldest->startedAt.value_or(m_parts.clock.now());
        drain.waitsFor = drainWaitText(watch.oldest->entity.id.text(), age);
    }
    const DrainStep step = drainStep({drain.jobsLeft, jobs.isClaimingFor(node), watch.deadline}, m_parts.clock.steadyNow());
    // Each time anew: one that could not be written then is taken back now.
    if (step == DrainStep::Requeue)
        jobs.requeueAll(node, {u"drained"_s, u"%1 is being drained and the time for what ran there was over"_s.arg(entry->node.who.name)});
    askForOldest(node, drain.jobsLeft);
    m_parts.members.noteDrain(node, drain, step == DrainStep::Done);
}

void DrainDesk::askForOldest(const NodeId &node, int running)
{
    Watch &watch = m_watches[node];
    const SteadyTime now = m_parts.clock.steadyNow();
    if (running < 1)
        watch.oldest.reset();
    if (running < 1 || watch.isAsking || (watch.askedFor == running && now - watch.askedAt < kAskAgain))
        return;
    watch.isAsking = true;
    watch.askedFor = running;
    watch.askedAt = now;
    const JobQuery query{.state = JobState::Active, .node = node, .most = limits::kJobPage};
    whenDone(this, m_parts.work.jobs(query, {}), [this, node](const Result<JobPage> &page) {
        const auto found = m_watches.find(node);
        if (found == m_watches.end())
            return;
        found->second.isAsking = false;
        if (!page || page->jobs.isEmpty())
            return;
        found->second.oldest = *std::ranges::min_element(page->jobs, {}, [](const Job &job) {
            return job.startedAt.value_or(job.createdAt).msSinceEpoch;
        });
    });
}

} // namespace muster
