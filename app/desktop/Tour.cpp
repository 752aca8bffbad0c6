// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/Tour.h"

#include "app/desktop/LostCluster.h"
#include "ui/clusters/AddWorkerDialog.h"
#include "ui/clusters/TokenSheet.h"
#include "ui/clusters/TokensSheet.h"
#include "ui/kit/Panel.h"
#include "ui/nodes/NodeActions.h"
#include "ui/nodes/NodeDetails.h"
#include "ui/nodes/NodesPage.h"
#include "ui/nodes/RemoveDialog.h"
#include "ui/shell/Chooser.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/Stage.h"

#include <QDir>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace muster {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr QSize kUsual{1440, 900};
constexpr QSize kNarrow{860, 560};
//! Between arranging and taking a picture: layouts settle, rows arrive.
constexpr milliseconds kSettle = 120ms;
constexpr milliseconds kLook = 50ms;
constexpr int kQuick = 80; //!< Of 100: the quickest that packs at all; from 90 on Qt stores pictures as they are.
constexpr qreal kDialogRadius = 12;

} // namespace

Tour::Tour(DesktopApp &app, const QString &folder, QObject *parent) : QObject(parent), m_app(app), m_folder(folder) {}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        end(storageError(u"drawing the tour"_s, u"the folder %1 cannot be made"_s.arg(m_folder)));
        return;
    }
    m_app.window().resize(kUsual);
    waitForNodes();
}

void Tour::waitForNodes()
{
    ClusterView *view = m_app.view();
    const bool isThere = view && view->session().isLive() && view->nodes().rowCount() > 0;
    const bool isPatient = m_looks++ < limits::kTourWait / kLook;
    if (!isThere && isPatient && m_app.isOpeningOrOpen()) {
        QTimer::singleShot(kLook, this, &Tour::waitForNodes);
        return;
    }
    if (view && !view->session().isLive()) { // Pictures of what needs no cluster are drawn, but it is no success.
        m_outcome = view->session().link().cause;
        if (m_outcome.error().what.isEmpty())
            m_outcome = Error{ErrorKind::Unreachable, u"drawing the tour"_s, u"the cluster did not answer in time"_s, {}, {}};
    }
    if (isThere) {
        addPages();
        addDrawers();
        addAssignments();
        addJobs();
        addLooks();
    }
    addDialogs();
    addOthers();
    std::sort(m_stages.begin(), m_stages.end(), [](const Stage &a, const Stage &b) { return a.name < b.name; });
    m_app.theme().setChoice(Theme::Choice::Light);
    next();
}

void Tour::addStage(const QString &name, std::function<void()> arrange, std::function<void()> leave)
{
    m_stages.append({.name = name, .arrange = std::move(arrange), .leave = std::move(leave)});
}

void Tour::addPages()
{
    NodesPage *page = m_app.view()->page();
    addStage(u"01-nodes-cards"_s, [page] { page->setView(NodesPage::Cards); });
    addStage(u"02-nodes-table"_s, [page] { page->setView(NodesPage::Table); },
             [page] { page->setView(NodesPage::Cards); });
    // Late, so that it shows what happened meanwhile, if anything did.
    addStage(u"11b-events"_s, [this] { m_app.view()->showPlace(ClusterView::Place::Events); },
             [this] { m_app.view()->showPlace(ClusterView::Place::Nodes); });
    addStage(u"06-narrow"_s, [this] { m_app.window().resize(kNarrow); }, [this] { m_app.window().resize(kUsual); });
    addStage(u"10-palette"_s, [this] { m_app.window().openPalette(); }, [this] { m_app.window().palette()->close(); });
    addStage(u"11-clusters"_s, [this] { m_app.window().openClusterList(); },
             [this] { m_app.window().clusterList()->close(); });
    addStage(u"12-link-lost"_s, [this] { loseLink(); }, [this] { m_app.view()->closeDrawer(); });
}

void Tour::openOneNode(int tab)
{
    const NodesModel &nodes = m_app.view()->nodes();
    if (nodes.rowCount() == 0)
        return;
    int row = 0;
    for (int i = 0; i < nodes.rowCount(); ++i) {
        if (nodes.statusAt(i) == NodeStatus::Degraded)
            row = i;
    }
    m_app.view()->openNode(nodes.nodeAt(row).id());
    m_app.view()->details()->setTab(tab);
}

void Tour::addDrawers()
{
    const auto close = [this] {
        m_app.view()->details()->setTab(0);
        m_app.view()->closeDrawer();
    };
    addStage(u"03-node-drawer"_s, [this] { openOneNode(0); }, close);
    addStage(u"04-node-events"_s, [this] { openOneNode(NodeDetails::EventsTab); }, close);
    addStage(u"05-node-raw"_s, [this] { openOneNode(NodeDetails::RawTab); }, close);
}

void Tour::addDialogs()
{
    const auto close = [this] {
        if (m_dialog)
            m_dialog->reject();
    };
    addStage(u"07-connect"_s, [this] { m_dialog = m_app.dialogs().connectTo(); }, close);
    // A picture of a dialog that cannot be opened would promise what there is not.
    const ClusterView *shown = m_app.view();
    if (shown && shown->cluster().join && m_app.window().actions()->action(ShellAction::AddWorker)->isEnabled())
        addStage(u"08-add-worker"_s, [this] { m_dialog = m_app.dialogs().addWorker(*m_app.view()); }, close);
    if (ClusterView *view = m_app.view(); view && view->session().isLive())
        addVerbs(view->session().features(), close);
    addStage(u"09-keys"_s, [this] {
        m_app.window().actions()->action(ShellAction::ShowKeys)->trigger();
        m_dialog = m_app.window().findChild<KeySheet *>();
    }, close);
}

void Tour::addVerbs(Features features, const std::function<void()> &close)
{
    if (features.testFlag(Feature::Reach) && m_app.window().actions()->action(ShellAction::AddWorker)->isEnabled()) {
        addStage(u"08b-test-connection"_s, [this] {
            AddWorkerDialog *dialog = m_app.dialogs().addWorker(*m_app.view());
            m_dialog = dialog;
            if (dialog)
                dialog->showWay(AddWorkerDialog::Way::Running);
        }, close);
    }
    const auto isOffered = [this](ShellAction which) { return m_app.window().actions()->action(which)->isEnabled(); };
    if (features.testFlag(Feature::Tokens) && isOffered(ShellAction::AccessTokens)) {
        addStage(u"08c-tokens"_s, [this] { m_dialog = m_app.dialogs().accessTokens(*m_app.view()); }, close);
        addStage(u"08d-new-token"_s, [this] {
            m_dialog = new TokenSheet(TokenKind::Access, &m_app.view()->session().cluster(), &m_app.window());
            m_dialog->setAttribute(Qt::WA_DeleteOnClose);
            m_dialog->open();
        }, close);
    }
    if (m_app.view()->page()->actions()->refusal(Feature::Restart).isEmpty()) {
        addStage(u"08e-restart"_s, [this] {
            NodesPage *page = m_app.view()->page();
            const NodesModel &nodes = m_app.view()->nodes();
            int most = 0; // Agents.
            for (int row = 1; row < nodes.rowCount(); ++row)
                most = nodes.nodeAt(row).agents.size() > nodes.nodeAt(most).agents.size() ? row : most;
            page->actions()->restartAgents({nodes.nodeAt(most).id()});
            m_dialog = page->findChild<RestartDialog *>();
        }, close);
    }
}

void Tour::addOthers()
{
    // After this there is no cluster any more: last but for the lost link, which brings its own.
    addStage(u"13-first-run"_s, [this] { m_app.showDoors(); });
    addStage(u"14-first-run-narrow"_s, [this] { m_app.window().resize(kNarrow); },
             [this] { m_app.window().resize(kUsual); });
}

void Tour::loseLink()
{
    ClusterView *view = m_app.view();
    const NodesModel &nodes = view->nodes();
    ClusterSnapshot snapshot{.position = {.epoch = u"tour"_s, .number = 1}, .takenAt = view->session().clusterNow(),
                             .nodes = view->nodeList(), .histories = {}};
    for (int row = 0; row < nodes.rowCount(); ++row)
        snapshot.histories.insert(nodes.nodeAt(row).id(), nodes.historyAt(row));
    for (int row = 0; row < view->entities().rowCount(); ++row)
        snapshot.entities.append(view->entities().stateAt(row));
    auto cluster = std::make_unique<LostCluster>(snapshot, m_clock);
    LostCluster *lost = cluster.get();
    const OpenCluster shown = view->cluster();
    m_app.openView(shown, std::make_unique<ClusterSession>(std::move(cluster), m_clock));
    // Once the snapshot is in, which takes a turn or two of the event loop.
    QTimer::singleShot(kSettle / 3, lost, &LostCluster::lose);
    openOneNode(0);
}

void Tour::next()
{
    if (m_at == m_stages.size()) {
        end(m_outcome);
        return;
    }
    m_stages.at(m_at).arrange();
    QTimer::singleShot(kSettle, this, &Tour::take);
}

void Tour::take()
{
    const Stage &stage = m_stages.at(m_at);
    const bool isDark = m_app.theme().isDark();
    const QString path = QDir(m_folder).absoluteFilePath(stage.name + (isDark ? u"-dark.png"_s : u"-light.png"_s));
    if (!picture().save(path, "PNG", kQuick)) {
        end(storageError(u"drawing the tour"_s, u"%1 could not be written"_s.arg(path)));
        return;
    }
    std::puts(qPrintable(path));
    std::fflush(stdout);
    if (!isDark) {
        m_app.theme().setChoice(Theme::Choice::Dark);
        QTimer::singleShot(kSettle, this, &Tour::take);
        return;
    }
    if (stage.leave)
        stage.leave();
    m_app.theme().setChoice(Theme::Choice::Light);
    ++m_at;
    // A turn of the event loop, so that what is deleted later is gone.
    QTimer::singleShot(0, this, &Tour::next);
}

QPixmap Tour::picture() const
{
    QPixmap whole = m_app.window().grab();
    if (!m_dialog || !m_dialog->isVisible())
        return whole;
    // The dialog is a window of its own: it is set where a desktop would show it, with the shadow a desktop gives.
    const QPixmap dialog = m_dialog->grab();
    const QSizeF size = dialog.deviceIndependentSize();
    const QSizeF room = whole.deviceIndependentSize();
    const QRectF place(QPointF(std::floor((room.width() - size.width()) / 2), std::floor((room.height() - size.height()) / 2)),
                       size);
    QPainter painter(&whole);
    painter.setRenderHint(QPainter::Antialiasing);
    paintShadow(&painter, place, kDialogRadius);
    QPainterPath corners;
    corners.addRoundedRect(place, kDialogRadius, kDialogRadius);
    painter.setClipPath(corners);
    painter.drawPixmap(place.topLeft(), dialog);
    painter.setClipping(false);
    paintPanel(&painter, place, kDialogRadius, Qt::transparent, tokens().border);
    return whole;
}

void Tour::end(const Result<void> &outcome)
{
    Q_EMIT finished(outcome);
}

} // namespace muster
