// SPDX-License-Identifier: Apache-2.0
#include "ui/nodes/NodeActions.h"

#include "ui/kit/CallerText.h"
#include "ui/kit/ErrorText.h"
#include "ui/kit/Icons.h"
#include "ui/kit/PlainLabel.h"
#include "ui/kit/Toast.h"
#include "ui/nodes/RemoveDialog.h"

#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <QMenu>

#include <utility>

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
    connect(m_nodes, &NodesModel::modelReset, this, &NodeActions::watchSession);
    connect(m_toast, &Toast::actionTriggered, this, [this] {
        if (const std::function<void()> undo = std::exchange(m_undo, {}))
            undo();
    });
    watchSession();
}

void NodeActions::watchSession()
{
    if (const ClusterSession *session = m_nodes->session()) // What our token may is told with the facts.
        connect(session, &ClusterSession::factsChanged, this, &NodeActions::refusalChanged, Qt::UniqueConnection);
    Q_EMIT refusalChanged();
}

QString NodeActions::callerRefusal(const ClusterFacts &facts, Feature verb)
{
    if (facts.callerTier == Tier::Viewer)
        return tr("Your token may look, not change.");
    if (const QString bound = boundRefusal(facts.callerTenants); !bound.isEmpty())
        return bound;
    const bool isShort = verb == Feature::Tokens && facts.callerTier == Tier::Operator;
    return isShort ? tr("Your token may change nodes, not tokens.") : QString();
}

QString NodeActions::standingRefusal() const
{
    const ClusterSession *session = m_nodes->session();
    return session && session->isLive() ? callerRefusal(session->facts(), Feature::Remove) : refusal(Feature::Remove);
}

QString NodeActions::refusal(Feature verb) const
{
    const ClusterSession *session = m_nodes->session();
    if (!session || !session->isLive())
        return tr("Not connected: changes are off.");
    // First: to a token that is bound to tenants the cluster says that it cannot what it may not.
    const QString caller = callerRefusal(session->facts(), verb);
    if (session->features().testFlag(verb) || !session->facts().callerTenants.isEmpty())
        return caller;
    if (verb == Feature::Ping)
        return tr("This cluster cannot ping its nodes.");
    if (verb == Feature::Cordon)
        return tr("This cluster neither cordons nor drains its nodes.");
    return verb == Feature::Restart ? tr("This cluster cannot restart agents.") : tr("This cluster cannot remove its nodes.");
}

QString NodeActions::refusal(Feature verb, const QList<NodeId> &nodes) const
{
    const QString reason = refusal(verb);
    return reason.isEmpty() && known(nodes).isEmpty() ? tr("The node is not in this cluster any more.") : reason;
}

void NodeActions::ping(const NodeId &node)
{
    if (refusal(Feature::Ping).isEmpty())
        follow(m_nodes->session()->ping(node));
}

QList<Node> NodeActions::known(const QList<NodeId> &nodes) const
{
    QList<Node> found;
    for (const NodeId &id : nodes) {
        if (const int row = m_nodes->rowOf(id); row >= 0)
            found += m_nodes->nodeAt(row);
    }
    return found;
}

void NodeActions::ask(QuestionDialog *dialog, Feature verb, const std::function<void()> &act)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, verb, act] {
        // The link may have broken while the question stood there.
        const QString reason = refusal(verb);
        reason.isEmpty() ? act() : m_toast->say(reason);
    });
    dialog->open();
}

void NodeActions::remove(const QList<NodeId> &nodes)
{
    const QList<Node> gone = known(nodes);
    if (!refusal(Feature::Remove).isEmpty() || gone.isEmpty())
        return;
    int stillBeat = 0;
    for (const Node &node : gone) {
        const NodeStatus status = m_nodes->statusAt(m_nodes->rowOf(node.id()));
        stillBeat += status != NodeStatus::Offline && status != NodeStatus::Failed;
    }
    ask(new RemoveDialog(gone, stillBeat, m_host), Feature::Remove, [this, gone] {
        for (const Node &node : gone)
            follow(m_nodes->session()->remove(node.id()));
    });
}

void NodeActions::restartAgents(const QList<NodeId> &nodes)
{
    const QList<Node> told = known(nodes);
    if (!refusal(Feature::Restart).isEmpty() || told.isEmpty())
        return;
    ask(new RestartDialog(told, m_host), Feature::Restart, [this, told] {
        for (const Node &node : told)
            follow(m_nodes->session()->restartAgents(node.id()));
    });
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
        connect(add(themedIcon("ping"_L1), tr("Ping"), Qt::Key_P, refusal(Feature::Ping)), &QAction::triggered, this,
                [this, first] { ping(first); });
        if (m_nodes->session() && m_nodes->session()->features().testFlag(Feature::Audit)) {
            connect(add(themedIcon("audit"_L1), tr("Who changed it"), {}, {}), &QAction::triggered, this,
                    [this, first] { Q_EMIT auditRequested(first); });
        }
    }
    connect(add(themedIcon("copy"_L1), nodes.size() == 1 ? tr("Copy node id") : tr("Copy %1 node ids").arg(nodes.size()),
                {}, {}),
            &QAction::triggered, this, [this, nodes] { copyIds(nodes); });
    menu->addSeparator();
    fillWorkMenu(menu, nodes);
    connect(add(themedIcon("restart"_L1), tr("Restart agents…"), Qt::Key_R, refusal(Feature::Restart)), &QAction::triggered,
            this, [this, nodes] { restartAgents(nodes); });
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
        m_toast->say(u"%1: %2"_s.arg(command.name(), errorBrief(command.error().value_or(Error{}))));
        return;
    }
    switch (command.verb()) {
    case CommandVerb::Restart:
        // The answer is to the order; the agents come back by themselves, and their states tell.
        Q_EMIT answered(command.node(), tr("It took the order to restart its agents"));
        m_toast->say(tr("%1 took the order to restart its agents").arg(command.name()));
        return;
    case CommandVerb::Cordon:
    case CommandVerb::Uncordon:
    case CommandVerb::Drain:
    case CommandVerb::StopDrain:
        reportStanding(command);
        return;
    case CommandVerb::Assign:
    case CommandVerb::SaveEntity:
    case CommandVerb::RemoveEntity:
        return; // Other pages tell of them.
    case CommandVerb::Remove:
        m_toast->say(tr("Removed %1").arg(command.name()));
        return;
    case CommandVerb::Ping: {
        const QString text = command.pingReport() ? latencyText(*command.pingReport()) : QString();
        const bool byBeat = command.pingReport() && command.pingReport()->via == u"beat"_s;
        Q_EMIT answered(command.node(), byBeat ? tr("It answered in %1, by its next beat").arg(text)
                                               : tr("It answered in %1").arg(text));
        m_toast->say(tr("%1 answered in %2").arg(command.name(), text));
        return;
    }
    }
    Q_UNREACHABLE();
}

} // namespace muster
