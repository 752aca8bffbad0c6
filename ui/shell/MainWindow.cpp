// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/MainWindow.h"

#include "ui/kit/Icons.h"
#include "ui/kit/Theme.h"
#include "ui/kit/Toast.h"
#include "ui/shell/Chooser.h"
#include "ui/shell/ClusterSwitcher.h"
#include "ui/shell/DetailDrawer.h"
#include "ui/shell/Header.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/LinkRibbon.h"
#include "ui/shell/NoticeBanner.h"
#include "ui/shell/PaletteField.h"
#include "ui/shell/Scrim.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/Stage.h"
#include "ui/shell/StatusBar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenuBar>
#include <QVBoxLayout>

namespace muster {

namespace {

using namespace Qt::StringLiterals;

constexpr QSize kUsual{1440, 900};
constexpr QSize kLeast{860, 560};
constexpr int kDrawerStep = 40;
constexpr int kClusterListWidth = 340;
constexpr int kPaletteWidth = 640;
constexpr QLatin1StringView kActionPrefix{"action:"};

} // namespace

MainWindow::MainWindow(Theme &theme) : m_theme(theme), m_actions(new ShellActions(this))
{
    setWindowIcon(applicationIcon());
    setMinimumSize(kLeast);
    resize(kUsual);
    menuBar()->hide();
    buildFrame();
    connectFrame();
    connectActions();
    m_actions->fill(menuBar());
    setFace({});
    tickThemes();
    connect(&m_theme, &Theme::changed, this, &MainWindow::tickThemes);
}

MainWindow::~MainWindow() = default;

Sidebar *MainWindow::sidebar() const
{
    return m_stage->sidebar();
}

DetailDrawer *MainWindow::drawer() const
{
    return m_stage->drawer();
}

Toast *MainWindow::toast()
{
    if (!m_toast)
        m_toast = new Toast(m_stage);
    return m_toast;
}

void MainWindow::buildFrame()
{
    auto *frame = new QWidget(this);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new Header(frame);
    m_ribbon = new LinkRibbon(frame);
    m_notices = new NoticeBanner(frame);
    m_stage = new Stage(frame);
    m_status = new StatusBar(frame);
    column->addWidget(m_header);
    column->addWidget(m_ribbon);
    column->addWidget(m_notices);
    column->addWidget(m_stage, 1);
    column->addWidget(m_status);
    setCentralWidget(frame);
    m_scrim = new Scrim(this);
}

void MainWindow::connectFrame()
{
    connect(m_header, &Header::menuWanted, m_actions->action(ShellAction::ToggleSidebar), &QAction::trigger);
    connect(m_header, &Header::clustersWanted, this, &MainWindow::openClusterList);
    connect(m_header, &Header::paletteWanted, this, &MainWindow::openPalette);
    connect(m_header, &Header::themeWanted, m_actions->action(ShellAction::ToggleTheme), &QAction::trigger);
    connect(sidebar(), &Sidebar::nodesWanted, m_actions->action(ShellAction::GoNodes), &QAction::trigger);
    connect(sidebar(), &Sidebar::assignmentsWanted, m_actions->action(ShellAction::GoAssignments), &QAction::trigger);
    connect(sidebar(), &Sidebar::queuesWanted, m_actions->action(ShellAction::GoQueues), &QAction::trigger);
    connect(sidebar(), &Sidebar::auditWanted, m_actions->action(ShellAction::GoAudit), &QAction::trigger);
    connect(sidebar(), &Sidebar::jobsWanted, m_actions->action(ShellAction::GoJobs), &QAction::trigger);
    connect(sidebar(), &Sidebar::eventsWanted, m_actions->action(ShellAction::GoEvents), &QAction::trigger);
    connect(sidebar(), &Sidebar::keysWanted, m_actions->action(ShellAction::ShowKeys), &QAction::trigger);
    connect(m_ribbon, &LinkRibbon::retryWanted, m_actions->action(ShellAction::RetryLink), &QAction::trigger);
}

void MainWindow::on(ShellAction which, const std::function<void()> &verb)
{
    connect(m_actions->action(which), &QAction::triggered, this, verb);
}

void MainWindow::connectActions()
{
    on(ShellAction::OpenPalette, [this] { openPalette(); });
    on(ShellAction::SwitchCluster, [this] { openClusterList(); });
    on(ShellAction::CloseOrClear, [this] { escape(); });
    on(ShellAction::ToggleSidebar, [this] {
        sidebar()->setCollapsed(!sidebar()->isCollapsed());
        Q_EMIT sidebarCollapsed(sidebar()->isCollapsed());
    });
    on(ShellAction::WiderDrawer, [this] { drawer()->setWantedWidth(drawer()->wantedWidth() + kDrawerStep); });
    on(ShellAction::NarrowerDrawer, [this] { drawer()->setWantedWidth(drawer()->wantedWidth() - kDrawerStep); });
    on(ShellAction::ToggleTheme, [this] { chooseTheme(m_theme.isDark() ? u"light"_s : u"dark"_s); });
    on(ShellAction::SystemTheme, [this] { chooseTheme(u"system"_s); });
    on(ShellAction::LightTheme, [this] { chooseTheme(u"light"_s); });
    on(ShellAction::DarkTheme, [this] { chooseTheme(u"dark"_s); });
    on(ShellAction::Quit, [this] { close(); });
    on(ShellAction::ShowKeys, [this] {
        auto *sheet = new KeySheet(*m_actions, this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    });
    connect(m_actions->action(ShellAction::ShowMenuBar), &QAction::toggled, this, &MainWindow::showMenuBar);
    const auto gateDrawer = [this](bool open) {
        const QString reason = open ? QString() : tr("No drawer is open.");
        ShellActions::setRefusal(m_actions->action(ShellAction::WiderDrawer), reason);
        ShellActions::setRefusal(m_actions->action(ShellAction::NarrowerDrawer), reason);
    };
    gateDrawer(false);
    connect(m_stage, &Stage::drawerOpenChanged, this, gateDrawer);
    connect(m_stage, &Stage::drawerOpenChanged, this, [this](bool open) {
        // The focus must not stay in something that is gone.
        if (!open && m_stage->page())
            m_stage->page()->setFocus();
    });
}

void MainWindow::showPage(QWidget *page, Places places)
{
    m_stage->setDrawerOpen(false);
    m_stage->setSidebarShown(places == Places::Shown);
    m_stage->setPage(page);
    const QString reason = places == Places::Shown ? QString() : tr("There is no sidebar here.");
    ShellActions::setRefusal(m_actions->action(ShellAction::ToggleSidebar), reason);
}

void MainWindow::setFace(const ClusterFace &face)
{
    m_header->setFace(face);
    setWindowTitle(face.kind == ClusterKind::None ? u"Muster"_s : tr("%1 – Muster").arg(face.title));
}

void MainWindow::escape()
{
    if (m_stage->isDrawerOpen()) {
        m_stage->setDrawerOpen(false);
        return;
    }
    for (const std::function<bool()> &step : std::as_const(m_escapeSteps)) {
        if (step())
            return;
    }
}

void MainWindow::chooseTheme(const QString &word)
{
    if (word == "light"_L1)
        m_theme.setChoice(Theme::Choice::Light);
    else if (word == "dark"_L1)
        m_theme.setChoice(Theme::Choice::Dark);
    else
        m_theme.setChoice(Theme::Choice::System);
    tickThemes();
    Q_EMIT themeChosen(word);
}

void MainWindow::tickThemes()
{
    m_actions->action(ShellAction::SystemTheme)->setChecked(m_theme.choice() == Theme::Choice::System);
    m_actions->action(ShellAction::LightTheme)->setChecked(m_theme.choice() == Theme::Choice::Light);
    m_actions->action(ShellAction::DarkTheme)->setChecked(m_theme.choice() == Theme::Choice::Dark);
}

void MainWindow::showMenuBar(bool shown)
{
    menuBar()->setVisible(shown);
    if (shown && !menuBar()->actions().isEmpty())
        menuBar()->setActiveAction(menuBar()->actions().constFirst());
}

Chooser *MainWindow::clusterList()
{
    if (!m_clusterList) {
        m_clusterList = new Chooser(Chooser::Look::List, tr("Clusters"), tr("Find a cluster"), this);
        connect(m_clusterList, &Chooser::chosen, this, &MainWindow::placeChosen);
    }
    return m_clusterList;
}

Chooser *MainWindow::palette()
{
    if (!m_palette) {
        m_palette = new Chooser(Chooser::Look::Palette, tr("Search or run a command"), tr("Search or run a command"), this);
        connect(m_palette, &Chooser::chosen, this, &MainWindow::chooseInPalette);
    }
    return m_palette;
}

void MainWindow::openClusterList()
{
    clusterList()->setRows(m_clusterRows ? m_clusterRows() : QList<ChooserRow>());
    const QWidget *anchor = m_header->switcher();
    clusterList()->openAt(anchor->mapTo(this, QPoint(0, anchor->height() + scaled(4))), kClusterListWidth);
}

void MainWindow::openPalette()
{
    palette()->setRows(paletteRows());
    const int wide = std::min(scaled(kPaletteWidth), width() - scaled(32));
    const int top = m_header->mapTo(this, QPoint(0, scaled(7))).y();
    palette()->openAt(QPoint((width() - wide) / 2, top), wide * 100 / scaled(100));
}

QList<ChooserRow> MainWindow::paletteRows() const
{
    QList<ChooserRow> rows = m_placeRows ? m_placeRows() : QList<ChooserRow>();
    for (const KeyRow &key : m_actions->rows()) {
        const QAction *action = key.action;
        if (!action || action == m_actions->action(ShellAction::OpenPalette)
            || action == m_actions->action(ShellAction::CloseOrClear) || !action->isVisible())
            continue;
        const QString reason = ShellActions::refusalOf(action);
        const qsizetype at = m_actions->inGroup(key.group).indexOf(key.action);
        rows.append({.id = kActionPrefix + u"%1:%2"_s.arg(static_cast<int>(key.group)).arg(at),
                     .group = tr("Commands"),
                     .icon = "command"_L1,
                     .face = {},
                     .title = key.text,
                     .detail = ShellActions::titleOf(key.group),
                     .keys = key.keys.isEmpty() ? QString() : key.keys.constFirst(),
                     .refusal = action->isEnabled() ? QString() : (reason.isEmpty() ? tr("Not now") : reason),
                     .isCurrent = false});
    }
    return rows;
}

void MainWindow::chooseInPalette(const QString &id)
{
    if (!id.startsWith(kActionPrefix)) {
        Q_EMIT placeChosen(id);
        return;
    }
    const QStringList parts = id.mid(kActionPrefix.size()).split(u':');
    const QList<QAction *> actions = m_actions->inGroup(static_cast<ActionGroup>(parts.value(0).toInt()));
    if (QAction *action = actions.value(parts.value(1).toInt()))
        action->trigger();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_scrim->setGeometry(rect());
}

bool MainWindow::event(QEvent *event)
{
    // Modal dialogs block us: what cannot be used steps back.
    if (event->type() == QEvent::WindowBlocked) {
        m_scrim->raise();
        m_scrim->show();
    } else if (event->type() == QEvent::WindowUnblocked) {
        m_scrim->hide();
    } else if (event->type() == QEvent::WindowActivate && m_scrim->isVisible() && QApplication::activeModalWidget()) {
        QApplication::activeModalWidget()->activateWindow(); // A click beside it: the keys stay the dialog's.
    }
    return QMainWindow::event(event);
}

} // namespace muster
