// SPDX-License-Identifier: Apache-2.0
#include "app/shared/NodeServer.h"

#include "app/shared/ListenAddress.h"
#include "app/shared/NodeDialer.h"
#include "app/shared/ReachAnswer.h"
#include "app/shared/RefusalText.h"
#include "app/shared/RestartOrder.h"
#include "app/shared/TokenCaller.h"
#include "app/shared/TokenFile.h"
#include "core/base/Log.h"
#include "core/controlplane/ControlPlane.h"
#include "core/mesh/MeshLine.h"

#include <QTimer>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

//! Between the end of a token and the end of what it opened (W-7: at most 5 s): who revokes the token that they show, and a
//! node whose join token was used up by joining, are still answered.
constexpr milliseconds kLastAnswer = std::chrono::seconds(1);

constexpr QLatin1StringView kForeignPings{"pings"}; // All who ask, together.

//! The certificate of this node, made for \a names where there is none.
Result<TlsIdentity> identityFor(const QString &folder, const QStringList &names)
{
    QStringList hosts{u"localhost"_s};
    QList<QHostAddress> addresses{QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)};
    for (const QString &name : names) {
        const QHostAddress address(name);
        if (address.isNull())
            hosts.append(name);
        else
            addresses.append(address);
    }
    return ensureTlsIdentity(folder, hosts, addresses);
}

//! What \a identity is a certificate for: an authority's may name what this machine does not know of itself.
QStringList namesIn(const TlsIdentity &identity)
{
    const auto names = identity.chain.constFirst().subjectAlternativeNames();
    return names.values(QSsl::DnsEntry) + names.values(QSsl::IpAddressEntry);
}

//! 0.0.0.0 is a way to listen, not an address.
bool isAny(const QHostAddress &host)
{
    return host == QHostAddress(QHostAddress::AnyIPv4) || host == QHostAddress(QHostAddress::AnyIPv6);
}

//! By the token files, else by the tokens that the control plane made.
Result<Caller> callerBy(const ApiKeys &keys, ControlPlane &controlPlane, const HttpRequest &request)
{
    Result<Caller> holder = keys.callerOf(request);
    const QByteArray shown = shownKey(request);
    if (holder)
        return noAdminAsWorker(*std::move(holder), request);
    if (!tokenIdOf(shown))
        return holder;
    MUSTER_TRY(token, controlPlane.callerOf(shown));
    return noAdminAsWorker(callerOf(token), request);
}

} // namespace

NodeServer::NodeServer(LocalNodeOptions options, const Clock &clock, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_clock(clock)
{
}

NodeServer::~NodeServer() = default;

Result<void> NodeServer::prepare()
{
    MUSTER_TRY(host, listenHost(m_options.listenHost, u"--listen"_s));
    m_host = host;
    m_http.address = host;
    m_http.port = m_options.port;
    m_http.hosts = reachableNames(host);
    if (isAny(host))
        m_http.gainedHosts = [host] { return reachableNames(host); };
    MUSTER_CHECK(readKeys());
    if (m_host.isLoopback())
        return {};
    if (m_options.isInsecure) {
        qCWarning(logApp, "Everything that this node and its cluster say can be read and changed on the way (--insecure)");
        return {};
    }
    MUSTER_TRY(identity, identityFor(m_options.dataFolder, m_http.hosts)); // decisions.md 15: no plain HTTP beyond loopback.
    m_http.hosts += namesIn(identity);
    m_http.tls = identity;
    return {};
}

Result<void> NodeServer::readKeys()
{
    const auto pathOf = [this](const QString &given, const QString &name) {
        return given.isEmpty() ? m_options.dataFolder + u'/' + name : given;
    };
    const auto tokenOf = [](const QString &given, const QString &path) {
        return given.isEmpty() ? ensureTokenFile(path) : Secret::fromFile(path);
    };
    m_adminTokenPath = pathOf(m_options.adminTokenPath, u"admin.token"_s);
    m_joinTokenPath = pathOf(m_options.joinTokenPath, u"join.token"_s);
    MUSTER_TRY(admin, tokenOf(m_options.adminTokenPath, m_adminTokenPath));
    MUSTER_TRY(join, tokenOf(m_options.joinTokenPath, m_joinTokenPath));
    m_keys.add(admin, {u"admin.token"_s, Access::Admin});
    m_keys.add(join, {u"join.token"_s, Access::Worker}, ApiKeys::From::LoopbackOnly);
    return {};
}

TlsPin NodeServer::pin() const
{
    return m_http.tls ? m_http.tls->pin() : TlsPin();
}

QList<ClusterNotice> NodeServer::notices() const
{
    QList<ClusterNotice> notices;
    if (!m_host.isLoopback() && !m_http.tls)
        notices.append({u"insecure"_s, u"This control plane speaks plain HTTP beyond its own machine: tokens and everything "
                                       "else can be read and changed on the way (--insecure)"_s});
    if (!m_options.keylessWorkers.isOff())
        notices.append({u"agenticmail-workers"_s, u"AgenticMail's workers may register and beat without a token from %1 "
                                                  "(--agenticmail-workers)"_s.arg(m_options.keylessWorkers.text())});
    return notices;
}

LoopbackRule NodeServer::loopbackRule() const
{
    return m_host.isLoopback() ? LoopbackRule::Allowed : LoopbackRule::Denied;
}

//! Foreign workers say themselves where they are: loopback is believed only of those who must be on this machine.
LoopbackRule NodeServer::foreignLoopbackRule() const
{
    return m_options.keylessWorkers.hasLoopback() ? loopbackRule() : LoopbackRule::Denied;
}

//! Whether \a target is where we listen: the address of our own node.
bool NodeServer::isOurs(const ReachTarget &target) const
{
    if (target.port != url().port())
        return false;
    const bool hearsLoopback = m_host.isLoopback() || m_host == QHostAddress(QHostAddress::Any) || m_host == QHostAddress(QHostAddress::AnyIPv4);
    return target.host == url().host() || (hearsLoopback && isLoopbackHost(target.host));
}

Future<double> NodeServer::dial(const Node &node)
{
    const DialRules rules{.ours = loopbackRule(), .foreign = foreignLoopbackRule(), .own = url().authority()};
    if (node.who.pid)
        return dialNode(m_clock, node, rules, this);
    // Such a ping is a reach test to an address that the node chose, and no more of them are made (T-15).
    if (const Result<void> begun = m_foreignPings.begin(kForeignPings, m_clock.steadyNow()); !begun)
        return failed<double>(Error{ErrorKind::Busy, {}, u"too many foreign nodes are being pinged; wait a minute"_s, {}, {}});
    const Pending<double> pending;
    whenDone(this, dialNode(m_clock, node, rules, this), [this, pending](const Result<double> &dialled) {
        m_foreignPings.end(kForeignPings);
        pending.finish(dialled);
    });
    return pending.future();
}

void NodeServer::equip(ControlPlane &controlPlane)
{
    controlPlane.setDialer([this](const Node &node) { return dial(node); });
    controlPlane.setReacher([this](const ReachTarget &target) {
        if (!isOurs(target))
            return answerReach(m_clock, target, loopbackRule(), this);
        ReachTarget own = target; // Whoever asks reaches us already.
        own.isAdmin = true;
        return answerReach(m_clock, own, LoopbackRule::Allowed, this);
    });
    controlPlane.setRestarter([this](const Node &node) { return orderRestart(node, foreignLoopbackRule(), this); });
    connect(&controlPlane, &ControlPlane::tokenEnded, this, [this](const TokenId &token) {
        QTimer::singleShot(kLastAnswer, this, [this, token] { m_server->closeCallers(token.text()); });
    });
    m_router.setRefusalObserver([this, &controlPlane](const HttpRequest &request, const Error &error) {
        controlPlane.noteRefusal(refusalOf(request, error), shownKey(request));
    });
    m_router.setAuthoriser([this, &controlPlane](const HttpRequest &request) {
        return callerBy(m_keys, controlPlane, request);
    });
}

void NodeServer::mountRoutes(ControlPlane &controlPlane)
{
    RouteSettings settings;
    if (!m_options.keylessWorkers.isOff()) {
        settings.takesKeyless = [sources = m_options.keylessWorkers](const HttpRequest &request) {
            return sources.takes(request);
        };
    }
    settings.connectWorker = [&controlPlane](const NodeId &node, std::unique_ptr<MeshLine> line) {
        if (controlPlane.knows(node))
            return controlPlane.connectWorker(node, std::move(line));
        line->close(u"there is no node %1 here; it must announce itself first"_s.arg(node.text()));
        line.release()->deleteLater();
    };
    for (const Dialect *dialect : builtInDialects()) {
        std::unique_ptr<DialectRoutes> routes = dialect->routes();
        if (!routes)
            continue;
        routes->mount(m_router, controlPlane, settings);
        m_routes.push_back(std::move(routes));
    }
}

Result<void> NodeServer::serve(ControlPlane &controlPlane)
{
    equip(controlPlane);
    mountRoutes(controlPlane);
    m_server = std::make_unique<HttpServer>(m_router, m_clock, m_http);
    return m_server->open();
}

QUrl NodeServer::url() const
{
    QUrl url(m_server->url());
    if (isAny(QHostAddress(url.host())))
        url.setHost(m_http.hosts.isEmpty() ? u"127.0.0.1"_s : m_http.hosts.constFirst());
    return url;
}

void NodeServer::close()
{
    if (m_server)
        m_server->close();
}

} // namespace muster
