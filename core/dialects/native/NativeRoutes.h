// SPDX-License-Identifier: Apache-2.0
#pragma once
// Muster's own API on our server: /api/v1. Described route by route in resources/openapi.yaml.

#include "core/cluster/Dialect.h"

namespace muster {

//! Mounts the routes; whose key opens which is the server's authoriser's word, see Access in core/wire.
class NativeRoutes final : public DialectRoutes
{
public:
    NativeRoutes();
    ~NativeRoutes() override;
    Q_DISABLE_COPY_MOVE(NativeRoutes)

    void mount(Router &router, Cluster &cluster, const RouteSettings &settings = {}) override;

private:
    class Api;
    std::unique_ptr<Api> m_api; // Made by mount(), so that it lives on the server's thread.
};

} // namespace muster
