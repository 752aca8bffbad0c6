// SPDX-License-Identifier: Apache-2.0
#pragma once
// A translator between the Cluster contract and one API. One folder of core/dialects each.

#include "core/cluster/Cluster.h"
#include "core/domain/ClusterAddress.h"

#include <functional>
#include <memory>

namespace muster {

class MeshLine; // core/mesh, and
class Router;   // core/wire; only routes need to know them.
struct HttpRequest;

//! What a probe learnt before anything is saved.
struct ProbeReport {
    QString dialect;      //!< Id of the dialect that answers there.
    QString product;      //!< "Muster 0.1.0".
    QString node;         //!< Name of the node that serves it; may be empty.
    double latencyMs = 0; //!< Of the probe.
    Features features;
    bool isSignedIn = false; //!< Whether the credentials were accepted.
};

//! What whoever runs the server decided about workers.
struct RouteSettings {
    //! Whether a request without a key, of a worker that cannot show one, is let in (--agenticmail-workers). Unset: never.
    std::function<bool(const HttpRequest &)> takesKeyless = {};
    //! Takes a line over which the worker \a node, as its key proved, wants deliveries. On the server's thread. Unset: no worker can
    //! connect from another process.
    std::function<void(const NodeId &node, std::unique_ptr<MeshLine> line)> connectWorker = {};
};

//! Mounts one API on our server so that foreign workers and consoles can join us. Lives as long as the server.
class DialectRoutes
{
public:
    virtual ~DialectRoutes() = default;
    //! Adds the routes, answering from \a cluster, which must outlive the router. On the router's thread.
    virtual void mount(Router &router, Cluster &cluster, const RouteSettings &settings = {}) = 0;
};

//! Stateless; shared by all threads.
class Dialect
{
public:
    virtual ~Dialect() = default;
    //! "native", "demo": on command lines and in profiles.
    virtual QString id() const = 0;
    //! "Muster": for people.
    virtual QString title() const = 0;
    //! Asks \a address whether it speaks this dialect, and whether \a credentials are accepted. Protocol when it does
    //! not; Refused when it does but the credentials are not. \a context's thread; cancelled when it dies.
    virtual Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials, QObject *context) const = 0;
    //! A client, not started, owned by the caller, on the calling thread.
    virtual std::unique_ptr<Cluster> client(const ClusterAddress &address, const Credentials &credentials) const = 0;
    //! Its API for our server, or null when it has none.
    virtual std::unique_ptr<DialectRoutes> routes() const = 0;
};

//! The dialects that this program was built with, native first. Defined in core/dialects from the folders found there.
const QList<const Dialect *> &builtInDialects();
//! The one called \a id, or null.
const Dialect *dialectById(const QString &id);

} // namespace muster
