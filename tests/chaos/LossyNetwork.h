// SPDX-License-Identifier: Apache-2.0
#pragma once
// A network that loses packets, for real: the kernel drops them in a namespace that only the test knows. Enter it first
// (tests/integration/TwoHosts.h).

#include <QString>

namespace muster {

//! What the kernel did to the packets that could be lost.
struct LossCount {
    qint64 seen = 0;
    qint64 dropped = 0;
};

//! Brings up 127.0.0.1 of this namespace. An empty text, or what went wrong.
QString raiseLoopback();
//! From now on \a percent of all packets to and from TCP port \a port are dropped, each way by itself, but for those of the
//! connection whose other end has port \a spared: somebody has to watch. An empty text, or what went wrong.
QString setLoss(int percent, quint16 port, quint16 spared);
//! Since setLoss(). It ends by clearLoss().
LossCount lossSoFar();
//! Nothing is lost any more. An empty text, or what went wrong.
QString clearLoss();

} // namespace muster
