// SPDX-License-Identifier: Apache-2.0
#pragma once
// Muster's own API, /api/v1: what consoles, workers and musterctl speak with a Muster control plane.

#include "core/base/Clock.h"
#include "core/cluster/Dialect.h"

namespace muster {

//! The dialect "native". Shared by all threads.
class NativeDialect final : public Dialect
{
public:
    QString id() const override;
    QString title() const override;
    //! Asks for health, then with the token for facts. An empty token gives a report that is not signed in; a wrong
    //! one Refused.
    Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials,
                              QObject *context) const override;
    std::unique_ptr<Cluster> client(const ClusterAddress &address, const Credentials &credentials) const override;
    std::unique_ptr<DialectRoutes> routes() const override;

private:
    SystemClock m_clock; // Of the clients, which the dialect outlives.
};

} // namespace muster
