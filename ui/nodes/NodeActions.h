// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs on nodes: whether they are offered, asking before what cannot be undone, and saying how it went.

#include "core/mirror/NodesModel.h"
#include "ui/nodes/DrainDialog.h"

#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace muster {

class QuestionDialog;
class Toast;

//! Acts on the session of a NodesModel. Lives with its page.
class NodeActions final : public QObject
{
    Q_OBJECT

public:
    //! \a host is the page: parent of dialogs and ground of toasts.
    NodeActions(NodesModel *nodes, QWidget *host);

    //! Why a verb cannot be used now, one sentence; empty when it can.
    QString refusal(Feature verb) const;
    //! The same for a verb on \a nodes.
    QString refusal(Feature verb, const QList<NodeId> &nodes) const;
    //! What keeps us from every change, not from one verb alone: the link or our token; empty when nothing does.
    QString standingRefusal() const;
    //! Why the token that we hold does not do for \a verb, as far as the control plane told; empty when it does.
    static QString callerRefusal(const ClusterFacts &facts, Feature verb);
    //! Asks the node for a sign of life and says how long it took.
    void ping(const NodeId &node);
    //! Asks, then tells the nodes to restart their agents, and says what became of it.
    void restartAgents(const QList<NodeId> &nodes);
    //! Closes nodes for new work, or opens them again; at once, and offers to take it back.
    void cordon(const QList<NodeId> &nodes, bool isCordoned, const QString &note = {});
    //! Asks for a note, then cordons.
    void cordonWithNote(const QList<NodeId> &nodes);
    //! Cordons what is open, or opens all when none is.
    void toggleCordon(const QList<NodeId> &nodes);
    //! Asks how, then empties the nodes.
    void drain(const QList<NodeId> &nodes);
    //! Asks whether to open the nodes again, too, and ends the drains.
    void stopDrain(const QList<NodeId> &nodes);
    //! Whether all of \a nodes are closed for new work; false for none.
    bool areCordoned(const QList<NodeId> &nodes) const;
    //! Whether any of \a nodes is being emptied.
    bool isAnyDraining(const QList<NodeId> &nodes) const;
    //! Asks, with Cancel as the default, then forgets the nodes.
    void remove(const QList<NodeId> &nodes);
    //! What the Drain dialog offers at first; kept while its "Remember" is on.
    const DrainChoices &drainChoices() const { return m_drainChoices; }
    void setDrainChoices(const DrainChoices &choices) { m_drainChoices = choices; }
    //! Puts what \a nodes are to the clipboard: ids, one a line.
    void copyIds(const QList<NodeId> &nodes);
    //! Fills \a menu for \a nodes: Open, Ping, Copy, Restart, Remove; what is refused is shown with its reason.
    void fillMenu(QMenu *menu, const QList<NodeId> &nodes);

Q_SIGNALS:
    //! Whether verbs are offered may have changed.
    void refusalChanged();
    //! A verb failed, in words that need an action; for the drawer.
    void failed(const muster::NodeId &node, const muster::Error &error);
    //! A ping came back, or a restart was taken.
    void answered(const muster::NodeId &node, const QString &text);
    //! What is pinned to nodes strictly is to be moved by hand.
    void assignmentsWanted(const QList<muster::NodeId> &nodes);
    //! The audit log is to be searched for a node.
    void auditRequested(const muster::NodeId &node);
    //! The menu's Open.
    void openRequested(const muster::NodeId &node);

private:
    void watchSession();
    void follow(Command *command);
    void report(const Command &command);
    void reportStanding(const Command &command);
    void fillWorkMenu(QMenu *menu, const QList<NodeId> &nodes);
    void beginDrain(const DrainDialog &dialog, const QList<NodeId> &nodes);
    void endDrain(const QList<NodeId> &nodes, bool opens);
    //! Says \a text with a button that does \a undo.
    void offer(const QString &text, const QString &button, std::function<void()> undo);
    QList<Node> known(const QList<NodeId> &nodes) const;
    void ask(QuestionDialog *dialog, Feature verb, const std::function<void()> &act);
    NodesModel *m_nodes;
    QWidget *m_host;
    Toast *m_toast;
    std::function<void()> m_undo; // Of the toast that is shown.
    DrainChoices m_drainChoices;
};

} // namespace muster
