// SPDX-License-Identifier: Apache-2.0
// How the console opens a cluster: this machine, the demo, one of the book; and what stands there meanwhile.
#include "app/desktop/DesktopApp.h"

#include "app/desktop/ReadOnlyCluster.h"
#include "app/shared/Version.h"
#include "ui/kit/EmptyState.h"
#include "ui/kit/Toast.h"
#include "ui/shell/Header.h"
#include "ui/shell/LinkChip.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/SidebarItem.h"
#include "ui/shell/StatusBar.h"
#include "ui/start/FirstRunPage.h"

#include <QUrlQuery>

namespace muster {

using namespace Qt::StringLiterals;

void DesktopApp::openLocal()
{
    showWaiting({.kind = ClusterKind::Local, .title = tr("This machine"), .letters = {}, .colour = {}});
    if (!m_local)
        m_local = std::make_unique<LocalCluster>(m_clock, m_settings.folder(),
                                                 static_cast<quint16>(m_settings.value(setting::kLocalPort)));
    whenDone(m_opening, m_local->open(), [this](const Result<LocalNodeFacts> &facts) { takeLocal(facts); });
}

void DesktopApp::takeLocal(const Result<LocalNodeFacts> &facts)
{
    if (!facts) {
        m_local.reset();
        fail(tr("This machine could not be opened"), facts.error());
        return;
    }
    OpenCluster cluster{.face = {.kind = ClusterKind::Local, .title = tr("This machine"), .letters = {}, .colour = {}},
                        .scope = kLocalScope, .isReadOnly = m_options.isReadOnly, .profile = std::nullopt,
                        .join = JoinFacts{.cluster = tr("this machine"), .url = facts->url,
                                          .joinTokenFile = facts->joinTokenPath}};
    if (!cluster.isReadOnly) {
        openView(cluster, std::make_unique<ClusterSession>(m_local->cluster(), m_clock));
        return;
    }
    // The guard stands on our thread, so it looks through the API as any other console does.
    const Result<Secret> token = Secret::fromFile(facts->adminTokenPath);
    const Dialect *native = dialectById(u"native"_s);
    if (!token || !native) {
        fail(tr("This machine could not be opened"),
             token ? unsupported(u"this build has no native dialect"_s) : token.error());
        return;
    }
    auto client = native->client({.dialect = native->id(), .url = facts->url}, {.token = *token});
    openView(cluster, std::make_unique<ClusterSession>(guarded(std::move(client), true), m_clock));
}

QUrl DesktopApp::demoUrl() const
{
    QUrl url(u"demo:"_s);
    QUrlQuery query;
    if (m_options.seed)
        query.addQueryItem(u"seed"_s, QString::number(*m_options.seed));
    if (!m_options.scenario.isEmpty())
        query.addQueryItem(u"scenario"_s, m_options.scenario);
    url.setQuery(query);
    return url;
}

void DesktopApp::openDemo()
{
    const Dialect *demo = dialectById(u"demo"_s);
    if (!demo) {
        fail(tr("The demo could not be opened"), unsupported(u"this build has no demo"_s));
        return;
    }
    showWaiting({.kind = ClusterKind::Demo, .title = tr("Demo"), .letters = {}, .colour = {}});
    const QUrl url = demoUrl();
    // The probe says what is wrong with a seed or a scenario before anything is shown.
    whenDone(m_opening, demo->probe({.dialect = demo->id(), .url = url}, {}, m_opening),
             [this, url](const Result<ProbeReport> &report) { readDemo(url, report); });
}

void DesktopApp::readDemo(const QUrl &url, const Result<ProbeReport> &report)
{
    if (!report) {
        Error error = report.error();
        if (!error.field.isEmpty() && !error.field.startsWith("--"_L1))
            error.field.prepend("--"_L1);
        fail(tr("The demo could not be opened"), error);
        return;
    }
    const Dialect *demo = dialectById(u"demo"_s);
    const OpenCluster cluster{.face = {.kind = ClusterKind::Demo, .title = tr("Demo"), .letters = {}, .colour = {}},
                              .scope = kDemoScope, .isReadOnly = m_options.isReadOnly, .profile = std::nullopt,
                              .join = std::nullopt};
    auto client = demo->client({.dialect = demo->id(), .url = url}, {});
    openView(cluster, std::make_unique<ClusterSession>(guarded(std::move(client), cluster.isReadOnly), m_clock));
}

OpenCluster DesktopApp::openClusterOf(const ClusterProfile &profile) const
{
    return {.face = faceOf(profile), .scope = profile.id.isEmpty() ? u"address"_s : profile.id,
            .isReadOnly = profile.isReadOnly || m_options.isReadOnly, .profile = profile,
            .join = JoinFacts{.cluster = profile.title, .url = profile.address.url, .joinTokenFile = {},
                              .pin = profile.address.pin}};
}

void DesktopApp::openProfile(const ClusterProfile &profile)
{
    showWaiting(faceOf(profile));
    if (profile.id.isEmpty()) { // Named on the command line and never seen before: nothing in the keychain.
        askFor(profile);
        return;
    }
    whenDone(m_opening, m_keyring.read(profile.secretName()), [this, profile](const Result<Secret> &secret) {
        const Credentials known = profile.credentials(secret ? *secret : Secret());
        if (!known.isEmpty())
            return openUrl(openClusterOf(profile), known);
        if (m_keyring.state() == KeyringState::MemoryOnly) // Else nobody knows why one is asked again.
            m_window.toast()->say(tr("Nothing could be read from the keychain, so it is asked for again: %1").arg(m_keyring.reason()));
        askFor(profile);
    });
}

void DesktopApp::askFor(const ClusterProfile &profile)
{
    m_isStarting = false;
    connect(m_dialogs.connectTo(profile), &QDialog::rejected, this, [this] {
        if (!m_view)
            showDoors();
    });
}

void DesktopApp::openUrl(const OpenCluster &cluster, const Credentials &credentials)
{
    const Dialect *dialect = dialectById(cluster.profile->address.dialect);
    if (!dialect) {
        fail(tr("%1 could not be opened").arg(cluster.face.title),
             unsupported(u"this build speaks no %1"_s.arg(cluster.profile->address.dialect)));
        return;
    }
    auto client = dialect->client(cluster.profile->address, credentials);
    auto session = std::make_unique<ClusterSession>(guarded(std::move(client), cluster.isReadOnly), m_clock);
    if (dialect->id() != "native"_L1)
        session->setLocalRules(LocalRules::On);
    if (!cluster.profile->id.isEmpty())
        (void)m_book.touch(cluster.profile->id, m_clock.now()); // Only the order of the list hangs on it.
    openView(cluster, std::move(session));
}

std::unique_ptr<Cluster> DesktopApp::guarded(std::unique_ptr<Cluster> client, bool isReadOnly) const
{
    if (!isReadOnly)
        return client;
    return std::make_unique<ReadOnlyCluster>(std::move(client));
}

void DesktopApp::openView(const OpenCluster &cluster, std::unique_ptr<ClusterSession> session)
{
    m_isStarting = false;
    delete m_opening;
    m_opening = nullptr;
    closeView();
    if (remembers())
        m_settings.set(setting::kLastCluster, cluster.scope);
    m_view = std::make_unique<ClusterView>(m_window, m_settings, cluster, std::move(session));
    m_view->setRemembers(remembers());
    connect(m_view.get(), &ClusterView::addWorkerWanted, this, [this] {
        const QString refusal = ShellActions::refusalOf(m_window.actions()->action(ShellAction::AddWorker));
        refusal.isEmpty() ? (void)m_dialogs.addWorker(*m_view) : m_window.toast()->say(refusal);
    });
    connect(m_view.get(), &ClusterView::firstCardPainted, this, &DesktopApp::firstCardPainted);
    Q_EMIT viewChanged();
}

void DesktopApp::closeView()
{
    m_view.reset();
}

void DesktopApp::showWaiting(const ClusterFace &face)
{
    delete m_opening;
    m_opening = new QObject(this);
    closeView();
    m_window.setFace(face);
    LinkReport link;
    link.state = LinkState::Connecting;
    m_window.header()->chip()->setContent(linkChipContent(face.kind, link, m_clock.now()));
    m_window.status()->setLink(face.title, {}, {});
    m_window.status()->setTime(m_clock.now());
    m_window.sidebar()->nodes()->setCount(-1);
    m_window.showPage(new EmptyState("link"_L1, tr("Opening %1…").arg(face.title), {}, &m_window),
                      MainWindow::Places::Shown);
}

void DesktopApp::showDoors()
{
    delete m_opening;
    m_opening = nullptr;
    closeView();
    if (remembers())
        m_settings.set(setting::kLastCluster, QString());
    m_window.setFace({});
    m_window.header()->chip()->setContent(linkChipContent(ClusterKind::None, {}, m_clock.now()));
    m_window.status()->setLink(tr("Muster %1").arg(versionText()), {}, {});
    m_window.status()->setTraffic(tr("No connections open"));
    m_window.status()->setTime(m_clock.now());
    auto *doors = new FirstRunPage(&m_window);
    connect(doors, &FirstRunPage::connectWanted, this, [this] { m_dialogs.connectTo(); });
    connect(doors, &FirstRunPage::localWanted, this, &DesktopApp::openLocal);
    connect(doors, &FirstRunPage::demoWanted, this, &DesktopApp::openDemo);
    connect(doors, &FirstRunPage::importWanted, &m_dialogs, &DesktopDialogs::importClusters);
    m_window.showPage(doors, MainWindow::Places::Hidden);
    const QString reason = tr("No cluster is open.");
    for (const ShellAction which : {ShellAction::AddWorker, ShellAction::RetryLink, ShellAction::Resync,
                                    ShellAction::ForgetCluster, ShellAction::GoNodes, ShellAction::GoAssignments,
                                    ShellAction::GoQueues, ShellAction::GoJobs, ShellAction::GoEvents,
                                    ShellAction::GoAudit,
                                    ShellAction::AccessTokens})
        ShellActions::setRefusal(m_window.actions()->action(which), reason);
    Q_EMIT viewChanged();
}

void DesktopApp::fail(const QString &title, const Error &error)
{
    if (m_isStarting) {
        Q_EMIT startFailed(error);
        return;
    }
    showDoors();
    m_dialogs.showError(title, error);
}

void DesktopApp::takeChoice(const ConnectChoice &choice)
{
    ClusterProfile profile = choice.profile;
    const Result<QString> id = m_book.put(profile);
    if (!id) {
        m_dialogs.showError(tr("%1 was not saved").arg(profile.title), id.error());
        return;
    }
    profile.id = *id;
    showWaiting(faceOf(profile));
    if (choice.isRemembered) {
        whenDone(this, m_keyring.store(profile.secretName(), choice.secret), [this](const Result<KeyringState> &state) {
            if (state && *state == KeyringState::MemoryOnly)
                m_window.toast()->say(tr("The keychain did not take it, so it is kept until you quit: %1").arg(m_keyring.reason()));
        });
    } else {
        m_keyring.keep(profile.secretName(), choice.secret);
    }
    openUrl(openClusterOf(profile), profile.credentials(choice.secret));
}

} // namespace muster
