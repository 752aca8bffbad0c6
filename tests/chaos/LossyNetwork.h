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
//! From now on the connections that TCP port \a port has at this moment are dead, and neither side is told; new ones work.
//! An empty text, or what went wrong. Ends by clearLoss().
QString cutConnections(quint16 port);
//! What happened to \a port since setLoss().
LossCount lossSoFar(quint16 port);
//! Nothing of \a port is lost any more. An empty text, or what went wrong.
QString clearLoss(quint16 port);

} // namespace muster
