// SPDX-License-Identifier: Apache-2.0
#pragma once
// One open cluster in the window: its session, its page and drawer, and the words of chip, ribbon and status bar.

#include "app/desktop/OpenCluster.h"
#include "core/mirror/EntitiesModel.h"
#include "core/mirror/NodesModel.h"
#include "core/wire/NetworkWatch.h"
#include "ui/shell/MainWindow.h"

#include <QTimer>

class QStackedWidget;

namespace muster {

class AssignmentsPage;
class AuditLogPage;
class EventsPage;
class JobDetails;
class JobsPage;
class LogView;
class NodeDetails;
class NodesPage;
class QueuesPage;
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
    EntitiesModel &entities() { return m_entities; }
    NodesPage *page() const { return m_page; }
    AssignmentsPage *assignments() const { return m_assignments; }
    EventsPage *events() const { return m_events; }
    AuditLogPage *audit() const { return m_audit; }
    //! The places of the sidebar.
    enum class Place { Nodes, Assignments, Queues, Jobs, Events, Audit };
    void showPlace(Place place);
    Place place() const;
    NodeDetails *details() const { return m_details; }
    QueuesPage *queues() const { return m_queues; }
    JobsPage *jobs() const { return m_jobs; }
    JobDetails *jobDetails() const { return m_jobDetails; }
    //! The action that opens the tokens; its refusal is why nothing can be changed.
    const QAction *tokensAction() const { return m_window.actions()->action(ShellAction::AccessTokens); }
    //! Copies of all nodes, for dialogs.
    QList<Node> nodeList() const;

    //! Shows \a node in the drawer.
    void openNode(const NodeId &node);
    //! Shows \a job in the drawer, on its page.
    void openJob(const JobId &job);
    //! Lists the jobs that \a query says, on their page.
    void showJobsOf(const JobQuery &query);
    void closeDrawer();
    //! Off for pictures that nobody shall find again. On by default.
    void setRemembers(bool remembers) { m_remembers = remembers; }
    //! Writes down how the window looks on this cluster.
    void remember();
    //! Nodes and entities as places of the palette.
    QList<ChooserRow> placeRows() const;
    //! The same of entities; EntityRef::text() follows "entity:".
    QList<ChooserRow> entityRows() const;
    //! Shows the entity called \a ref in the drawer, on its page.
    void openEntity(const QString &ref);

Q_SIGNALS:
    void addWorkerWanted();
    //! The first card was painted, once.
    void firstCardPainted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addNodeActions();
    void addDrainActions();
    void addEventActions();
    QWidget *pageOf(Place place) const;
    void addAssignments();
    void addJobs();
    void addQueues();
    void addAudit();
    void addJobActions();
    void showJobCounts();
    void showStaged();
    void showEntityCounts();
    void showSide(QWidget *side);
    void leavePlace();
    void addSteps();
    void focusPlace();
    void focusAcross();
    LogView *shownLog() const;
    QAction *addAnywhere(const QString &text, const QStringList &keys, QLatin1StringView icon, ActionGroup group);
    QAction *addNodeAction(ActionGroup group, const QString &text, const QStringList &keys, QLatin1StringView icon);
    void connectPage();
    void connectSession();
    void watchNetwork();
    void restore();
    void showLink();
    void showFacts();
    void showTraffic();
    void showCounts();
    void showCommands();
    void gateActions();
    QString selectionText(int count) const;
    void showSelection(int count);

    MainWindow &m_window;
    Settings &m_settings;
    const OpenCluster m_cluster;
    std::unique_ptr<ClusterSession> m_session;
    NetworkWatch m_network;
    NodesModel m_nodes;
    EntitiesModel m_entities;
    QStackedWidget *m_places; // Owned by the window.
    NodesPage *m_page;
    EventsPage *m_events;
    AuditLogPage *m_audit = nullptr;
    AssignmentsPage *m_assignments = nullptr;
    QueuesPage *m_queues = nullptr;
    JobsPage *m_jobs = nullptr;
    JobDetails *m_jobDetails = nullptr; // Owned by the drawer.
    QStackedWidget *m_sides; // What the drawer can show; owned by it.
    NodeDetails *m_details;
    QAction *m_ping = nullptr;
    QAction *m_restart = nullptr;
    QAction *m_cordon = nullptr;
    QAction *m_drain = nullptr;
    QAction *m_stopDrain = nullptr;
    QAction *m_remove = nullptr;
    bool m_isFirstCardPainted = false;
    bool m_remembers = true;
    bool m_returnsToNode = false; // The drawer showed it when its page was left.
    QString m_nodeToOpen; // From the last session; opened once it is there.
};

} // namespace muster
