// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerRoutes.h"

#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "core/dialects/cognipeer/CognipeerWork.h"
#include "core/wire/HttpError.h"
#include "core/wire/Router.h"

#include <QJsonDocument>

#include <algorithm>

namespace muster {

using namespace Qt::StringLiterals;

namespace {

Actor actorOf(const HttpRequest &request)
{
    QList<TenantId> tenants;
    for (const QString &tenant : request.caller.tenants)
        tenants.append(TenantId(tenant));
    return {request.caller.name, request.peer.toString(), tenants, request.caller.access == Access::Admin};
}

} // namespace

//! The handlers. On the server's thread; the cluster may live on another and must outlive it.
class CognipeerRoutes::Api final : public QObject
{
public:
    explicit Api(Cluster &cluster) : m_cluster(cluster) {}
    Q_DISABLE_COPY_MOVE(Api)

    Future<HttpReply> overview(const HttpRequest &request);
    Future<HttpReply> instances(const HttpRequest &request);
    Future<HttpReply> pin(const HttpRequest &request);
    Future<HttpReply> unpin(const HttpRequest &request);

private:
    //! Calls \a write with all that \a by may see. A cluster that has no entities has none.
    template <typename Write>
    Future<HttpReply> withSight(const Actor &by, Write write);
    Future<HttpReply> pinNow(const CognipeerWork::Asked &asked, const Actor &by, const CognipeerNames &names);

    Cluster &m_cluster;
};

template <typename Write>
Future<HttpReply> CognipeerRoutes::Api::withSight(const Actor &by, Write write)
{
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.snapshot(), [this, by, pending, write](const Result<ClusterSnapshot> &snapshot) {
        if (!snapshot)
            return pending.finish(snapshot.error());
        whenDone(this, m_cluster.entities(by), [pending, write, seen = *snapshot](const Result<QList<EntityState>> &entities) mutable {
            if (!entities && entities.error().kind != ErrorKind::Unsupported)
                return pending.finish(entities.error());
            seen.entities = entities.value_or(QList<EntityState>());
            write(seen, pending);
        });
    });
    return pending.future();
}

Future<HttpReply> CognipeerRoutes::Api::overview(const HttpRequest &request)
{
    return withSight(actorOf(request), [this](const ClusterSnapshot &seen, const Pending<HttpReply> &pending) {
        whenDone(this, m_cluster.facts(), [pending, seen](const Result<ClusterFacts> &facts) {
            pending.finish(facts ? HttpReply::json(200, CognipeerReplies::writeOverview(seen, *facts)) : Result<HttpReply>(facts.error()));
        });
    });
}

Future<HttpReply> CognipeerRoutes::Api::instances(const HttpRequest &request)
{
    return withSight(actorOf(request), [](const ClusterSnapshot &seen, const Pending<HttpReply> &pending) {
        const CognipeerNames names(seen.nodes);
        const QString fallback = seen.defaultNode.isEmpty() ? QString() : names.nameOf(seen.defaultNode);
        pending.finish(HttpReply::json(200, CognipeerWork::writeInstances(seen.entities, names, fallback)));
    });
}

Future<HttpReply> CognipeerRoutes::Api::pin(const HttpRequest &request)
{
    const Result<EntityRef> entity = CognipeerWork::readEntity(request.pathText("entityType"_L1), request.pathText("entityId"_L1));
    if (!entity)
        return failed<HttpReply>(entity.error());
    Result<CognipeerWork::Asked> asked = CognipeerWork::readPin(*entity, request.body);
    if (!asked)
        return failed<HttpReply>(asked.error());
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.snapshot(), [this, pending, by = actorOf(request), wanted = *asked](const Result<ClusterSnapshot> &seen) mutable {
        if (!seen)
            return pending.finish(seen.error());
        const CognipeerNames names(seen->nodes);
        const Result<NodeId> node = names.find(wanted.nodeName);
        if (!node)
            return pending.finish(node.error());
        wanted.request.node = *node;
        whenDone(this, pinNow(wanted, by, names), [pending](const Result<HttpReply> &reply) { pending.finish(reply); });
    });
    return pending.future();
}

//! Whoever saw another version is told which pin is there, as on the native API.
Future<HttpReply> CognipeerRoutes::Api::pinNow(const CognipeerWork::Asked &asked, const Actor &by, const CognipeerNames &names)
{
    const Pending<HttpReply> pending;
    const EntityRef entity = asked.request.entity;
    whenDone(this, m_cluster.assign(asked.request, by), [this, pending, by, names, entity](const Result<EntityState> &state) {
        if (state)
            return pending.finish(HttpReply::json(200, QJsonObject{{u"assignment"_s, CognipeerWork::write(*state->assignment, names)}}));
        const Error error = state.error();
        if (error.code != "version"_L1)
            return pending.finish(error);
        whenDone(this, m_cluster.entities(by), [pending, names, entity, error](const Result<QList<EntityState>> &all) {
            QJsonObject body = QJsonDocument::fromJson(errorReply(error).body).object();
            body.insert(u"current"_s, QJsonValue());
            for (const EntityState &one : all.value_or(QList<EntityState>())) {
                if (one.entity.ref == entity && one.assignment)
                    body.insert(u"current"_s, CognipeerWork::write(*one.assignment, names));
            }
            pending.finish(HttpReply::json(409, body));
        });
    });
    return pending.future();
}

//! What is not pinned, or not there, stays so: an answer, and no entry in the audit trail.
Future<HttpReply> CognipeerRoutes::Api::unpin(const HttpRequest &request)
{
    const Result<EntityRef> entity = CognipeerWork::readEntity(request.pathText("entityType"_L1), request.pathText("entityId"_L1));
    if (!entity)
        return failed<HttpReply>(entity.error());
    const Pending<HttpReply> pending;
    whenDone(this, m_cluster.entities(actorOf(request)),
             [this, pending, by = actorOf(request), entity = *entity](const Result<QList<EntityState>> &all) {
        if (!all)
            return pending.finish(all.error());
        const auto reply = [](bool wasPinned) { return HttpReply::json(200, QJsonObject{{u"removed"_s, wasPinned}}); };
        const bool isPinned = std::ranges::any_of(*all, [&entity](const EntityState &one) {
            return one.entity.ref == entity && one.assignment;
        });
        if (!isPinned)
            return pending.finish(reply(false));
        whenDone(this, m_cluster.assign({entity, {}}, by), [pending, reply](const Result<EntityState> &cleared) {
            pending.finish(cleared ? reply(true) : Result<HttpReply>(cleared.error()));
        });
    });
    return pending.future();
}

CognipeerRoutes::CognipeerRoutes() = default;

CognipeerRoutes::~CognipeerRoutes() = default;

void CognipeerRoutes::mount(Router &router, Cluster &cluster, const RouteSettings &)
{
    m_api = std::make_unique<Api>(cluster);
    Api *const api = m_api.get();
    const QString pin = u"/api/cluster/assignments/{entityType}/{entityId}"_s;
    router.add(HttpMethod::Get, u"/api/cluster/overview"_s, {.access = Access::Viewer, .bodyBytes = 0, .scope = Scope::Tenants},
               [api](const HttpRequest &request) { return api->overview(request); });
    router.add(HttpMethod::Get, u"/api/cluster/instances"_s, {.access = Access::Viewer, .bodyBytes = 0, .scope = Scope::Tenants},
               [api](const HttpRequest &request) { return api->instances(request); });
    router.add(HttpMethod::Put, pin, {.access = Access::Operator, .bodyBytes = 4096, .scope = Scope::Tenants},
               [api](const HttpRequest &request) { return api->pin(request); });
    router.add(HttpMethod::Delete, pin, {.access = Access::Operator, .bodyBytes = 0, .scope = Scope::Tenants},
               [api](const HttpRequest &request) { return api->unpin(request); });
}

} // namespace muster
