// SPDX-License-Identifier: Apache-2.0
#pragma once
// One open cluster in the window: its session, its page and drawer, and the words of chip, ribbon and status bar.

#include "app/desktop/OpenCluster.h"
#include "core/mirror/NodesModel.h"
#include "core/wire/NetworkWatch.h"
#include "ui/shell/MainWindow.h"

#include <QTimer>

class QStackedWidget;

namespace muster {

class EventsPage;
class NodeDetails;
class NodesPage;
class Settings;

//! Takes the window over on construction and remembers how it looked on destruction. GUI thread.
class ClusterView : public QObject
{
    Q_OBJECT

public:
    //! \a window and \a settings must outlive it. The session is started here.
    ClusterView(MainWindow &window, Settings &settings, const OpenCluster &cluster,
                std::unique_ptr<ClusterSession> session);
    ~ClusterView() override;
    Q_DISABLE_COPY_MOVE(ClusterView)

    const OpenCluster &cluster() const { return m_cluster; }
    ClusterSession &session() { return *m_session; }
    NodesModel &nodes() { return m_nodes; }
    NodesPage *page() const { return m_page; }
    EventsPage *events() const { return m_events; }
    //! The places of the sidebar.
    enum class Place { Nodes, Events };
    void showPlace(Place place);
    Place place() const;
    NodeDetails *details() const { return m_details; }
    //! The action that opens the tokens; its refusal is why nothing can be changed.
    const QAction *tokensAction() const { return m_window.actions()->action(ShellAction::AccessTokens); }
    //! Copies of all nodes, for dialogs.
    QList<Node> nodeList() const;

    //! Shows \a node in the drawer.
    void openNode(const NodeId &node);
    void closeDrawer();
    //! Off for pictures that nobody shall find again. On by default.
    void setRemembers(bool remembers) { m_remembers = remembers; }
    //! Writes down how the window looks on this cluster.
    void remember();
    //! The nodes as places of the palette.
    QList<ChooserRow> placeRows() const;

Q_SIGNALS:
    void addWorkerWanted();
    //! The first card was painted, once.
    void firstCardPainted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addNodeActions();
    void addEventActions();
    void addSteps();
    void focusPlace();
    QAction *addAnywhere(const QString &text, const QStringList &keys, QLatin1StringView icon, ActionGroup group);
    QAction *addNodeAction(ActionGroup group, const QString &text, const QStringList &keys, QLatin1StringView icon);
    void connectPage();
    void connectSession();
    void watchNetwork();
    void restore();
    void showLink();
    void showTraffic();
    void showCounts();
    void showCommands();
    void gateActions();
    void showSelection(int count);

    MainWindow &m_window;
    Settings &m_settings;
    const OpenCluster m_cluster;
    std::unique_ptr<ClusterSession> m_session;
    NetworkWatch m_network;
    NodesModel m_nodes;
    QStackedWidget *m_places; // Owned by the window.
    NodesPage *m_page;
    EventsPage *m_events;
    NodeDetails *m_details; // Owned by the drawer.
    QAction *m_ping = nullptr;
    QAction *m_restart = nullptr;
    QAction *m_remove = nullptr;
    bool m_isFirstCardPainted = false;
    bool m_remembers = true;
    QString m_nodeToOpen; // From the last session; opened once it is there.
};

} // namespace muster
