// SPDX-License-Identifier: Apache-2.0
#pragma once
// A server and the load on it: the server on one core, the generator, in a process of its own, on the other.

#include "tests/bench/LoadPlan.h"
#include "tests/bench/ServerProcess.h"

namespace muster::bench
{

//! One side of a comparison.
struct LoadedServer {
    ServerProcess process{};
    quint16 port = 0;
    QString token{};       //!< Reads.
    QString workerToken{}; //!< Announces and beats.
    bool isTls = false;
    qint64 sequence = 1; //!< Where the next run's beats begin.
};

//! What one run did to the server.
struct Measured {
    LoadOutcome outcome{};
    double cpuShare = 0; //!< Of one core.
    double rssMb = 0;
};

//! Beyond loopback there is TLS.
enum class Listen { Loopback, BeyondLoopback };

//! Starts the musterd beside this program, serving only, with its data in \a folder.
bool startMuster(LoadedServer *server, const QString &folder, Listen listen = Listen::Loopback);
//! Starts the peer on Node (node/beats.mjs) with its data in \a folder; false without Node.
bool startNode(LoadedServer *server, const QString &folder);
//! "node v20.20.2 http".
QString nodeName();
//! Runs \a plan; its port, token and sequence are those of \a server.
Measured runLoad(LoadedServer *server, LoadPlan plan);
//! Makes \a nodes known; false when any was refused.
bool announceAll(LoadedServer *server, int nodes, int connections);

} // namespace muster::bench
