// SPDX-License-Identifier: Apache-2.0
#pragma once
// AgenticMail's cluster API on our server: for its workers, its dashboard, and what else reads it. Described in openapi.yaml
// beside this file.

#include "core/base/Clock.h"
#include "core/base/Limits.h"
#include "core/cluster/Dialect.h"

namespace muster {

//! Tiers: reads are for viewers; remove, restart and test for operators; register and heartbeat for workers, those without a
//! key where RouteSettings::takesKeyless says so. One mount() only.
class AgenticmailRoutes final : public DialectRoutes
{
public:
    //! \a clock must outlive it. \a keepAlive is of the stream.
    explicit AgenticmailRoutes(const Clock &clock, milliseconds keepAlive = limits::kForeignKeepAlive);
    ~AgenticmailRoutes() override;
    Q_DISABLE_COPY_MOVE(AgenticmailRoutes)

    void mount(Router &router, Cluster &cluster, const RouteSettings &settings = {}) override;

private:
    struct Parts;

    const Clock &m_clock;
    const milliseconds m_keepAlive;
    std::unique_ptr<Parts> m_parts; // Lives on the router's thread.
};

} // namespace muster
