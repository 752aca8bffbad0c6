// SPDX-License-Identifier: Apache-2.0
#pragma once
// The dialect that speaks with nobody: `muster --demo`, and `--dialect demo` of musterctl.

#include "core/base/Clock.h"
#include "core/cluster/Dialect.h"

namespace muster {

//! Its addresses are demo:?seed=N&scenario=WORD; see README.md.
class DemoDialect final : public Dialect
{
public:
    QString id() const override;
    QString title() const override;
    Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials,
                              QObject *context) const override;
    std::unique_ptr<Cluster> client(const ClusterAddress &address, const Credentials &credentials) const override;
    //! None: nobody joins a demo.
    std::unique_ptr<DialectRoutes> routes() const override;

private:
    SystemClock m_clock; // Of the clusters, which the dialect outlives.
};

} // namespace muster
