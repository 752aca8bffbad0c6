// SPDX-License-Identifier: Apache-2.0
// The nodes that take work: which fits best, and which takes none.
#include "app/ctl/CtlText.h"
#include "app/ctl/CtlWorkCall.h"
#include "app/ctl/EntityOutput.h"
#include "app/ctl/NodeFinder.h"
#include "app/ctl/NodeOutput.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString cordonText(const Node &node)
{
    return node.drain ? u"draining"_s : node.cordoned ? u"cordoned"_s : u"takes work"_s;
}

QString deadlineText(const DrainRequest &request)
{
    if (request.isImmediate)
        return u"draining, what runs is queued again at once"_s;
    if (!request.deadline)
        return u"draining, what runs may finish"_s;
    return u"draining, what runs after %1 is queued again"_s.arg(spanText(request.deadline->count()));
}

QString strictPins(const QList<EntityState> &states, const NodeId &node)
{
    QStringList pinned;
    for (const EntityState &state : states) {
        if (state.assignment && state.assignment->node == node && state.assignment->mode == AssignmentMode::Strict)
            pinned.append(state.entity.ref.text());
    }
    return pinned.join(u", "_s);
}

} // namespace

void CtlWorkCall::withNode(std::function<void(const Node &)> act)
{
    whenDone(this, m_cluster.snapshot(), [this, act = std::move(act)](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return fail(snapshot.error());
        m_takenAt = snapshot->takenAt;
        const Result<Node> node = findNode(snapshot->nodes, m_options.node);
        node ? act(*node) : fail(node.error());
    });
}

void CtlWorkCall::rankNodes()
{
    whenDone(this, m_cluster.bestNodes(m_options.work.needs), [this](const Result<QList<Candidate>> &candidates) {
        candidates ? finish(candidatesText(*candidates, m_options.form)) : fail(candidates.error());
    });
}

void CtlWorkCall::cordon()
{
    withNode([this](const Node &node) {
        const bool isCordoned = m_options.verb == CtlVerb::NodesCordon;
        const QString name = node.who.name;
        if (m_options.isDryRun)
            return would({node.id().text(), (isCordoned ? u"Would cordon "_s : u"Would uncordon "_s) + name, cordonText(node),
                          isCordoned ? u"cordoned"_s : u"takes work"_s, node.cordoned, isCordoned});
        tellNode(m_cluster.cordon(node.id(), isCordoned, m_options.note),
                 isCordoned ? u"Node %1 gets nothing new that is not pinned to it."_s.arg(name) : u"Node %1 takes work."_s.arg(name));
    });
}

void CtlWorkCall::drain()
{
    withNode([this](const Node &node) {
        withEntities([this, node](const QList<EntityState> &states) {
            const QString pinned = strictPins(states, node.id());
            const QString waits = pinned.isEmpty() ? QString() : u"; strict work waits until it is back: "_s + pinned;
            const QString after = deadlineText(m_options.work.drain) + waits;
            if (m_options.isDryRun)
                return would({node.id().text(), u"Would drain "_s + node.who.name, cordonText(node), after, cordonText(node),
                              u"draining"_s});
            DrainRequest request = m_options.work.drain;
            request.note = m_options.note;
            tellNode(m_cluster.drain(node.id(), request), u"Node %1: %2."_s.arg(node.who.name, after));
        });
    });
}

void CtlWorkCall::stopDrain()
{
    withNode([this](const Node &node) {
        if (m_options.isDryRun && !node.drain)
            return fail(conflict(u"%1 is not being drained"_s.arg(node.who.name), u"not-draining"_s));
        if (m_options.isDryRun)
            return would({node.id().text(), u"Would end the drain of "_s + node.who.name, cordonText(node), u"cordoned"_s, cordonText(node),
                          u"cordoned"_s});
        tellNode(m_cluster.stopDrain(node.id()), u"Node %1 is drained no more; it stays cordoned."_s.arg(node.who.name));
    });
}

void CtlWorkCall::tellNode(const Future<Node> &changed, const QString &sentence)
{
    whenDone(this, changed, [this, sentence](const Result<Node> &node) {
        if (!node)
            return fail(node.error());
        finish(m_options.form == OutputForm::Table ? cellText(sentence) + u'\n' : nodeText(NodeView{.node = *node, .now = m_takenAt}, m_options.form));
    });
}

} // namespace muster
