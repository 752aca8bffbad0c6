// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/demo/DemoWork.h"

#include "core/dialects/demo/DemoRecipes.h"

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kBacklog = 7; // Of one entity: what waits for a paused queue or a lost node must not grow for ever.

} // namespace

int demoSlotsOf(const Node &node)
{
    if (node.who.role == NodeRole::All)
        return 5; // It takes what is pinned nowhere.
    return std::clamp(node.who.cores.value_or(4) / 4 + 1, 3, 5);
}

DemoWork::DemoWork(Parts parts) : m_parts(parts), m_random(parts.options.seed + 1) {}

const Node *DemoWork::nodeCalled(const NodeId &node) const
{
    const auto found = std::ranges::find_if(m_parts.nodes, [&node](const DemoNode &one) { return one.node.id() == node; });
    return found == m_parts.nodes.end() ? nullptr : &found->node;
}

std::optional<Waiting> DemoWork::whyWaits(const Job &job) const
{
    const EntityState *state = m_parts.board.find(job.entity);
    if (!state)
        return Waiting{WaitReason::NoCapableNode, u"%1 was removed"_s.arg(job.entity.text())};
    if (state->placement.waiting)
        return state->placement.waiting;
    const Node *node = nodeCalled(state->placement.node);
    if (node && m_parts.queue.runningOn(node->id()) >= demoSlotsOf(*node))
        return Waiting{WaitReason::Concurrency, u"%1 runs as many jobs as it takes at once"_s.arg(node->who.name)};
    return std::nullopt;
}

void DemoWork::step(Timestamp now)
{
    endAttempts(now);
    m_parts.queue.sweep(now);
    addNews(now);
    startAttempts(now);
    m_parts.queue.tellQueues();
}

void DemoWork::endAttempts(Timestamp now)
{
    const QList<const DemoJob *> open = m_parts.queue.open();
    for (const DemoJob *one : open) {
        if (one->job.state != JobState::Active)
            continue;
        const Node *node = nodeCalled(one->job.node);
        if (!node || node->status == NodeStatus::Offline)
            m_parts.queue.giveBack(one->number, {u"node-lost"_s, u"%1 was lost while it ran this"_s.arg(one->job.node.text())},
                                   AttemptEnd::NodeLost, now);
        else if (one->job.startedAt.value_or(now) + one->plan.span <= now)
            m_parts.queue.finish(one->number, now);
    }
}

void DemoWork::startAttempts(Timestamp now)
{
    QList<const DemoJob *> open = m_parts.queue.open();
    open.removeIf([](const DemoJob *one) { return one->job.state != JobState::Waiting; });
    std::ranges::stable_sort(open, std::ranges::greater(), [](const DemoJob *one) { return one->job.priority; });
    for (const DemoJob *one : std::as_const(open)) {
        if (m_parts.queue.isPaused(one->job.queue) || whyWaits(one->job))
            continue;
        const NodeId node = m_parts.board.find(one->job.entity)->placement.node;
        m_parts.queue.start(one->number, node, demoPlanOf(*one, m_parts.options.seed), now);
    }
}

void DemoWork::addNews(Timestamp now)
{
    if (m_parts.options.isBare || now < m_nextNews)
        return;
    const bool isFleet = m_parts.options.scenario == DemoScenario::Fleet1000;
    m_nextNews = now + milliseconds(isFleet ? 500 : m_random.between(3000, 7500));
    const DemoRecipe &recipe = demoRecipeBy(&m_random);
    JobRequest request = demoRequestOf(recipe, m_random.between(1000, 9000));
    if (isFleet) { // Its agents have the names that demoEntities() gave them.
        const int number = m_random.between(0, static_cast<int>(m_parts.nodes.size()) - 1);
        const QString tenant = number % 10 == 3 ? u"acme:"_s : QString();
        request.entity = *EntityRef::parse(u"agent/%1crawler-%2"_s.arg(tenant).arg(number, 4, 10, QLatin1Char('0')), {});
        request.payload = u"{\"task\":\"site.crawl\",\"site\":%1}"_s.arg(number).toUtf8();
    }
    if (m_parts.board.find(request.entity) && m_parts.queue.waitingOf(request.entity) < kBacklog)
        (void)m_parts.queue.add({request}, QString::fromLatin1(recipe.by), now);
}

} // namespace muster
