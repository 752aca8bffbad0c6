// SPDX-License-Identifier: Apache-2.0
// The verbs that close nodes for work and empty them; the others are in NodeActions.cpp.
#include "ui/kit/Field.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/CordonDialog.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/StopDrainDialog.h"

#include <QMenu>

#include <algorithm>
#include <utility>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

bool isBeingEmptied(const Node &node)
{
    return node.drain || node.status == NodeStatus::Draining || node.status == NodeStatus::Drained;
}

} // namespace

bool NodeActions::areCordoned(const QList<NodeId> &nodes) const
{
    const QList<Node> found = known(nodes);
    return !found.isEmpty() && std::ranges::all_of(found, [](const Node &node) { return node.cordoned || isBeingEmptied(node); });
}

bool NodeActions::isAnyDraining(const QList<NodeId> &nodes) const
{
    const QList<Node> found = known(nodes);
    return std::ranges::any_of(found, [](const Node &node) { return node.drain || node.status == NodeStatus::Draining; });
}

void NodeActions::cordon(const QList<NodeId> &nodes, bool isCordoned, const QString &note)
{
    if (!refusal(Feature::Cordon).isEmpty())
        return;
    for (const Node &node : known(nodes)) {
        // Of one alone the asker knows better than a picture of a moment ago: "Undo" comes before that is drawn anew.
        if (nodes.size() == 1 || isCordoned != (node.cordoned || isBeingEmptied(node)))
            follow(m_nodes->session()->cordon(node.id(), isCordoned, note));
    }
}

void NodeActions::cordonWithNote(const QList<NodeId> &nodes)
{
    const QList<Node> found = known(nodes);
    if (!refusal(Feature::Cordon).isEmpty() || found.isEmpty())
        return;
    auto *dialog = new CordonDialog(found, m_host);
    ask(dialog, Feature::Cordon, [this, nodes, dialog] { cordon(nodes, true, dialog->note()); });
}

void NodeActions::toggleCordon(const QList<NodeId> &nodes)
{
    cordon(nodes, !areCordoned(nodes));
}

void NodeActions::drain(const QList<NodeId> &nodes)
{
    QList<NodeId> there;
    for (const Node &node : known(nodes))
        there += node.id();
    if (!refusal(Feature::Cordon).isEmpty() || there.isEmpty())
        return;
    auto *dialog = new DrainDialog(*m_nodes->session(), there, m_drainChoices, m_host);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DrainDialog::assignmentsWanted, this, [this, there] { Q_EMIT assignmentsWanted(there); });
    connect(dialog, &QDialog::accepted, this, [this, there, dialog] {
        // The link may have broken while the question stood there.
        const QString reason = refusal(Feature::Cordon);
        reason.isEmpty() ? beginDrain(*dialog, there) : m_toast->say(reason);
    });
    dialog->open();
}

void NodeActions::beginDrain(const DrainDialog &dialog, const QList<NodeId> &nodes)
{
    if (!dialog.isChange()) // How one drain goes on is not how the next shall begin.
        m_drainChoices = dialog.choices().isRemembered ? dialog.choices() : DrainChoices();
    ClusterSession *session = m_nodes->session();
    // In this order: what becomes preferred moves at once, instead of waiting first.
    for (const Assignment &pin : dialog.pinsToLoosen()) {
        follow(session->assign({.entity = pin.entity, .node = pin.node, .mode = AssignmentMode::Preferred, .version = pin.version,
                                .note = dialog.request().note}));
    }
    for (const NodeId &node : nodes)
        follow(session->drain(node, dialog.request()));
}

void NodeActions::stopDrain(const QList<NodeId> &nodes)
{
    QList<Node> drained;
    for (const Node &node : known(nodes)) {
        if (nodes.size() == 1 || isBeingEmptied(node))
            drained += node;
    }
    if (!refusal(Feature::Cordon).isEmpty() || drained.isEmpty())
        return;
    auto *dialog = new StopDrainDialog(drained, m_host);
    ask(dialog, Feature::Cordon, [this, drained, dialog] {
        QList<NodeId> ids;
        for (const Node &node : drained)
            ids += node.id();
        endDrain(ids, dialog->opensAgain());
    });
}

void NodeActions::endDrain(const QList<NodeId> &nodes, bool opens)
{
    for (const NodeId &node : nodes) {
        Command *command = m_nodes->session()->stopDrain(node);
        if (!opens) {
            follow(command);
            continue;
        }
        const auto open = [this, node, command] {
            command->state() == CommandState::Done ? cordon({node}, false) : report(*command);
        };
        command->isFinished() ? open() : (void)connect(command, &Command::finished, this, open);
    }
}

void NodeActions::fillWorkMenu(QMenu *menu, const QList<NodeId> &nodes)
{
    const QString reason = refusal(Feature::Cordon);
    const auto add = [&](const char *icon, const QString &text, const QKeySequence &key, auto act) {
        QAction *action = menu->addAction(themedIcon(QLatin1StringView(icon)), text, this, act);
        action->setShortcut(key);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(plainToolTip(reason));
    };
    if (areCordoned(nodes)) {
        add("cordon", tr("Uncordon"), Qt::Key_C, [this, nodes] { cordon(nodes, false); });
    } else {
        add("cordon", tr("Cordon"), Qt::Key_C, [this, nodes] { cordon(nodes, true); });
        add("edit", tr("Cordon with a note…"), {}, [this, nodes] { cordonWithNote(nodes); });
    }
    if (isAnyDraining(nodes)) {
        add("stop", tr("Stop drain…"), {}, [this, nodes] { stopDrain(nodes); });
        add("drain", tr("Change deadline…"), Qt::Key_D, [this, nodes] { drain(nodes); });
    } else {
        add("drain", tr("Drain…"), Qt::Key_D, [this, nodes] { drain(nodes); });
    }
}

void NodeActions::offer(const QString &text, const QString &button, std::function<void()> undo)
{
    m_undo = std::move(undo);
    m_toast->say(text, button);
}

void NodeActions::reportStanding(const Command &command)
{
    const NodeId node = command.node();
    switch (command.verb()) {
    case CommandVerb::Cordon:
        Q_EMIT answered(node, tr("It is cordoned and gets nothing new that is not pinned to it"));
        offer(tr("%1 is cordoned").arg(command.name()), tr("Undo"), [this, node] { cordon({node}, false); });
        return;
    case CommandVerb::Uncordon:
        Q_EMIT answered(node, tr("It takes work again"));
        offer(tr("%1 takes work again").arg(command.name()), tr("Undo"), [this, node] { cordon({node}, true); });
        return;
    case CommandVerb::Drain:
        Q_EMIT answered(node, tr("The drain has begun; nothing new starts here"));
        offer(tr("%1 is being drained").arg(command.name()), tr("Stop drain…"), [this, node] { stopDrain({node}); });
        return;
    case CommandVerb::StopDrain:
        Q_EMIT answered(node, tr("The drain is stopped; the node stays cordoned"));
        offer(tr("The drain of %1 is stopped; it stays cordoned").arg(command.name()), tr("Uncordon"), [this, node] { cordon({node}, false); });
        return;
    default:
        return;
    }
}

} // namespace muster
