// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cognipeer/CognipeerRoutes.h"

#include "core/dialects/cognipeer/CognipeerReplies.h"
#include "core/wire/Router.h"

namespace muster {

using namespace Qt::StringLiterals;

CognipeerRoutes::CognipeerRoutes() = default;

CognipeerRoutes::~CognipeerRoutes() = default;

void CognipeerRoutes::mount(Router &router, Cluster &cluster, const RouteSettings &)
{
    m_context = std::make_unique<QObject>();
    QObject *const context = m_context.get();
    router.add(HttpMethod::Get, u"/api/cluster/overview"_s, {.access = Access::Viewer, .bodyBytes = 0},
               [context, &cluster](const HttpRequest &) {
                   Pending<HttpReply> pending;
                   whenDone(context, cluster.facts(), [context, &cluster, pending](const Result<ClusterFacts> &facts) {
                       if (!facts)
                           return pending.finish(facts.error());
                       whenDone(context, cluster.snapshot(), [pending, facts](const Result<ClusterSnapshot> &snapshot) {
                           if (!snapshot)
                               return pending.finish(snapshot.error());
                           pending.finish(HttpReply::json(200, CognipeerReplies::writeOverview(*snapshot, *facts)));
                       });
                   });
                   return pending.future();
               });
}

} // namespace muster
