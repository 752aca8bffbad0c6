// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeActions.h"

#include "ui/kit/ErrorText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/RemoveDialog.h"

#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <QMenu>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

QString latencyText(const PingReport &report)
{
    return QLocale().toString(report.latencyMs, 'f', report.latencyMs < 10 ? 1 : 0) + QChar(QChar::Nbsp) + u"ms"_s;
}

} // namespace

NodeActions::NodeActions(NodesModel *nodes, QWidget *host)
    : QObject(host), m_nodes(nodes), m_host(host), m_toast(new Toast(host))
{
    connect(m_nodes, &NodesModel::linkChanged, this, &NodeActions::refusalChanged);
    connect(m_nodes, &NodesModel::modelReset, this, &NodeActions::refusalChanged);
}

QString NodeActions::refusal(Feature verb) const
{
    const ClusterSession *session = m_nodes->session();
    if (!session || !session->isLive())
        return tr("Not connected: changes are off.");
    if (!session->features().testFlag(verb))
        return verb == Feature::Ping ? tr("This cluster cannot ping its nodes.")
                                     : tr("This cluster cannot remove its nodes.");
    return {};
}

void NodeActions::ping(const NodeId &node)
{
    if (refusal(Feature::Ping).isEmpty())
        follow(m_nodes->session()->ping(node));
}

void NodeActions::remove(const QList<NodeId> &nodes)
{
    if (!refusal(Feature::Remove).isEmpty())
        return;
    QList<Node> known;
    int stillBeat = 0;
    for (const NodeId &id : nodes) {
        const int row = m_nodes->rowOf(id);
        if (row < 0)
            continue;
        known += m_nodes->nodeAt(row);
        const NodeStatus status = m_nodes->statusAt(row);
        stillBeat += status != NodeStatus::Offline && status != NodeStatus::Failed;
    }
    if (known.isEmpty())
        return;
    auto *dialog = new RemoveDialog(known, stillBeat, m_host);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QList<NodeId> ids;
    for (const Node &node : std::as_const(known))
        ids += node.id();
    connect(dialog, &QDialog::accepted, this, [this, ids] { removeNow(ids); });
    dialog->open();
}

void NodeActions::removeNow(const QList<NodeId> &nodes)
{
    // The link may have broken while the question stood there.
    const QString reason = refusal(Feature::Remove);
    if (!reason.isEmpty()) {
        m_toast->say(reason);
        return;
    }
    for (const NodeId &node : nodes)
        follow(m_nodes->session()->remove(node));
}

void NodeActions::copyIds(const QList<NodeId> &nodes)
{
    QStringList lines;
    for (const NodeId &node : nodes)
        lines += node.text();
    QApplication::clipboard()->setText(lines.join(u'\n'));
    m_toast->say(nodes.size() == 1 ? tr("Copied %1").arg(lines.first()) : tr("Copied %1 ids").arg(nodes.size()));
}

void NodeActions::fillMenu(QMenu *menu, const QList<NodeId> &nodes)
{
    if (nodes.isEmpty())
        return;
    const NodeId first = nodes.first();
    const auto add = [menu](const QIcon &icon, const QString &text, const QKeySequence &key, const QString &reason) {
        QAction *action = menu->addAction(icon, text);
        action->setShortcut(key);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(reason.isEmpty());
        action->setToolTip(plainToolTip(reason));
        return action;
    };
    if (nodes.size() == 1) {
        connect(add(themedIcon("sidebar"_L1), tr("Open"), Qt::Key_Return, {}), &QAction::triggered, this,
                [this, first] { Q_EMIT openRequested(first); });
        connect(add(themedIcon("ping"_L1), tr("Ping"), {}, refusal(Feature::Ping)), &QAction::triggered, this,
                [this, first] { ping(first); });
    }
    connect(add(themedIcon("copy"_L1), nodes.size() == 1 ? tr("Copy node id") : tr("Copy %1 node ids").arg(nodes.size()),
                {}, {}),
            &QAction::triggered, this, [this, nodes] { copyIds(nodes); });
    menu->addSeparator();
    connect(add(themedIcon("trash"_L1), nodes.size() == 1 ? tr("Remove…") : tr("Remove %1 nodes…").arg(nodes.size()),
                QKeySequence::Delete, refusal(Feature::Remove)),
            &QAction::triggered, this, [this, nodes] { remove(nodes); });
    if (const QString reason = refusal(Feature::Remove); !reason.isEmpty())
        menu->addAction(reason)->setEnabled(false);
}

void NodeActions::follow(Command *command)
{
    if (command->isFinished()) {
        report(*command);
        return;
    }
    connect(command, &Command::finished, this, [this, command] { report(*command); });
}

void NodeActions::report(const Command &command)
{
    if (command.state() == CommandState::Failed) {
        Q_EMIT failed(command.node(), command.error().value_or(Error{}));
        m_toast->say(u"%1: %2"_s.arg(command.name(), errorWords(command.error().value_or(Error{})).heading));
        return;
    }
    switch (command.verb()) {
    case CommandVerb::Remove:
        m_toast->say(tr("Removed %1").arg(command.name()));
        return;
    case CommandVerb::Ping: {
        const QString text = command.pingReport() ? latencyText(*command.pingReport()) : QString();
        const bool byBeat = command.pingReport() && command.pingReport()->via == u"beat"_s;
        Q_EMIT answered(command.node(), byBeat ? tr("answered in %1, by its next beat").arg(text)
                                               : tr("answered in %1").arg(text));
        m_toast->say(tr("%1 answered in %2").arg(command.name(), text));
        return;
    }
    }
    Q_UNREACHABLE();
}

} // namespace muster
