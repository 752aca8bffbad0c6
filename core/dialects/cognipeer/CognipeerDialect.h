// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cognipeer's console: its cluster page's API, read by polling with a signed-in session; and the same on our server.

#include "core/base/Clock.h"
#include "core/cluster/Dialect.h"

namespace muster {

//! The dialect "cognipeer". Shared by all threads.
class CognipeerDialect final : public Dialect
{
public:
    QString id() const override;
    QString title() const override;
    //! Asks for health; with a user and password it signs in (an attempt of the server's few) and reads the overview.
    //! Without them the report is not signed in. Refused: wrong password, no licence ("payment-required"), no right
    //! ("cluster-right"), password over plain http ("plain-secrets"). Unsupported ("no-cluster-api"): this edition has none.
    Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials,
                              QObject *context) const override;
    std::unique_ptr<Cluster> client(const ClusterAddress &address, const Credentials &credentials) const override;
    std::unique_ptr<DialectRoutes> routes() const override;

private:
    SystemClock m_clock; // Of the clients, which the dialect outlives.
};

} // namespace muster
