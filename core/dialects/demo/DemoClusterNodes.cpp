// SPDX-License-Identifier: Apache-2.0
// The verbs of DemoCluster about nodes.
#include "core/dialects/demo/DemoAgents.h"
#include "core/dialects/demo/DemoAnswer.h"
#include "core/dialects/demo/DemoDrains.h"

namespace muster {

using namespace Qt::StringLiterals;

DemoNode *DemoCluster::find(const NodeId &node)
{
    const auto at = std::ranges::find_if(m_nodes, [&](const DemoNode &one) { return one.node.id() == node; });
    return at == m_nodes.end() ? nullptr : &*at;
}

Future<void> DemoCluster::remove(NodeId node, Actor by)
{
    Q_UNUSED(by)
    return answer<void>([this, node] { return removeHere(node); });
}

Result<void> DemoCluster::removeHere(const NodeId &node)
{
    const DemoNode *one = find(node);
    if (!one)
        return notFound(u"there is no node %1"_s.arg(node.text()));
    const QString name = one->node.who.name;
    m_nodes.removeIf([&](const DemoNode &other) { return other.node.id() == node; });
    emitEvent(NodeRemoved{node, name});
    settle();
    return {};
}

Future<void> DemoCluster::restartAgents(NodeId node, Actor by)
{
    Q_UNUSED(by)
    return answer<void>([this, node] { return restartHere(node); });
}

Result<void> DemoCluster::restartHere(const NodeId &node)
{
    DemoNode *one = find(node);
    if (!one)
        return notFound(u"there is no node %1"_s.arg(node.text()));
    if (!demoStateOf(one->life, elapsed(), 0).isBeating || !one->node.lastBeatAt) {
        return Error{.kind = ErrorKind::Unreachable,
                     .where = {},
                     .what = u"%1 did not take the order: it does not answer"_s.arg(one->node.who.name),
                     .code = {},
                     .field = {}};
    }
    demoRestartAgents(one);
    emitEvent(NodeChanged{one->node, NodeChange::Updated});
    return {};
}

Future<Node> DemoCluster::cordon(NodeId node, bool isCordoned, QString note, Actor by)
{
    Q_UNUSED(note)
    Q_UNUSED(by)
    return answer<Node>([this, node, isCordoned] {
        return changeDrain(node, [isCordoned](DemoNode *one) {
            demoCordon(one, isCordoned);
            return Result<void>();
        });
    });
}

Future<Node> DemoCluster::drain(NodeId node, DrainRequest request, Actor by)
{
    Q_UNUSED(by)
    return answer<Node>([this, node, request] {
        return changeDrain(node, [this, request](DemoNode *one) { return demoDrain(one, request, m_queue, demoNow()); });
    });
}

Future<Node> DemoCluster::stopDrain(NodeId node, Actor by)
{
    Q_UNUSED(by)
    return answer<Node>([this, node] { return changeDrain(node, [](DemoNode *one) { return demoStopDrain(one); }); });
}

Result<Node> DemoCluster::changeDrain(const NodeId &node, const std::function<Result<void>(DemoNode *)> &change)
{
    DemoNode *one = find(node);
    if (!one)
        return notFound(u"there is no node %1"_s.arg(node.text()));
    MUSTER_CHECK(change(one));
    one->isTouched = true;
    (void)demoLookAtDrain(one, &m_queue, demoNow());
    const DemoState state = demoStateOf(one->life, elapsed(), one->node.load.memoryShare().value_or(0));
    const NodeStatus before = one->node.status;
    one->node.status = demoStatusOf(state, *one);
    emitEvent(NodeChanged{one->node, before == one->node.status ? NodeChange::Updated : NodeChange::Status});
    const Node changed = one->node;
    settle();
    m_queue.tellQueues();
    return changed;
}

Future<PingReport> DemoCluster::ping(NodeId node)
{
    return onThreadOf<PingReport>(this, [this, node] { return pingHere(node); });
}

Future<PingReport> DemoCluster::pingHere(const NodeId &node)
{
    const DemoNode *one = find(node);
    if (!one)
        return failed<PingReport>(notFound(u"there is no node %1"_s.arg(node.text())));
    if (!demoStateOf(one->life, elapsed(), 0).isBeating) {
        return failed<PingReport>({.kind = ErrorKind::Unreachable,
                                   .where = {},
                                   .what = u"%1 does not answer"_s.arg(one->node.who.name),
                                   .code = {},
                                   .field = {}});
    }
    const int tenths = m_random.between(8, 420);
    const Pending<PingReport> answer;
    QTimer::singleShot(tenths / 10, this, [answer, tenths] { answer.finish(PingReport{tenths / 10.0, u"dial"_s}); });
    return answer.future();
}

} // namespace muster
