// SPDX-License-Identifier: Apache-2.0
#include "app/shared/LocalNodeHost.h"

#include "app/shared/ListenAddress.h"
#include "app/shared/MeshDialer.h"
#include "app/shared/NodeServer.h"
#include "app/shared/NodeWork.h"
#include "app/shared/Version.h"
#include "app/shared/WorkerLink.h"
#include "core/base/Log.h"
#include "core/cluster/Dialect.h"
#include "core/controlplane/ControlPlane.h"
#include "core/controlplane/LocalNode.h"
#include "core/controlplane/LocalNodeIdentity.h"
#include "core/queue/embedded/EmbeddedQueue.h"
#include "core/store/DataFolderLock.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace muster {

using namespace Qt::StringLiterals;

//! Destroyed from the last to the first.
struct LocalNodeHost::Parts {
    std::unique_ptr<DataFolderLock> lock;
    LocalNodeIdentity identity;
    LocalNodeFacts facts;
    std::unique_ptr<Stores> stores;
    std::unique_ptr<WorkerLink> link;           // Of a worker alone.
    std::unique_ptr<ControlPlane> controlPlane; // Null for a worker.
    std::unique_ptr<NodeServer> server;         // Null for a worker.
    std::unique_ptr<HostProbe> probe;
    std::unique_ptr<LocalNode> node;
    std::unique_ptr<NodeWork> work;
    std::unique_ptr<MeshDialer> dialer; // Of a worker alone.
};

LocalNodeHost::LocalNodeHost(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_attach.setSingleShot(true);
    m_attach.setInterval(limits::kNodeRetryFirst);
    connect(&m_attach, &QTimer::timeout, this, &LocalNodeHost::attachWorkAgain);
}

LocalNodeHost::~LocalNodeHost() = default;

Future<LocalNodeFacts> LocalNodeHost::start(const LocalNodeOptions &options)
{
    Q_ASSERT(!m_parts);
    m_parts = std::make_unique<Parts>();
    Pending<LocalNodeFacts> pending;
    if (const Result<void> opened = open(options); !opened) {
        m_parts.reset();
        return failed<LocalNodeFacts>(opened.error());
    }
    if (m_parts->link)
        return muster::ready(m_parts->facts); // It announces itself once it is let in.
    whenDone(this, m_parts->controlPlane->load(), [this, options, pending](const Result<void> &loaded) {
        if (!m_parts)
            return pending.finish(conflict(u"stopped while starting"_s));
        const Result<void> serving = loaded ? serve() : loaded;
        if (!serving) {
            m_parts.reset();
            return pending.finish(serving.error());
        }
        announce(options);
        pending.finish(m_parts->facts);
    });
    return pending.future();
}

Future<void> LocalNodeHost::stop()
{
    if (!m_parts)
        return muster::ready();
    Pending<void> stopped;
    if (!m_parts->node) {
        m_parts.reset(); // Still starting; start() answers that.
        return muster::ready();
    }
    m_isStopping = true;
    // Jobs end first, so that the goodbye says that nothing runs here.
    whenDone(this, m_parts->work->stop(), [this, stopped](const Result<void> &) {
        if (!m_parts)
            return stopped.finish({});
        whenDone(this, m_parts->node->leave(), [this, stopped](const Result<void> &) { wind(stopped); });
    });
    return stopped.future();
}

void LocalNodeHost::wind(const Pending<void> &stopped)
{
    if (!m_parts)
        return stopped.finish({});
    if (m_parts->controlPlane)
        m_parts->controlPlane->stop(); // First: it has something to say to its workers yet.
    if (m_parts->server)
        m_parts->server->close();
    if (!m_parts->controlPlane) {
        m_parts.reset();
        return stopped.finish({});
    }
    whenDone(this, m_parts->controlPlane->flush(), [this, stopped](const Result<void> &flushed) {
        m_parts.reset(); // Finishes the writes.
        stopped.finish(flushed);
    });
}

Cluster *LocalNodeHost::cluster() const
{
    return m_parts ? m_parts->controlPlane.get() : nullptr;
}

LocalNode *LocalNodeHost::node() const
{
    return m_parts ? m_parts->node.get() : nullptr;
}

Result<void> LocalNodeHost::open(const LocalNodeOptions &options)
{
    if (options.role != NodeRole::Worker)
        MUSTER_CHECK(listenHost(options.listenHost, u"--listen"_s)); // Before anything is made.
    MUSTER_TRY(lock, DataFolderLock::take(options.dataFolder));
    m_parts->lock = std::move(lock);
    m_parts->probe = systemHostProbe();
    MUSTER_TRY(identity, ensureLocalNodeIdentity(options.dataFolder, {.id = options.id,
                                                                      .name = options.name,
                                                                      .hostname = m_parts->probe->facts().hostname,
                                                                      .isOneOfMany = options.role == NodeRole::Worker}));
    m_parts->identity = identity;
    m_parts->facts.nodeId = identity.id.text();
    m_parts->facts.nodeName = identity.name;
    m_parts->facts.role = options.role;
    if (options.role != NodeRole::Worker)
        return openControlPlane(options);
    return openWorker(options);
}

Result<void> LocalNodeHost::openWorker(const LocalNodeOptions &options)
{
    const bool isPlain = options.joinUrl.scheme() == "http"_L1 && !isLoopbackHost(options.joinUrl.host());
    const ClusterAddress address{.dialect = u"native"_s,
                                 .url = options.joinUrl,
                                 .pin = options.joinPin,
                                 .allowsPlainSecrets = isPlain && options.isInsecure};
    if (isPlain)
        qCWarning(logApp, "Everything between this worker and %ls can be read and changed on the way (--insecure)",
                  qUtf16Printable(options.joinUrl.authority()));
    m_parts->link = std::make_unique<WorkerLink>(WorkerLinkSetup{.address = address,
                                                                 .token = options.joinToken,
                                                                 .dataFolder = options.dataFolder,
                                                                 .who = whoAmI(options),
                                                                 .instance = m_parts->identity.instance,
                                                                 .seed = QRandomGenerator::system()->generate()},
                                                 m_clock);
    connect(m_parts->link.get(), &WorkerLink::admitted, this, [this, options] { announce(options); });
    connect(m_parts->link.get(), &WorkerLink::refused, this, &LocalNodeHost::refusedAtFirstContact);
    return m_parts->link->start();
}

Result<void> LocalNodeHost::openControlPlane(const LocalNodeOptions &options)
{
    m_parts->server = std::make_unique<NodeServer>(options, m_clock);
    NodeServer &server = *m_parts->server;
    MUSTER_CHECK(server.prepare());
    m_parts->facts.adminTokenPath = server.adminTokenPath();
    m_parts->facts.joinTokenPath = server.joinTokenPath();
    m_parts->facts.pin = server.pin();
    MUSTER_TRY(stores, openSqliteStores(options.dataFolder));
    m_parts->stores = std::move(stores);
    m_parts->controlPlane = std::make_unique<ControlPlane>(*m_parts->stores, m_clock,
                                                       ControlPlaneOptions{.nodeName = m_parts->identity.name,
                                                                           .version = versionText(),
                                                                           .beatInterval = options.beatInterval,
                                                                           .offlineAfter = options.offlineAfter,
                                                                           .pin = server.pin(),
                                                                           .notices = server.notices(),
                                                                           .jobDefaults = options.jobDefaults,
                                                                           .ownNode = m_parts->identity.id});
    MUSTER_TRY(secrets, SecretBox::open(options.dataFolder));
    m_parts->controlPlane->setWork({.queue = std::make_unique<EmbeddedQueue>(m_parts->stores->jobs(), m_clock),
                                    .secrets = std::move(secrets),
                                    .defaultNode = options.defaultNode});
    return {};
}

Result<void> LocalNodeHost::serve()
{
    MUSTER_CHECK(m_parts->server->serve(*m_parts->controlPlane));
    m_parts->controlPlane->start();
    m_parts->facts.url = m_parts->server->url();
    return {};
}

NodeIdentity LocalNodeHost::whoAmI(const LocalNodeOptions &options) const
{
    const HostFacts host = m_parts->probe->facts();
    NodeIdentity who;
    who.id = m_parts->identity.id;
    who.name = m_parts->identity.name;
    who.role = options.role;
    who.address = options.address;
    if (who.address.isEmpty())
        who.address = m_parts->facts.url.authority();
    who.capabilities = options.capabilities;
    who.labels = options.labels;
    who.platform = host.platform;
    who.arch = host.arch;
    who.hostname = host.hostname;
    who.cores = host.cores;
    who.version = versionText();
    who.build = buildText();
    who.pid = QCoreApplication::applicationPid();
    who.startedAt = m_clock.now();
    return who;
}

void LocalNodeHost::sayIfShutOut(const LocalNodeReport &report)
{
    if (report.state == LocalNodeState::NotLetIn && report.attempt == 1)
        qCWarning(logNode, "%ls", qUtf16Printable(m_parts->link->explained(report.cause).what));
}

void LocalNodeHost::announce(const LocalNodeOptions &options)
{
    LocalNodeSetup setup;
    setup.who = whoAmI(options);
    setup.instance = m_parts->identity.instance;
    setup.seed = QRandomGenerator::system()->generate();
    Cluster &cluster = m_parts->link ? *m_parts->link->cluster() : *m_parts->controlPlane;
    m_parts->node = std::make_unique<LocalNode>(cluster, *m_parts->probe, m_clock, setup);
    connect(m_parts->node.get(), &LocalNode::firstBeatAccepted, this, &LocalNodeHost::firstBeatAccepted);
    connect(m_parts->node.get(), &LocalNode::refusedAtFirstContact, this, [this](const Error &error) {
        Q_EMIT refusedAtFirstContact(m_parts->link ? m_parts->link->explained(error) : error);
    });
    if (m_parts->link) {
        connect(m_parts->node.get(), &LocalNode::stateChanged, this, &LocalNodeHost::sayIfShutOut);
        connect(m_parts->node.get(), &LocalNode::firstBeatAccepted, m_parts->link.get(), &WorkerLink::keepPin);
    }
    openWork(options);
    m_parts->node->start();
}

void LocalNodeHost::openWork(const LocalNodeOptions &options)
{
    const QList<EntityKind> byDefault = m_parts->controlPlane ? QList{EntityKind::Agent} : QList<EntityKind>();
    m_parts->work = std::make_unique<NodeWork>(NodeWorkSetup{.node = m_parts->identity.id,
                                                             .build = buildText(),
                                                             .dataFolder = options.dataFolder,
                                                             .allowed = options.allowed.value_or(byDefault),
                                                             .seed = QRandomGenerator::system()->generate()},
                                               m_clock);
    connect(m_parts->work.get(), &NodeWork::changed, m_parts->node.get(), &LocalNode::setWork);
    if (!m_parts->controlPlane) {
        m_parts->dialer = std::make_unique<MeshDialer>(MeshDialerSetup{.address = m_parts->link->address(),
                                                                       .node = m_parts->identity.id,
                                                                       .key = [this] { return m_parts->link->shown(); },
                                                                       .seed = QRandomGenerator::system()->generate()},
                                                       m_parts->work->worker(), m_clock);
        connect(m_parts->node.get(), &LocalNode::firstBeatAccepted, m_parts->dialer.get(), &MeshDialer::start);
        connect(m_parts->dialer.get(), &MeshDialer::connected, m_parts->node.get(), &LocalNode::tellWorkAgain);
        return;
    }
    connect(&m_parts->work->worker(), &MeshWorker::detached, this, [this] { m_attach.start(); });
    attachWork();
}

void LocalNodeHost::attachWork()
{
    auto [ours, theirs] = LocalMeshLine::pair();
    m_parts->controlPlane->connectWorker(m_parts->identity.id, std::move(theirs));
    m_parts->work->worker().attach(std::move(ours));
}

//! After our own node was removed, or was told to say later what ended: as a worker elsewhere, which dials again once it is let in.
void LocalNodeHost::attachWorkAgain()
{
    if (!m_parts || !m_parts->node || m_isStopping)
        return;
    if (m_parts->node->isRegistered() && m_parts->controlPlane->knows(m_parts->identity.id))
        attachWork();
    else
        m_attach.start();
}

} // namespace muster
