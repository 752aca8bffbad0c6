// SPDX-License-Identifier: Apache-2.0
#pragma once
// The doors of a control plane: keys and tokens, the certificate, the routes of all dialects, and who is turned away.
// LocalNodeHost has one unless it is a worker.

#include "app/shared/LocalNodeHost.h"
#include "core/cluster/Dialect.h"
#include "core/controlplane/ReachDesk.h"
#include "core/domain/Node.h"
#include "core/wire/ApiKey.h"
#include "core/wire/HttpServer.h"
#include "core/wire/TargetRules.h"

#include <QObject>

#include <memory>
#include <vector>

namespace muster {

class ControlPlane;

//! prepare(), then serve(); once each. One thread. The clock must outlive it, and so must the control plane.
class NodeServer final : public QObject
{
    Q_OBJECT
public:
    NodeServer(LocalNodeOptions options, const Clock &clock, QObject *parent = nullptr);
    ~NodeServer() override;
    Q_DISABLE_COPY_MOVE(NodeServer)

    //! Reads or makes the token files and, beyond loopback, the certificate. Invalid and Storage, as LocalNodeHost::start().
    Result<void> prepare();
    //! Of the certificate; empty without TLS. After prepare().
    TlsPin pin() const;
    //! What everybody who looks at this control plane should know. After prepare().
    QList<ClusterNotice> notices() const;
    const QString &adminTokenPath() const { return m_adminTokenPath; }
    const QString &joinTokenPath() const { return m_joinTokenPath; }

    //! Gives \a controlPlane what it asks others with, mounts the routes and listens. Conflict when the address is in use.
    Result<void> serve(ControlPlane &controlPlane);
    //! Where it listens, with a host that others can use.
    QUrl url() const;
    void close();

private:
    Result<void> readKeys();
    void equip(ControlPlane &controlPlane);
    void mountRoutes(ControlPlane &controlPlane);
    LoopbackRule loopbackRule() const;
    LoopbackRule foreignLoopbackRule() const;
    bool isOurs(const ReachTarget &target) const;
    Future<double> dial(const Node &node);

    const LocalNodeOptions m_options;
    const Clock &m_clock;
    QHostAddress m_host;
    QString m_adminTokenPath;
    QString m_joinTokenPath;
    ApiKeys m_keys; // The token files.
    HttpServerOptions m_http;
    std::vector<std::unique_ptr<DialectRoutes>> m_routes;
    Router m_router;
    std::unique_ptr<HttpServer> m_server;
    ReachDesk m_foreignPings;
};

} // namespace muster
