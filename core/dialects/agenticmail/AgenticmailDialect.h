// SPDX-License-Identifier: Apache-2.0
#pragma once
// AgenticMail's cluster API: its control planes for our console, and ours for its workers.

#include "core/base/Clock.h"
#include "core/cluster/Dialect.h"

namespace muster {

//! The dialect "agenticmail". Shared by all threads.
class AgenticmailDialect final : public Dialect
{
public:
    QString id() const override;
    QString title() const override;
    //! Asks for health, then with the credentials for the nodes. Without credentials a report that is not signed in; with
    //! wrong ones Refused. A password is only sent where health is that of AgenticMail.
    Future<ProbeReport> probe(const ClusterAddress &address, const Credentials &credentials, QObject *context) const override;
    std::unique_ptr<Cluster> client(const ClusterAddress &address, const Credentials &credentials) const override;
    std::unique_ptr<DialectRoutes> routes() const override;

private:
    SystemClock m_clock; // Of the clients and routes, which the dialect outlives.
};

} // namespace muster
