// SPDX-License-Identifier: Apache-2.0
// The verbs of DemoCluster about nodes.
#include "core/dialects/demo/DemoAgents.h"
#include "core/dialects/demo/DemoAnswer.h"
#include "core/dialects/demo/DemoDrains.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! A node for the audit log.
QJsonValue valueOf(const Node &node)
{
    QJsonValue drain(QJsonValue::Null);
    if (node.drain) {
        const QJsonValue deadline = node.drain->deadline ? QJsonValue(node.drain->deadline->toIso8601()) : QJsonValue::Null;
        drain = QJsonObject{{u"jobsLeft"_s, node.drain->jobsLeft}, {u"deadline"_s, deadline}};
    }
    return QJsonObject{{u"name"_s, node.who.name},
                       {u"role"_s, wordOf(node.who.role)},
                       {u"address"_s, node.who.address},
                       {u"cordoned"_s, node.cordoned},
                       {u"drain"_s, drain}};
}

} // namespace

DemoNode *DemoCluster::find(const NodeId &node)
{
    const auto at = std::ranges::find_if(m_nodes, [&](const DemoNode &one) { return one.node.id() == node; });
    return at == m_nodes.end() ? nullptr : &*at;
}

DemoDeed DemoCluster::deedOn(const NodeId &node, const QString &verb, const QString &note, const Actor &by)
{
    const DemoNode *one = find(node);
    return {.verb = verb, .target = u"node/"_s + node.text(), .by = demoActor(by), .note = note,
            .before = one ? valueOf(one->node) : QJsonValue::Null};
}

Future<void> DemoCluster::remove(NodeId node, Actor by)
{
    return answer<void>([this, node, by] {
        const DemoDeed deed = deedOn(node, u"node.remove"_s, {}, by);
        return noted(deed, forgetNode(node));
    });
}

Result<void> DemoCluster::forgetNode(const NodeId &node)
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
    return answer<void>([this, node, by] {
        return noted(DemoDeed{.verb = u"node.restart"_s, .target = u"node/"_s + node.text(), .by = demoActor(by)}, restartHere(node));
    });
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
    return answer<Node>([this, node, isCordoned, note, by] {
        return changeDrain(node, deedOn(node, isCordoned ? u"node.cordon"_s : u"node.uncordon"_s, note, by), [isCordoned](DemoNode *one) {
            demoCordon(one, isCordoned);
            return Result<void>();
        });
    });
}

Future<Node> DemoCluster::drain(NodeId node, DrainRequest request, Actor by)
{
    return answer<Node>([this, node, request, by] {
        return changeDrain(node, deedOn(node, u"node.drain"_s, request.note, by),
                           [this, request](DemoNode *one) { return demoDrain(one, request, m_queue, demoNow()); });
    });
}

Future<Node> DemoCluster::stopDrain(NodeId node, Actor by)
{
    return answer<Node>([this, node, by] {
        return changeDrain(node, deedOn(node, u"node.stop-drain"_s, {}, by), [](DemoNode *one) { return demoStopDrain(one); });
    });
}

Result<Node> DemoCluster::changeDrain(const NodeId &node, DemoDeed deed, const std::function<Result<void>(DemoNode *)> &change)
{
    DemoNode *one = find(node);
    if (!one)
        return noted<Node>(deed, notFound(u"there is no node %1"_s.arg(node.text())));
    if (const Result<void> done = change(one); !done)
        return noted<Node>(deed, done.error());
    one->isTouched = deed.by.name != "kim"_L1;
    (void)demoLookAtDrain(one, &m_queue, demoNow());
    const DemoState state = demoStateOf(one->life, elapsed(), one->node.load.memoryShare().value_or(0));
    const NodeStatus before = one->node.status;
    one->node.status = demoStatusOf(state, *one);
    emitEvent(NodeChanged{one->node, before == one->node.status ? NodeChange::Updated : NodeChange::Status});
    const Node changed = one->node;
    settle();
    m_queue.tellQueues();
    return noted<Node>(deed, changed, valueOf(changed));
}

DemoColleague::Verbs DemoCluster::verbsOfKim()
{
    return {.assign = [this](const AssignmentRequest &request, const Actor &kim) { (void)assign(request, kim); },
            .drain = [this](const NodeId &node, const DrainRequest &request, const Actor &kim) { (void)drain(node, request, kim); },
            .uncordon = [this](const NodeId &node, const Actor &kim) { (void)cordon(node, false, u"the kernel is new"_s, kim); }};
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
