// SPDX-License-Identifier: Apache-2.0
#pragma once
// A replay of AgenticMail's server with its address and the ways in.

#include "core/domain/ClusterAddress.h"
#include "tests/replay/agenticmail/AgenticmailReplay.h"

#include <QTest>

namespace muster {

//! Listens from construction on; time is the machine's.
struct ReplayBench {
    explicit ReplayBench(const replay::AgenticmailReplayOptions &options = {}) : server(clock, options) {}

    ClusterAddress address() const { return {QStringLiteral("agenticmail"), server.url()}; }
    Credentials key() { return {.apiKey = Secret(server.options().apiKey)}; }
    Credentials signIn() { return {.user = server.options().user, .password = Secret(server.options().password.toUtf8())}; }
    //! Registers a node that beat once.
    void join(const QString &id)
    {
        server.nodes().registerNode({{QStringLiteral("nodeId"), id}, {QStringLiteral("host"), QStringLiteral("127.0.0.1")},
                                     {QStringLiteral("port"), server.url().port()}, {QStringLiteral("memoryMb"), 1024}});
        QTest::qWait(2); // A heartbeat in the millisecond of the registration is none.
        server.nodes().heartbeat(id, {{QStringLiteral("cpuUsage"), 0.5}});
    }
    int askedFor(const QString &what) const { return int(server.asked().count(what)); }

    SystemClock clock;
    replay::AgenticmailReplay server;
};

} // namespace muster
