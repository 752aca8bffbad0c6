// SPDX-License-Identifier: Apache-2.0
#pragma once
// The overview of Cognipeer's console on our server, for what reads theirs; with a token instead of a cookie, and with the
// true name of the node that answers. Described in openapi.yaml beside this file.

#include "core/cluster/Dialect.h"

#include <memory>

namespace muster {

//! GET /api/cluster/overview, tier viewer. One mount() only.
class CognipeerRoutes final : public DialectRoutes
{
public:
    CognipeerRoutes();
    ~CognipeerRoutes() override;
    Q_DISABLE_COPY_MOVE(CognipeerRoutes)

    void mount(Router &router, Cluster &cluster, const RouteSettings &settings = {}) override;

private:
    std::unique_ptr<QObject> m_context; // Of what is asked; lives on the router's thread.
};

} // namespace muster
