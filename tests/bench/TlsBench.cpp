// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/TlsBench.h"

#include "tests/bench/LoadedServer.h"
#include "tests/integration/TwoHosts.h"

#include <QTemporaryDir>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace muster::bench
{

using namespace Qt::StringLiterals;

bool enterTlsNetwork()
{
    if (enterOwnNetwork())
        return true;
    std::fprintf(stderr, "muster-bench tls needs network namespaces: %s\n", std::strerror(errno));
    return false;
}

bool runTlsBench(const BenchOptions &options, const Report &report)
{
    const QTemporaryDir folder;
    LoadedServer plain;
    LoadedServer tls;
    if (QProcess::execute(u"ip"_s, {u"link"_s, u"set"_s, u"lo"_s, u"up"_s}) != 0)
        return false;
    if (!startMuster(&plain, folder.path() + u"/plain"_s) || !startMuster(&tls, folder.path() + u"/tls"_s, Listen::BeyondLoopback))
        return false;
    if (!announceAll(&plain, options.nodes, options.connections) || !announceAll(&tls, options.nodes, options.connections))
        return false;
    LoadPlan plan{
        .nodes = options.nodes, .connections = options.connections, .warmUpSeconds = 1, .seconds = options.seconds};
    const QString name = u"%1 nodes over %2 kept connections, "_s.arg(options.nodes).arg(options.connections);
    Row beats{.row = u"b"_s, .what = name + u"beats over TLS"_s, .unit = u"req/s"_s, .peerName = u"the same without TLS"_s};
    Row paid{.row = u"b"_s, .what = name + u"beats over TLS per second of the server's processor time"_s, .unit = u"req/s"_s,
             .peerName = u"the same without TLS"_s, .goal = 0.6};
    for (int round = 0; round <= options.rounds; ++round) {
        const Measured a = runLoad(&tls, plan);
        const Measured b = runLoad(&plain, plan);
        if (a.outcome.answered == 0 || a.outcome.refused + b.outcome.refused > 0)
            return false;
        if (round == 0 && options.rounds > 1)
            continue; // Warms caches.
        beats.ours.append(static_cast<double>(a.outcome.answered) / a.outcome.seconds);
        beats.peer.append(static_cast<double>(b.outcome.answered) / b.outcome.seconds);
        paid.ours.append(beats.ours.last() / a.cpuShare);
        paid.peer.append(beats.peer.last() / b.cpuShare);
    }
    beats.goal = 0.6;
    report(beats);
    report(paid);
    return true;
}

} // namespace muster::bench
