// SPDX-License-Identifier: Apache-2.0
#pragma once
// The routes of Cognipeer's cluster page on our server, for what reads and pins by theirs; with a token instead of a cookie,
// and right where the reference is not. Described in openapi.yaml beside this file.

#include "core/cluster/Dialect.h"

#include <memory>

namespace muster {

//! GET overview and instances, tier viewer; PUT and DELETE of assignments, tier operator. One mount() only.
class CognipeerRoutes final : public DialectRoutes
{
public:
    CognipeerRoutes();
    ~CognipeerRoutes() override;
    Q_DISABLE_COPY_MOVE(CognipeerRoutes)

    void mount(Router &router, Cluster &cluster, const RouteSettings &settings = {}) override;

private:
    class Api;
    std::unique_ptr<Api> m_api; // Lives on the router's thread.
};

} // namespace muster
