// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/RemoveDialog.h"

namespace muster {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNamed = 8; // Names that are listed; more would hide the buttons.

QString nameOf(const Node &node)
{
    return node.who.name.isEmpty() ? node.who.id.text() : node.who.name;
}

QString namesOf(const QList<Node> &nodes)
{
    QStringList names;
    for (qsizetype i = 0; i < std::min<qsizetype>(kNamed, nodes.size()); ++i)
        names += nameOf(nodes[i]);
    QString text = names.join(u", "_s);
    if (nodes.size() > kNamed)
        text += RemoveDialog::tr(" and %1 more").arg(nodes.size() - kNamed);
    return text;
}

QString removeTitle(const QList<Node> &nodes)
{
    return nodes.size() == 1 ? RemoveDialog::tr("Remove %1").arg(nameOf(nodes.first()))
                             : RemoveDialog::tr("Remove %1 nodes").arg(nodes.size());
}

QString restartTitle(const QList<Node> &nodes)
{
    return nodes.size() == 1 ? RestartDialog::tr("Restart the agents of %1").arg(nameOf(nodes.first()))
                             : RestartDialog::tr("Restart the agents of %1 nodes").arg(nodes.size());
}

} // namespace

RemoveDialog::RemoveDialog(const QList<Node> &nodes, int stillBeat, QWidget *parent)
    : QuestionDialog(removeTitle(nodes), "trash"_L1, ButtonKind::Danger, parent)
{
    const bool isOne = nodes.size() == 1;
    if (!isOne)
        name(namesOf(nodes));
    say(isOne ? tr("The control plane forgets it: its history, its labels, and what is known of its agents. "
                   "This cannot be undone.")
              : tr("The control plane forgets them: their history, their labels, and what is known of their agents. "
                   "This cannot be undone."));
    if (stillBeat > 0) {
        const QString heading = isOne ? tr("%1 still beats.").arg(nameOf(nodes.first()))
                                      : tr("%1 of them still beat.").arg(stillBeat);
        warn(NodeStatus::Degraded, heading,
             tr("Its agents keep running, but its next beat is refused until it announces itself again. Stop it first if it "
                "shall stay away."));
    }
}

RestartDialog::RestartDialog(const QList<Node> &nodes, QWidget *parent)
    : QuestionDialog(restartTitle(nodes), "restart"_L1, ButtonKind::Primary, parent)
{
    if (nodes.size() > 1)
        name(namesOf(nodes));
    qsizetype agents = 0;
    for (const Node &node : nodes)
        agents += node.agents.size();
    if (agents == 0)
        say(tr("No agent is known there now. The order is sent all the same."));
    else if (agents == 1)
        say(tr("1 agent stops and starts again. What it is doing now may be cut off."));
    else
        say(tr("%1 agents stop and start again. What they are doing now may be cut off.").arg(agents));
    setVerb(tr("Restart agents"));
}

} // namespace muster
