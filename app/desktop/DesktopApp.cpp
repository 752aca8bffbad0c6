// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/DesktopApp.h"

#include "app/desktop/GivenCredentials.h"
#include "app/shared/Version.h"
#include "core/base/Log.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Toast.h"
#include "ui/shell/Header.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/LinkRibbon.h"
#include "ui/shell/SessionRestore.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/StatusBar.h"
#include "ui/start/FirstRunPage.h"

namespace muster {

using namespace Qt::StringLiterals;

DesktopApp::DesktopApp(const DesktopOptions &options, QObject *parent)
    : QObject(parent), m_options(options),
      m_settings(options.configFolder.isEmpty() ? defaultConfigFolder() : options.configFolder),
      m_book(m_settings.folder()), m_window(m_theme), m_dialogs(m_window, m_book, m_keyring)
{
    if (const Result<void> loaded = m_book.load(); !loaded)
        qCWarning(logApp, "The clusters are not known: %ls", qUtf16Printable(loaded.error().text()));
    const QString theme = m_settings.value(setting::kTheme);
    if (theme != "system"_L1)
        m_theme.setChoice(theme == "dark"_L1 ? Theme::Choice::Dark : Theme::Choice::Light);
    m_theme.setScale(m_settings.value(setting::kTextSizePercent) / 100.0);
    if (remembers())
        SessionRestore(m_settings).restoreWindow(&m_window);
    m_window.setClusterRows([this] { return clusterRows(); });
    m_window.setPlaceRows([this] { return (m_view ? m_view->placeRows() : QList<ChooserRow>()) + clusterRows(); });
    connectActions();
}

DesktopApp::~DesktopApp()
{
    delete m_opening;
    closeView();
}

void DesktopApp::connectActions()
{
    ShellActions *actions = m_window.actions();
    const auto on = [&](ShellAction which, auto verb) {
        connect(actions->action(which), &QAction::triggered, this, verb);
    };
    on(ShellAction::Connect, [this] { m_dialogs.connectTo(); });
    on(ShellAction::OpenLocal, [this] { openLocal(); });
    on(ShellAction::OpenDemo, [this] { openDemo(); });
    on(ShellAction::ImportClusters, [this] { m_dialogs.importClusters(); });
    on(ShellAction::ExportClusters, [this] { m_dialogs.exportClusters(); });
    on(ShellAction::About, [this] { m_dialogs.about(); });
    on(ShellAction::AddWorker, [this] {
        if (m_view)
            m_dialogs.addWorker(*m_view);
    });
    on(ShellAction::AccessTokens, [this] {
        if (m_view)
            m_dialogs.accessTokens(*m_view);
    });
    on(ShellAction::ForgetCluster, [this] {
        if (m_view && m_view->cluster().profile)
            m_dialogs.forget(*m_view->cluster().profile);
    });
    connect(m_window.ribbon(), &LinkRibbon::signInWanted, this, [this] {
        if (m_view)
            m_dialogs.connectTo(m_view->cluster().profile);
    });
    connect(&m_window, &MainWindow::placeChosen, this, &DesktopApp::takePlace);
    connect(&m_window, &MainWindow::themeChosen, this,
            [this](const QString &word) { m_settings.set(setting::kTheme, word); });
    connect(&m_window, &MainWindow::closing, this, [this] {
        if (remembers())
            SessionRestore(m_settings).saveWindow(m_window);
        if (m_view)
            m_view->remember();
    });
    connect(&m_dialogs, &DesktopDialogs::connectChosen, this, &DesktopApp::takeChoice);
    connect(&m_dialogs, &DesktopDialogs::forgotten, this, [this] { showDoors(); });
    connect(&m_dialogs, &DesktopDialogs::imported, this, [this](int count) {
        m_window.toast()->say(tr("%n cluster(s) imported; their tokens are asked for.", nullptr, count));
        if (count > 0)
            m_window.openClusterList();
    });
}

void DesktopApp::start()
{
    switch (m_options.start) {
    case StartWith::Local:
        openLocal();
        break;
    case StartWith::Demo:
        openDemo();
        break;
    case StartWith::Address:
        startAddress();
        break;
    case StartWith::Remembered:
        m_isStarting = false;
        openRemembered();
        break;
    }
    m_window.show();
}

void DesktopApp::startAddress()
{
    ClusterProfile profile;
    profile.address = {.dialect = m_options.dialect.isEmpty() ? u"native"_s : m_options.dialect, .url = m_options.url};
    profile.title = m_options.url.host();
    if (const std::optional<ClusterProfile> known = m_book.findByAddress(profile.address))
        profile = *known;
    if (!m_options.pin.isEmpty())
        profile.address.pin = m_options.pin;
    if (!dialectById(profile.address.dialect)) {
        Q_EMIT startFailed(invalid(u"--dialect"_s, u"this build speaks no %1"_s.arg(profile.address.dialect)));
        return;
    }
    const Result<Credentials> credentials = readCredentials(m_options, &profile);
    if (!credentials) {
        Q_EMIT startFailed(credentials.error());
        return;
    }
    const bool isPlain = profile.address.url.scheme() == "http"_L1 && !isLoopbackHost(profile.address.url.host());
    if (credentials->isEmpty())
        openProfile(profile);
    else if (isPlain && !profile.address.allowsPlainSecrets)
        askFor(profile); // A file cannot tick what a person must.
    else
        openUrl(openClusterOf(profile), *credentials);
}

void DesktopApp::openRemembered()
{
    const QString last = m_settings.value(setting::kLastCluster);
    const std::optional<ClusterProfile> profile = m_book.find(last);
    if (last == kLocalScope)
        openLocal();
    else if (last == kDemoScope)
        openDemo();
    else if (profile)
        openProfile(*profile);
    else
        showDoors();
}

void DesktopApp::takePlace(const QString &id)
{
    const qsizetype colon = id.indexOf(u':');
    const QString kind = id.left(colon);
    const QString rest = id.mid(colon + 1);
    if (kind == "node"_L1 && m_view)
        m_view->openNode(NodeId(rest));
    else if (kind == "entity"_L1 && m_view)
        m_view->openEntity(rest);
    else if (id == kLocalScope)
        openLocal();
    else if (id == kDemoScope)
        openDemo();
    else if (id == "connect"_L1)
        m_dialogs.connectTo();
    else if (const std::optional<ClusterProfile> profile = m_book.find(rest); kind == "cluster"_L1 && profile)
        openProfile(*profile);
}

QList<ChooserRow> DesktopApp::clusterRows() const
{
    const QString open = m_view ? m_view->cluster().scope : QString();
    const QString clusters = tr("Clusters");
    QList<ChooserRow> rows;
    for (const ClusterProfile &profile : m_book.profiles())
        rows.append({.id = u"cluster:"_s + profile.id, .group = clusters, .icon = {}, .face = faceOf(profile),
                     .title = profile.title, .detail = profile.address.url.host(), .keys = {}, .refusal = {},
                     .isCurrent = open == profile.id});
    rows.append({.id = kLocalScope, .group = clusters, .icon = {},
                 .face = {.kind = ClusterKind::Local, .title = tr("This machine"), .letters = {}, .colour = {}},
                 .title = tr("This machine"), .detail = tr("the node in this program"), .keys = {}, .refusal = {},
                 .isCurrent = open == kLocalScope});
    rows.append({.id = kDemoScope, .group = clusters, .icon = {},
                 .face = {.kind = ClusterKind::Demo, .title = tr("Demo"), .letters = {}, .colour = {}},
                 .title = tr("Demo"), .detail = tr("a scripted fleet"), .keys = {}, .refusal = {},
                 .isCurrent = open == kDemoScope});
    rows.append({.id = u"connect"_s, .group = tr("More"), .icon = "connect"_L1, .face = {},
                 .title = tr("Connect to a cluster…"), .detail = {}, .keys = u"Ctrl+N"_s, .refusal = {},
                 .isCurrent = false});
    return rows;
}

} // namespace muster
